import { providers } from '../activity/vocabulary.ts';
import { changeKinds, changeStatuses, exceptionFamilies } from './change-record.ts';

/** One key of a record in `changes.yml`, and the column of that name in a CSV. */
export interface ChangeField {
  readonly name: string;
  /** `date`: a day; `time`: a day or a time; `windows`: a list of `{start, end}`. */
  readonly type: 'text' | 'texts' | 'date' | 'time' | 'map' | 'windows';
  readonly required?: true;
  readonly values?: readonly string[];
  readonly meaning: string;
  readonly example: string;
}

/** Every key of a record: the reader, the JSON Schema and docs/reference/changes.md are made from this table. */
export const changeFields: readonly ChangeField[] = [
  {
    name: 'id',
    type: 'text',
    required: true,
    meaning:
      'the id, as tags name it (`change: CHG0031337`); upper and lower case, `-`, `_` and `#` do not matter',
    example: 'CHG0031337',
  },
  {
    name: 'title',
    type: 'text',
    required: true,
    meaning: 'what it is, for people',
    example: 'resize orders-1',
  },
  {
    name: 'kind',
    type: 'text',
    values: changeKinds,
    meaning: 'a `change` has windows; an `exception` stands until it expires. `change` when left out',
    example: 'change',
  },
  {
    name: 'family',
    type: 'text',
    values: exceptionFamilies,
    meaning:
      'what the exception is for; the principals of `ci-cd` are the pipelines that tools such as Terraform run in',
    example: 'ci-cd',
  },
  {
    name: 'owner',
    type: 'text',
    meaning: 'who answers for it; an exception has to have one',
    example: 'platform@harbourquill.example',
  },
  {
    name: 'reviewed',
    type: 'date',
    meaning: 'the day of the last review; an exception has to have one',
    example: '2026-02-01',
  },
  {
    name: 'expires',
    type: 'time',
    meaning: 'until when it holds; a day is included. An exception has to have it',
    example: '2026-08-01',
  },
  {
    name: 'status',
    type: 'text',
    values: changeStatuses,
    meaning:
      '`approved` and `closed` authorise what lies in their windows, the others nothing. `approved` when left out',
    example: 'approved',
  },
  {
    name: 'principals',
    type: 'texts',
    meaning:
      'who: the `principal.key` that `nephoscope normalize` prints, with `*` for any characters; an ARN stands for `aws:` and the ARN. Session names never count. An exception has to have them; a change without them covers nothing in full',
    example: 'aws:arn:aws:iam::210987654321:role/web-deploy',
  },
  {
    name: 'actions',
    type: 'texts',
    meaning:
      'what: native operations (`RunInstances`, `ec2:*Snapshot`) or `verb:object` (`create:snapshot`, `*:instance`)',
    example: 'create:snapshot',
  },
  {
    name: 'resources',
    type: 'texts',
    meaning: 'to what: ids or names; what an operation creates counts when all that it came from is named',
    example: 'vol-0aaa0aaa0aaa0aaa1',
  },
  {
    name: 'tags',
    type: 'map',
    meaning:
      'tags that the operation has to carry, with the value or `*`; callers choose tags, so they only limit',
    example: 'env=prod',
  },
  {
    name: 'accounts',
    type: 'texts',
    meaning: 'where: accounts, subscriptions, projects',
    example: '210987654321',
  },
  { name: 'providers', type: 'texts', values: providers, meaning: 'in which clouds', example: 'aws' },
  { name: 'regions', type: 'texts', meaning: 'in which regions', example: 'eu-west-1' },
  {
    name: 'grantees',
    type: 'texts',
    meaning:
      'with whom something may be shared, beside the accounts; sharing is only covered in full when this is said',
    example: '111122223333',
  },
  {
    name: 'windows',
    type: 'windows',
    meaning:
      'when: a list of `{start, end}`; `end` is not included, but a day as end is. In CSV `start/end;start/end`',
    example: '2026-03-10T09:00:00Z/2026-03-10T11:00:00Z',
  },
  {
    name: 'start',
    type: 'time',
    meaning: 'with `end`, one window; RFC 3339 with a zone, or the zone of the file is meant',
    example: '2026-03-10T09:00:00Z',
  },
  { name: 'end', type: 'time', meaning: 'with `start`, one window', example: '2026-03-10T11:00:00Z' },
];

/** Of another type in the file itself, beside the records. */
export const fileKeys = {
  version: 'the version of this format: 1',
  zone: 'the time zone of times that name none: `UTC`, `+01:00`, `Europe/Berlin`',
  changes: 'the records',
} as const;

export const formatVersion = 1;
