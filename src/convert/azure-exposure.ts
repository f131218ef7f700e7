import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { all, any, type Condition, type NativeField, never, row } from '../emit/siem/condition.ts';
import { accepts, lowerTest } from '../emit/siem/lower.ts';
import type { LowerField } from './activity-tests.ts';
import { bodyField } from './azure-bodies.ts';
import { isOneOf } from './native-fields.ts';

/** Where the rules of a network security group stand in the bodies, by operation. */
const rules: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Network/networkSecurityGroups/write': [
    'request.properties.securityRules[].properties.',
    'response.properties.securityRules[].properties.',
  ],
  'Microsoft.Network/networkSecurityGroups/securityRules/write': [
    'request.properties.',
    'response.properties.',
  ],
};

/** What stands for everybody. */
const world = ['*', 'internet', 'any', '0.0.0.0', '0.0.0.0/0'];

function onRules(
  entry: CatalogueEntry | undefined,
  names: readonly string[],
  make: (one: NativeField) => Condition,
): Condition {
  const places = rules[entry?.operation ?? ''] ?? [];
  return any(
    ...places.map((place) => {
      const member = (name: string): NativeField => bodyField(`${place}${name}`);
      return row(
        all(
          isOneOf(member('access'), 'allow'),
          isOneOf(member('direction'), 'inbound'),
          any(...names.map((name) => make(member(name)))),
        ),
      );
    }),
  );
}

const note = 'addresses, ports, direction and access may stand in different rules of one group';

/** The addresses that rules let in; everything is `0.0.0.0/0`. */
export const exposedAddresses: LowerField = (leaf, { entry, differ }) => {
  if (!rules[entry?.operation ?? '']) return never;
  differ(note);
  return onRules(entry, ['sourceAddressPrefix', 'sourceAddressPrefixes[]'], (one) =>
    accepts(leaf, '0.0.0.0/0') ? isOneOf(one, ...world) : lowerTest(leaf, one),
  );
};

/** The ports that rules let in; all of them are `all`. */
export const exposedPorts: LowerField = (leaf, { entry, differ }) => {
  if (!rules[entry?.operation ?? '']) return never;
  differ(note);
  return onRules(entry, ['destinationPortRange', 'destinationPortRanges[]'], (one) =>
    accepts(leaf, 'all') ? isOneOf(one, '*', '0-65535') : lowerTest(leaf, one),
  );
};
