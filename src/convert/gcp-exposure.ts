import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { all, any, type Condition, never, not, row, test } from '../emit/siem/condition.ts';
import { accepts, lowerTest } from '../emit/siem/lower.ts';
import type { LowerField } from './activity-tests.ts';
import { payload } from './gcp-payload.ts';
import { isFilled, isOneOf, textTest } from './native-fields.ts';

const firewall = /^compute\.firewalls\.(?:insert|patch|update)$/;
const sources = payload('request.sourceRanges[]');
const isOpen = all(
  not(isOneOf(payload('request.direction'), 'EGRESS')),
  not(test(payload('request.disabled'), { kind: 'boolean', value: true })),
  any(isFilled(payload('request.alloweds[].IPProtocol')), isFilled(payload('request.allowed[].IPProtocol'))),
);

function whenOpen(entry: CatalogueEntry | undefined, condition: Condition): Condition {
  return firewall.test(entry?.operation ?? '') ? row(all(isOpen, condition)) : never;
}

/** The addresses that a firewall rule lets in; a new one that names none lets everybody in. */
export const exposedAddresses: LowerField = (leaf, { entry }) => {
  const narrowed = any(
    isFilled(payload('request.sourceTags')),
    isFilled(payload('request.sourceServiceAccounts')),
  );
  const isNew = entry?.operation.endsWith('insert') === true && accepts(leaf, '0.0.0.0/0');
  const everybody = all(not(isFilled(sources)), not(narrowed));
  return whenOpen(entry, any(lowerTest(leaf, sources), isNew ? everybody : never));
};

const names = ['alloweds', 'allowed'];

/** The ports that a firewall rule lets in; a rule without ports lets in all of its protocol. */
export const exposedPorts: LowerField = (leaf, { entry, differ }) => {
  if (!firewall.test(entry?.operation ?? '')) return never;
  differ('the protocols and ports of a firewall rule may stand in different parts of it');
  const ports = names.map((name) => payload(`request.${name}[].ports[]`));
  if (!accepts(leaf, 'all')) return whenOpen(entry, any(...ports.map((one) => lowerTest(leaf, one))));
  const isProtocol = names.map((name) =>
    textTest(payload(`request.${name}[].IPProtocol`), 'equals', ['all', 'tcp', 'udp']),
  );
  const whole = any(...ports.map((one) => isOneOf(one, '0-65535')));
  return whenOpen(entry, any(whole, all(any(...isProtocol), not(any(...ports.map(isFilled))))));
};
