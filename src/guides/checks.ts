import { activityFields } from '../activity/fields.ts';
import { principalTypes } from '../activity/vocabulary.ts';

import { type Check, helpFor, oneOf, type Reader, text } from './read-node.ts';

/** Fields of a finding that are not in its Activity (docs/reference/findings.md). */
const findingFields = [
  'id',
  'time',
  'endTime',
  'level',
  'score',
  'parts',
  'rule.title',
  'rule.techniques',
  'group',
  'lineage',
  'value',
  'count',
  'evidence',
  'authorisation',
  'incident',
];
const fieldNames: ReadonlySet<string> = new Set([
  ...activityFields.map(({ name }) => name),
  ...findingFields.map((name) => `finding.${name}`),
]);

const isField: Check = (value) =>
  fieldNames.has(value)
    ? undefined
    : {
        code: 'reference',
        message: `neither the Activity nor the finding has a field '${value}'`,
        ...helpFor(value, fieldNames),
      };

/** A field of the Activity, or one of the finding as `finding.…`. */
export const field: Reader<string> = text(isField);

/** A principal's type. */
export const principalType: Reader<string> = oneOf(principalTypes);

type Named = 'techniques' | 'rules' | 'pivots' | 'logs' | 'roles' | 'actions';

/** Something that has to exist elsewhere. */
export function nameOf(what: Named, singular: string): Reader<string> {
  return text((value, { known }) => {
    const names = known[what];
    if (names.has(value)) return undefined;
    return {
      code: 'reference',
      message: `there is no ${singular} '${value}'`,
      ...helpFor(value, names.keys()),
    };
  });
}

/** Services of identity, storage and logging, which our catalogue of compute does not list. */
const beyondTheCatalogue = /^(?:cloudtrail|config|guardduty|iam|organizations|s3|signin|sts):[A-Z]\w+$/;

/** A native operation of the cloud that is spoken of; of a service beyond the catalogue as `iam:CreateUser`. */
export const operation: Reader<string> = text((value, { known, cloud }) => {
  if (cloud === undefined || known.isOperation(cloud, value)) return undefined;
  if (cloud === 'aws' && beyondTheCatalogue.test(value)) return undefined;
  return { code: 'reference', message: `the catalogue of ${cloud} has no operation '${value}'` };
});

/** An address on the web. */
export const address: Reader<string> = text((value) =>
  /^https:\/\/[\w.-]+\/\S*$/.test(value)
    ? undefined
    : { code: 'value', message: `'${value}' is no https address` },
);
