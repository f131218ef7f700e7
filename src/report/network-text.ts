import { bytesText } from '../core/bytes-text.ts';
import type { Incident } from '../detect/incident/incident.ts';
import type { IncidentNetwork, InstanceNetwork, NetworkPeer } from '../detect/incident/network.ts';
import type { NetworkStats } from '../detect/incident/network-stats.ts';
import { counted } from './counted.ts';
import { shortId } from './row.ts';

/** Something that an instance did on the network, as a line of a story. */
export interface NetworkLine {
  readonly time: number;
  readonly text: string;
  /** It counts in the score. */
  readonly isUse: boolean;
}

/** The lines of an incident's story that flow and DNS logs tell, in the order of time. */
export function networkLines({ network }: Pick<Incident, 'network'>): NetworkLine[] {
  return (network?.instances ?? [])
    .flatMap(linesOf)
    .sort((a, b) => a.time - b.time || (a.text < b.text ? -1 : 1));
}

function linesOf(instance: InstanceNetwork): NetworkLine[] {
  const uses = instance.uses.map(({ time, text }) => ({ time, text, isUse: true }));
  if (uses.length > 0) return uses;
  const peer = instance.peers.find(({ kind, bytesOut }) => kind === 'public' && bytesOut > 0);
  if (!peer) return [];
  const names = peer.domains.length > 0 ? ` (${peer.domains.slice(0, 3).join(', ')})` : '';
  const text = `${instanceName(instance)} sent ${bytesText(peer.bytesOut)} to ${peerAddress(peer)}${names}, most of what went to public addresses`;
  return [{ time: peer.first, text, isUse: false }];
}

export function instanceName({ name, instance }: InstanceNetwork): string {
  return name ?? shortId(instance);
}

/** `203.0.113.9:443 tcp`. */
export function peerAddress({ ip, port, protocol }: NetworkPeer): string {
  const host = port !== undefined && ip.includes(':') ? `[${ip}]` : ip;
  return `${host}${port === undefined ? '' : `:${port}`}${protocol === undefined ? '' : ` ${protocol}`}`;
}

/** `1.2 GB out, 3.4 MB in`; of a peer that nothing reached, how often it was tried. */
export function peerAmount({ accepted, rejected, bytesOut, bytesIn }: NetworkPeer): string {
  if (accepted === 0) return `${rejected} rejected`;
  return `${bytesText(bytesOut)} out, ${bytesText(bytesIn)} in`;
}

/** What could not be seen of an incident's instances, a sentence each. */
export function networkNotes({ note, instances }: IncidentNetwork): string[] {
  const byNote = new Map<string, InstanceNetwork[]>();
  for (const one of instances) {
    if (one.status === 'seen') continue;
    for (const text of one.notes) byNote.set(text, [...(byNote.get(text) ?? []), one]);
  }
  const notes = [...byNote].map(([text, those]) => {
    const who = those.length > 2 ? counted(those.length, 'instance') : those.map(instanceName).join(', ');
    return `${who}: ${text}`;
  });
  return note === undefined ? notes : [note, ...notes];
}

/** `i-0a1b: 1.2 GB out, 3.4 MB in, 12 peers, 4 names; first public address 203.0.113.9 after 3 min`. */
export function networkSummary(instance: InstanceNetwork): string {
  const { bytesOut, bytesIn, peerCount, domainCount, firstPublic, records } = instance;
  const parts = [
    `${bytesText(bytesOut)} out`,
    `${bytesText(bytesIn)} in`,
    counted(peerCount, 'peer'),
    ...(records.rejected > 0 ? [counted(records.rejected, 'rejected flow')] : []),
    ...(records.queries > 0 ? [counted(domainCount, 'name')] : []),
  ];
  const first = firstPublic
    ? `; first public address ${firstPublic.ip} ${firstPublic.minutes} min after it was ${instance.cause}`
    : '';
  return `${instanceName(instance)}: ${parts.join(', ')}${first}`;
}

/** What reading flow and DNS logs came to, for the summary. */
export function flowsLine({ inputs, records, bytes, instances }: NetworkStats): string {
  if (instances.followed === 0) return 'not read: no instance was created, or changed by an incident';
  const { read, linked, duplicates, unlinked, skipped, rejected } = records;
  return (
    `${counted(inputs.read, 'input')}, ${bytesText(bytes.compressed)}, for ${counted(instances.followed, 'instance')}: ` +
    `${read.toLocaleString('en-US')} read = ${linked.toLocaleString('en-US')} linked + ${duplicates.toLocaleString('en-US')} duplicates + ` +
    `${reasons(unlinked, 'of others')} + ${reasons(skipped, 'skipped')} + ${reasons(rejected, 'rejected')}`
  );
}

function reasons(counts: Readonly<Record<string, number>>, what: string): string {
  const entries = Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const sum = entries.reduce((total, [, one]) => total + one, 0);
  const detail = entries.map(([reason, one]) => `${reason} ${one.toLocaleString('en-US')}`).join(', ');
  return `${sum.toLocaleString('en-US')} ${what}${detail === '' ? '' : ` (${detail})`}`;
}
