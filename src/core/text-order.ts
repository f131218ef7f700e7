/** Orders texts by code unit: the same on every machine, whatever its language. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders texts by code point, as databases do that keep them in UTF-8; code units differ from that beyond U+D7FF. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    if (a.charCodeAt(at) !== b.charCodeAt(at)) return weight(a, at) - weight(b, at);
  }
  return a.length - b.length;
}

/** Halves of a pair stand for a code point behind all others; a half that stands alone is a code point of its own. */
function weight(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const isHigh = unit < 0xdc00;
  const other = text.charCodeAt(isHigh ? at + 1 : at - 1) & 0xfc00;
  return other === (isHigh ? 0xdc00 : 0xd800) ? unit + 0x10000 : unit;
}
