const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const jiraTime =
  /^(\d{1,2})\/([A-Za-z]{3})\/(\d{2}|\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP])M)?)?$/i;

/**
 * A time of an export in the form that `changes.yml` has. Jira's CSV writes `10/Mar/26 9:30 AM`; what is not known stays as
 * it is, for the reader to refuse with its place.
 */
export function ticketTime(written: string): string {
  const found = jiraTime.exec(written.trim());
  const month = months.indexOf(found?.[2]?.toLowerCase() ?? '') + 1;
  if (!found || month === 0) return written.trim();
  const [, day = '', , year = '', hour, minute = '00', second = '00', half] = found;
  const date = `${year.length === 2 ? `20${year}` : year}-${pad(month)}-${day.padStart(2, '0')}`;
  return hour === undefined ? date : `${date}T${pad(hours(Number(hour), half))}:${minute}:${second}`;
}

function hours(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
