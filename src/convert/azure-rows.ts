import { statusWords } from '../clouds/azure/status.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { all, any, type Condition, type NativeField, not, row } from '../emit/siem/condition.ts';
import { bodyField } from './azure-bodies.ts';
import { field, isFilled, isOneOf, textTest, whereThere } from './native-fields.ts';

export const status: NativeField = field('status.value', 'status', 'resultType');

const subStatus = field('subStatus.value', 'subStatus');
const statusCode = field('properties.statusCode');
const signature = field('resultSignature');
const method = field('httpRequest.method');

const names: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  401: 'Unauthorized',
  403: 'Forbidden',
};

/** The row tells an HTTP status, as a number or by its name. */
export function httpIs(code: number): Condition {
  const name = names[code] ?? String(code);
  const words = [name, String(code)];
  const ofExports = any(isOneOf(signature, ...words), textTest(signature, 'endswith', [`.${name}`]));
  return any(isOneOf(statusCode, ...words), {
    kind: 'first',
    items: [isOneOf(subStatus, ...words), ofExports],
  });
}

const isStarted = isOneOf(status, ...statusWords('started'));

/** Members of a request without which nothing is made. */
const making = ['creationData', 'hardwareProfile', 'storageProfile', 'virtualMachineProfile'];

/**
 * A write changed something that was there: by the HTTP status, else by the method; where the status is always 202, by
 * what the request holds. `clouds/azure/create-or-update.ts` knows more, and takes what nothing shows for a creation too.
 */
export function isUpdate(entry: CatalogueEntry, differ: (difference: string) => void): Condition {
  differ(
    'creations and updates are told apart by status and method alone, not by when the resource was made',
  );
  const patched = row(whereThere(isOneOf(method, 'PATCH')));
  if (entry.createOrUpdate === 'http_201_200') {
    const changed = row(all(httpIs(200), not(isStarted)));
    return all(not(row(httpIs(201))), any(changed, patched));
  }
  if (entry.createOrUpdate !== 'http_202_both') return patched;
  const makes = row(any(...making.map((name) => isFilled(bodyField(`request.properties.${name}`)))));
  const isCreating = row(isOneOf(bodyField('response.properties.provisioningState'), 'creating'));
  const asks = row(isFilled(field('properties.requestbody')));
  return any(patched, all(asks, not(makes), not(isCreating)));
}
