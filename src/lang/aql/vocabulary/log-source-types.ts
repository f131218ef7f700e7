import { caseOf, equal, field, literal } from '../../../ir/query/build.ts';
import type { Expression } from '../../../ir/query/expression.ts';
import type { LogSource } from './entry.ts';

/** QRadar's ids of the log source types of clouds, with their names; ids as IBM's Sigma converter lists them. */
export const logSourceTypes: ReadonlyMap<number, string> = new Map([
  [347, 'Amazon AWS CloudTrail'],
  [413, 'Microsoft Azure Platform'],
  [440, 'AWS Security Hub'],
  [443, 'Microsoft Azure Security Center'],
  [445, 'Microsoft Azure Active Directory'],
  [449, 'Google Cloud Audit Logs'],
  [455, 'Google Cloud Platform Firewall'],
  [461, 'Google Cloud DNS'],
]);

/** The type that the records of a cloud are in QRadar. */
export const typeOfLogSource: Readonly<Record<LogSource, number>> = {
  aws: 347,
  azure: 413,
  entra: 445,
  gcp: 449,
};

/** How Activities of Entra ID name their service. */
export const entraService = 'Microsoft.Entra';

/** One log source for each type: ids of ours, apart from the types' so that one is not taken for the other. */
const firstLogSource = 1000;

export const logSourceNames: ReadonlyMap<number, string> = new Map(
  Object.values(typeOfLogSource).map((type) => [
    firstLogSource + type,
    `${logSourceTypes.get(type)} @ nephoscope`,
  ]),
);

/** One value for each log source. */
export function bySource(
  values: Readonly<Record<LogSource, Expression>>,
  type: 'text' | 'number',
): Expression {
  const isOf = (provider: string): Expression => equal(field('provider'), literal(provider));
  return caseOf(type, [
    [isOf('aws'), values.aws],
    [equal(field('service'), literal(entraService)), values.entra],
    [isOf('azure'), values.azure],
    [isOf('gcp'), values.gcp],
  ]);
}

function numberOf(offset: number): Expression {
  return bySource(
    {
      aws: literal(typeOfLogSource.aws + offset),
      azure: literal(typeOfLogSource.azure + offset),
      entra: literal(typeOfLogSource.entra + offset),
      gcp: literal(typeOfLogSource.gcp + offset),
    },
    'number',
  );
}

export const deviceType: Expression = numberOf(0);
export const logSourceId: Expression = numberOf(firstLogSource);
