import { isObject, type Json, type JsonObject, own } from '../../core/json.ts';

const identifies =
  /(?:^|[a-z])(?:Id|ID|Ids|Arn|ARN|Identifier)$|^(?:dryRun|DryRun|clientToken|ClientToken|attribute|attributeType|attributeName|operationType|value|applyImmediately|force|name|keyId)$|Name$|^instancesSet$|^tag$/;
const maximum = 20;

/**
 * The attributes that a modify operation changes: the one that it names (`attribute`), and the members of its request
 * that identify nothing. Names only: values may be secrets.
 */
export function changedMembers(
  record: JsonObject,
  operation: string,
  named: readonly string[],
): readonly string[] | undefined {
  const request = own(record, 'requestParameters');
  if (!isObject(request)) return named.length > 0 ? named : undefined;
  const inner = own(request, `${operation}Request`);
  const present = Object.entries(isObject(inner) ? inner : request)
    .filter(([name, value]) => says(value) && !identifies.test(name))
    .map(([name]) => name.charAt(0).toLowerCase() + name.slice(1));
  const all = [...new Set([...named, ...present])].slice(0, maximum);
  return all.length > 0 ? all : undefined;
}

function says(value: Json): boolean {
  if (value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
