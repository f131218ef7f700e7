import { isIPv4, isIPv6 } from 'node:net';

export interface Network {
  readonly version: 4 | 6;
  readonly bits: number;
  /** The address shifted right until only the network bits remain. */
  readonly prefix: bigint;
}

/** The address as a number, with its version; undefined for anything that is not exactly one IP address. */
function parseAddress(text: string): { version: 4 | 6; value: bigint } | undefined {
  if (isIPv4(text)) return { version: 4, value: parseV4(text) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return { version: 6, value: parseV6(text) };
}

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address; undefined when it is none of them. Host bits are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  const parsed = parseAddress(address);
  if (!parsed || rest.length > 0) return undefined;
  const width = parsed.version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const bits = length === undefined ? width : Number(length);
  if (bits > width) return undefined;
  return { version: parsed.version, bits, prefix: parsed.value >> BigInt(width - bits) };
}

/** Whether the text is an address inside the network. IPv4 is never inside IPv6, nor the other way round. */
export function contains(network: Network, text: string): boolean {
  const address = parseAddress(text);
  if (!address || address.version !== network.version) return false;
  const width = network.version === 4 ? 32 : 128;
  return address.value >> BigInt(width - network.bits) === network.prefix;
}

function parseV4(text: string): bigint {
  return BigInt(text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
}

function parseV6(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | group, 0n);
}

function groups(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const v4 = parseV4(group);
    return [v4 >> 16n, v4 & 0xffffn];
  });
}
