import { NetworkLists, networkParameters } from '../flows/network-lists.ts';
import { givenParameter, type Placeholders } from '../lang/sigma/index.ts';
import { ContentError } from './content-error.ts';

/**
 * What domains, ports and accounts are known for, by the parameters.
 *
 * @throws ContentError for a parameter that is no list, or that has an entry which is not what the list is for
 */
export function networkListsFrom(parameters: Placeholders): NetworkLists {
  const given: Record<string, readonly string[]> = {};
  for (const name of networkParameters) {
    const found = givenParameter(parameters, name);
    if (!found) continue;
    if (typeof found.value === 'string')
      throw wrong(parameters, name, `expected a list, found '${found.value}'`);
    given[name] = found.value;
  }
  const lists = new NetworkLists(given);
  const [problem] = lists.problems;
  if (problem) throw wrong(parameters, problem.list, problem.message);
  return lists;
}

function wrong(parameters: Placeholders, name: string, message: string): ContentError {
  const at = givenParameter(parameters, name)?.at;
  const place = at ? `${at.file}:${at.line}:${at.column}: ` : '';
  return new ContentError(`${place}${name}: ${message}`);
}
