// The day that examples/ tells: Tuesday 10 March 2026 at Harbour & Quill, a small print shop with its web shop in AWS,
// its back office in Azure and its image rendering in Google Cloud. Everything is made up; the shapes are native.

export const date = '2026-03-10';

/** `'09:15:04'` → RFC 3339 with as many digits of a second as the cloud writes. */
export function at(time, fraction = '') {
  return `${date}T${time}${fraction}Z`;
}

/** Adds seconds to a time of the day. */
export function plus(time, seconds) {
  const [h, m, s] = time.split(':').map(Number);
  const total = h * 3600 + m * 60 + s + seconds;
  return [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** A pseudo-random sequence that is the same on every run (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `hex(next, 17)`: an id as clouds make them. */
export function hex(next, digits) {
  return Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');
}

export function uuid(next) {
  return [8, 4, 4, 4, 12].map((digits) => hex(next, digits)).join('-');
}

export const people = {
  mara: { name: 'mara', mail: 'mara@harbourquill.example', ip: '198.51.100.23' },
  pavel: { name: 'pavel', mail: 'pavel@harbourquill.example', ip: '198.51.100.41' },
  /** The purple team's person: the four tests run under this name. */
  tess: { name: 'tess', mail: 'tess@harbourquill.example', ip: '203.0.113.77' },
};
