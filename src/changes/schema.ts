import { type ChangeField, changeFields, fileKeys, formatVersion } from './fields.ts';

type Schema = Readonly<Record<string, unknown>>;

const timePattern =
  '^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)? ?(Z|UTC|[+-]\\d{2}:?\\d{2})?)?$';
const time: Schema = { type: 'string', pattern: timePattern };
/** YAML reads an account number as a number. */
const text: Schema = { type: ['string', 'integer'] };

/** The JSON Schema (2020-12) of `changes.yml` and of the same in JSON, made from the field table. */
export function changesSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'nephoscope changes',
    description:
      'Authorised changes and standing exceptions. Patterns may have `*` for any number of characters.',
    anyOf: [
      {
        type: 'object',
        properties: {
          version: { const: formatVersion, description: fileKeys.version },
          zone: { type: 'string', description: fileKeys.zone },
          changes: { type: 'array', items: { $ref: '#/$defs/record' }, description: fileKeys.changes },
        },
        required: ['changes'],
        additionalProperties: false,
      },
      { type: 'array', items: { $ref: '#/$defs/record' } },
    ],
    $defs: { record: recordSchema() },
  };
}

function recordSchema(): Schema {
  const exception = { properties: { kind: { const: 'exception' } }, required: ['kind'] };
  return {
    type: 'object',
    properties: Object.fromEntries(changeFields.map((field) => [field.name, fieldSchema(field)])),
    required: changeFields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    allOf: [{ if: exception, then: { required: ['family', 'owner', 'reviewed', 'expires', 'principals'] } }],
  };
}

function fieldSchema({ type, values, meaning: description }: ChangeField): Schema {
  const one: Schema = values ? { type: 'string', enum: values } : text;
  switch (type) {
    case 'text':
      return { ...one, description };
    case 'texts':
      return { anyOf: [one, { type: 'array', items: one }], description };
    case 'date':
    case 'time':
      return { ...time, description };
    case 'map':
      return { type: 'object', additionalProperties: text, description };
    case 'windows':
      return {
        type: 'array',
        items: {
          type: 'object',
          properties: { start: time, end: time },
          required: ['start', 'end'],
          additionalProperties: false,
        },
        description,
      };
  }
}
