import {
  all,
  any,
  type Condition,
  type NativeField,
  not,
  row,
  type Step,
  test,
} from '../emit/siem/condition.ts';
import { byValue, type LowerField } from './activity-tests.ts';
import { field, isFilled, textTest, whereThere } from './native-fields.ts';

const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const microsoft = 'http://schemas.microsoft.com/identity/claims/';

/** A claim of the token, by its name or its URL. */
export function claims(name: string): NativeField {
  const steps = (...outer: readonly string[]): readonly Step[] => [...outer, name].map((key) => ({ key }));
  return { name: `claims.${name}`, places: [steps('claims'), steps('identity', 'claims')] };
}

const caller = field('caller');
/** The id of the principal in its tenant. */
export const objectId: NativeField = claims(`${microsoft}objectidentifier`);
const userName = claims(`${soap}upn`);
const serviceName = claims(`${soap}spn`);

/** A component of the platform: the type of its own settings stands where others have a name. */
export function isPlatform(...names: readonly string[]): Condition {
  const one = (place: NativeField): Condition =>
    names.length > 0
      ? textTest(place, 'equals', names)
      : test(place, { kind: 'regex', source: '^Microsoft\\.[A-Za-z.]+/[A-Za-z/]+$', flags: {} });
  return all(any(one(serviceName), whereThere(one(caller))), not(isFilled(userName)));
}

const hasName = any(isFilled(userName), whereThere(textTest(caller, 'contains', ['@'])));
const isIdentity = isFilled(claims('xms_mirid'));
const isApp = textTest(claims('idtyp'), 'equals', ['app']);
const actsForUser = textTest(claims(`${microsoft}scope`), 'contains', ['user_impersonation']);

/** A person, by the name in the token, the caller, or the scope of the token. */
export const isUser: Condition = all(not(isIdentity), not(isApp), any(hasName, actsForUser));

const isPrincipal = any(
  isApp,
  textTest(claims('appidacr'), 'equals', ['1', '2']),
  whereThere(
    test(caller, {
      kind: 'regex',
      source: '^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$',
      flags: { ignoreCase: true },
    }),
  ),
);

/** The kind of the principal, on the row that tells who it was. */
export const principalType: LowerField = (leaf) => {
  const others = all(not(isPlatform()), not(isIdentity), not(isUser));
  return byValue(leaf, [
    ['service', row(isPlatform())],
    ['managed_identity', row(all(isIdentity, not(isPlatform())))],
    ['user', row(all(isUser, not(isPlatform())))],
    ['service_principal', row(all(others, isPrincipal))],
    ['unknown', not(row(any(isPlatform(), isIdentity, isUser, isPrincipal)))],
  ]);
};
