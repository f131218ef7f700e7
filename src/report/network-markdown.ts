import type { IncidentNetwork, InstanceNetwork } from '../detect/incident/network.ts';
import { instant } from './instant.ts';
import { plain, table } from './markdown-text.ts';
import { networkNotes, networkSummary, peerAddress, peerAmount } from './network-text.ts';

/** A ticket is read by people: `-f json` has everything. */
const MOST_INSTANCES = 20;
const MOST_PEERS = 10;
const MOST_NAMES = 20;

/** What the instances of an incident did on the network, as a section of a report. */
export function networkMarkdown(network: IncidentNetwork): string {
  const seen = network.instances.filter(({ status }) => status === 'seen').slice(0, MOST_INSTANCES);
  const notes = networkNotes(network).map((note) => `${plain(note)}.\n`);
  return ['\n### On the network\n', ...notes, ...seen.map(instanceText)].join('\n');
}

function instanceText(instance: InstanceNetwork): string {
  const { peers, domains, domainCount, notes } = instance;
  const names = domains
    .slice(0, MOST_NAMES)
    .map(({ name, category }) => (category ? `${name} (${category})` : name));
  const left = domainCount - names.length;
  const parts = [`${plain(networkSummary(instance))}.\n`, ...notes.map((note) => `${plain(note)}.\n`)];
  if (peers.length > 0) parts.push(peerTable(peers.slice(0, MOST_PEERS)));
  if (names.length > 0) {
    parts.push(`Names: ${names.map(plain).join(', ')}${left > 0 ? ` and ${left} more` : ''}.\n`);
  }
  return parts.join('\n');
}

function peerTable(peers: InstanceNetwork['peers']): string {
  return table(
    ['Peer', 'Whose', 'Names', 'Bytes', 'First', 'After'],
    peers.map((peer) => [
      peerAddress(peer),
      [peer.kind, peer.service, peer.account, peer.category].filter((text) => text !== undefined).join(' '),
      peer.domains.slice(0, 3).join(', '),
      peerAmount(peer),
      instant(peer.first),
      `${peer.minutes} min`,
    ]),
  );
}
