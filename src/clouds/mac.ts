/** A hardware address in one form, `0022488A1B2C`, however it is punctuated; undefined for what is none. */
export function macOf(written: string | undefined): string | undefined {
  const digits = written?.replace(/[^0-9A-Fa-f]/g, '').toUpperCase();
  return digits?.length === 12 ? digits : undefined;
}
