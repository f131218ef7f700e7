import { call, caseOf, equal, field, literal } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';

/** QRadar's categories of events that rows here can have, by number (IBM's table of the category Audit). */
export const categories: ReadonlyMap<number, string> = new Map([
  [19000, 'Audit'],
  [19001, 'General Audit Event'],
  [19011, 'Create Activity Attempted'],
  [19012, 'Create Activity Succeeded'],
  [19013, 'Create Activity Failed'],
  [19014, 'Read Activity Attempted'],
  [19015, 'Read Activity Succeeded'],
  [19016, 'Read Activity Failed'],
  [19017, 'Update Activity Attempted'],
  [19018, 'Update Activity Succeeded'],
  [19019, 'Update Activity Failed'],
  [19020, 'Delete Activity Attempted'],
  [19021, 'Delete Activity Succeeded'],
  [19022, 'Delete Activity Failed'],
  [19035, 'Disable Activity Attempted'],
  [19036, 'Disable Activity Succeeded'],
  [19037, 'Disable Activity Failed'],
  [19038, 'Enable Activity Attempted'],
  [19039, 'Enable Activity Succeeded'],
  [19040, 'Enable Activity Failed'],
]);

export const highLevelCategory = 19000;
const general = 19001;

/** Verbs by the first number of their three categories; all others are updates. */
const attempted: readonly (readonly [number, readonly string[]])[] = [
  [19011, ['create', 'copy', 'import']],
  [19014, ['enumerate', 'read', 'access']],
  [19020, ['delete']],
  [19035, ['disable']],
  [19038, ['enable']],
];
const unspecific = ['login', 'execute', 'request', 'notify', 'other'];
const update = 19017;

function isOneOf(path: string, values: readonly string[]): Expression {
  return { kind: 'in-list', value: field(path), values };
}

/** The category of a row: from its verb, and from its outcome whether it was attempted, succeeded or failed. */
export const category: Expression = caseOf('number', [[isOneOf('verb', unspecific), literal(general)]], {
  kind: 'arithmetic',
  operator: '+',
  left: caseOf(
    'number',
    attempted.map(([number, verbs]) => [isOneOf('verb', verbs), literal(number)] as const),
    literal(update),
  ),
  right: caseOf(
    'number',
    [
      [equal(field('outcome'), literal('success')), literal(1)],
      [isOneOf('outcome', ['failure', 'denied']), literal(2)],
    ],
    literal(0),
  ),
});

/** What stands for QRadar's description of an event: the verb and the object. */
export const description: Expression = call('concat', 'text', field('verb'), literal(' '), field('object'));
