import { type ActivityField, activityFields } from '../../../activity/fields.ts';
import { field, listText } from '../../../ir/query/build.ts';
import type { ValueType } from '../../../ir/query/leaf.ts';
import type { VocabularyEntry } from './entry.ts';

const types: Readonly<Record<ActivityField['type'], ValueType>> = {
  text: 'text',
  texts: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};
const ownTypes: Readonly<Record<string, ValueType>> = {
  time: 'time',
  endTime: 'time',
  ingestedTime: 'time',
  'source.ip': 'ip',
};
const tags = 'attrs.tags.*';

/** Every field of the Activity under its own name, in double quotation marks: `"principal.key"`, `"resources.id"`. */
export const activityColumns: readonly VocabularyEntry[] = activityFields
  .filter(({ name }) => name !== tags)
  .map((one) => ({ ...columnOf(one), kind: 'field', meaning: one.meaning }));

function columnOf({ name, type }: ActivityField): Pick<VocabularyEntry, 'name' | 'type' | 'value'> {
  const [list, member] = name.split('[].');
  if (list !== undefined && member !== undefined) {
    return { name: `${list}.${member}`, type: 'text', value: listText(list, 'joined', member) };
  }
  if (type === 'texts') return { name, type: 'text', value: listText(name, 'joined') };
  const own = ownTypes[name] ?? types[type];
  return { name, type: own, value: field(name, own) };
}
