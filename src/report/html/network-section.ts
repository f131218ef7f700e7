import { bytesText } from '../../core/bytes-text.ts';
import type { IncidentNetwork, InstanceNetwork, NetworkPeer } from '../../detect/incident/network.ts';
import { instant } from '../instant.ts';
import { instanceName, networkNotes, networkSummary, peerAddress } from '../network-text.ts';
import { html, type Markup } from './markup.ts';

/** What the instances of an incident did on the network: with whom, how much, and which names they looked up. */
export function networkSection(network: IncidentNetwork): Markup {
  const notes = networkNotes(network).map((note) => html`<p class="quiet">${note}</p>`);
  const seen = network.instances.filter(({ status }) => status === 'seen');
  return html`<h4>On the network</h4>
${notes}${seen.map(instanceBlock)}`;
}

function instanceBlock(instance: InstanceNetwork): Markup {
  const { peers, peerCount, domains, domainCount, notes } = instance;
  const names = domains.map(
    ({ name, category, queries, minutes }) =>
      html`<li>${name}${category ? ` (${category})` : ''}, ${queries} ×, after ${minutes} min</li>`,
  );
  return html`<p>${networkSummary(instance)}</p>
${notes.map((note) => html`<p class="quiet">${note}</p>`)}
${
  peers.length === 0
    ? undefined
    : html`<details><summary>Peers of ${instanceName(instance)}: ${peers.length} of ${peerCount}</summary>
<div class="scroll"><table><thead><tr><th>Peer</th><th>Whose</th><th>Names</th><th>Out</th><th>In</th><th>Flows</th><th>First</th><th>After</th></tr></thead>
<tbody>${peers.map(peerRow)}</tbody></table></div></details>`
}${
  names.length === 0
    ? undefined
    : html`<details><summary>Names that it looked up: ${names.length} of ${domainCount}</summary><ul>${names}</ul></details>`
}`;
}

function peerRow(peer: NetworkPeer): Markup {
  const { kind, service, account, network, category, domains, bytesOut, bytesIn, accepted, rejected } = peer;
  const whose = [kind, service, account, network, category].filter((text) => text !== undefined).join(' ');
  const flows = rejected > 0 ? `${accepted}, ${rejected} rejected` : String(accepted);
  return html`<tr${category ? html` class="marked"` : undefined}><td class="nowrap">${peerAddress(peer)}</td><td>${whose}</td><td>${domains.join(', ')}</td>
<td class="number">${bytesText(bytesOut)}</td><td class="number">${bytesText(bytesIn)}</td><td>${flows}</td><td class="nowrap">${instant(peer.first)}</td><td class="number">${peer.minutes} min</td></tr>`;
}
