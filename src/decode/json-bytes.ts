/** The bytes that give JSON its shape, and tables of those that do not. */
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const NEWLINE = 0x0a;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** 1 for every byte but these. */
function allBut(...bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256).fill(1);
  for (const byte of bytes) table[byte] = 0;
  return table;
}

/** Inside a string, what goes on with it. */
export const plainInString: Uint8Array = allBut(QUOTE, BACKSLASH, NEWLINE);
/** Between the brackets of a value, what neither opens nor closes anything. */
export const plainInValue: Uint8Array = allBut(
  QUOTE,
  NEWLINE,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  OPEN_OBJECT,
  CLOSE_OBJECT,
);
/** The same where keys matter. */
export const plainAtTop: Uint8Array = allBut(
  QUOTE,
  NEWLINE,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  COLON,
  COMMA,
);
export const noPlainBytes: Uint8Array = new Uint8Array(256);
