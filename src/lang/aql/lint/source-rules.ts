import { fold } from '../../../ir/fold.ts';
import { compilePattern, foldPattern } from '../../../ir/pattern.ts';
import type { Expression, TextTest } from '../ast.ts';
import { readLike } from '../like.ts';
import { printExpression } from '../print.ts';
import type { LogSource } from '../vocabulary/entry.ts';
import { shippedVocabulary } from '../vocabulary/index.ts';
import { logSourceTypes, typeOfLogSource } from '../vocabulary/log-source-types.ts';
import type { LintScope } from './scope.ts';

/** Ids that lookup functions take, by the column. */
const takes: Readonly<Record<string, string>> = {
  LOGSOURCETYPENAME: 'devicetype',
  LOGSOURCENAME: 'logsourceid',
  QIDNAME: 'qid',
  QIDDESCRIPTION: 'qid',
};
const ids = new Set([
  'devicetype',
  'logsourceid',
  'qid',
  'category',
  'highlevelcategory',
  'domainid',
  'protocolid',
]);

/** A lookup that is given the id of something else. */
export function wrongId(scope: LintScope): void {
  scope.walk((node) => {
    if (node.kind !== 'call') return;
    const [argument] = node.arguments;
    const wanted = takes[node.name];
    const column = argument && scope.columnOf(argument);
    if (!argument || wanted === undefined || column === undefined || column === wanted || !ids.has(column))
      return;
    scope.reporter.say(
      'lintWrongId',
      `${node.name} takes ${wanted}, not ${column}: it gives NULL or the wrong name`,
      argument.range,
      {
        help: `write ${node.name}(${wanted})`,
      },
    );
  });
}

/** A test of the name of the log source type. */
export interface SourceTest {
  readonly node: TextTest;
  readonly pattern: string;
  /** Ids of the types that the pattern fits. */
  readonly types: readonly number[];
}

/** Tests of the name of the log source type in an expression. */
export function sourceTestOf(node: Expression): SourceTest | undefined {
  if (node.kind !== 'text-test' || node.pattern.kind !== 'text' || !node.operator.endsWith('LIKE'))
    return undefined;
  const { value, pattern, operator } = node;
  if (value.kind !== 'call' || value.name !== 'LOGSOURCETYPENAME') return undefined;
  const parts = readLike(pattern.value);
  const ignoreCase = operator === 'ILIKE';
  const fits = compilePattern(ignoreCase ? foldPattern(parts) : parts);
  const types = [...logSourceTypes].flatMap(([id, name]) =>
    fits(ignoreCase ? fold(name) : name) ? [id] : [],
  );
  return { node, pattern: pattern.value, types };
}

/** The types that rows of cloud activity are of; sign-ins and alerts have types of their own. */
const activityTypes: ReadonlyMap<number, LogSource> = new Map([
  [typeOfLogSource.aws, 'aws'],
  [typeOfLogSource.azure, 'azure'],
  [typeOfLogSource.gcp, 'gcp'],
]);

/** A pattern that fits the type of a cloud's activity and no other. */
export const narrowPatterns: Readonly<Record<'aws' | 'azure' | 'gcp', string>> = {
  aws: '%cloudtrail%',
  azure: '%azure platform%',
  gcp: '%google cloud audit%',
};

/** The cloud that a wide pattern was meant for: of the types that it fits the only one of cloud activity. */
export function meantSource({ types }: SourceTest): 'aws' | 'azure' | 'gcp' | undefined {
  const found = types.flatMap((type) => activityTypes.get(type) ?? []);
  const [only] = found;
  return found.length === 1 && only !== 'entra' ? only : undefined;
}

/** Patterns that fit more types than one, or none. */
export function sourcePatterns(scope: LintScope): void {
  scope.walk((node) => {
    const test = sourceTestOf(node);
    if (!test) return;
    const names = test.types.map((id) => `${logSourceTypes.get(id)} (${id})`);
    if (names.length === 0) {
      const help = `there are ${[...logSourceTypes.values()].join(', ')}`;
      scope.reporter.say(
        'lintSourceNone',
        `no log source type of a cloud is called like '${test.pattern}'`,
        node.range,
        { help },
      );
      return;
    }
    if (names.length === 1 || test.node.not) return;
    const meant = meantSource(test);
    scope.reporter.say(
      'lintSourceWide',
      `'${test.pattern}' fits ${names.length} log source types: ${names.join(', ')}`,
      node.range,
      {
        help: meant ? `for audit records of what was done write ILIKE '${narrowPatterns[meant]}'` : undefined,
      },
    );
  });
}

/** A query for several clouds that leaves one out. */
export function sourceMissing(scope: LintScope): void {
  const { where, range } = scope.statement;
  if (!where || !scope.asksLogSource(where)) return;
  const { admitted } = scope;
  const clouds = (['aws', 'azure', 'gcp'] as const).filter((cloud) => admitted.includes(cloud));
  const [missing, ...others] = (['aws', 'azure', 'gcp'] as const).filter(
    (cloud) => !admitted.includes(cloud),
  );
  if (clouds.length < 2 || !missing || others.length > 0) return;
  scope.reporter.say(
    'lintSourceMissing',
    `${cloudsOf[missing]} is left out: no row of it can be found`,
    where.range ?? range,
    {
      help: `add OR LOGSOURCETYPENAME(devicetype) ILIKE '${narrowPatterns[missing]}'`,
    },
  );
}

const cloudsOf = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' } as const;

const sourceNames: Readonly<Record<LogSource, string>> = {
  aws: 'CloudTrail',
  azure: "Azure's Activity Log",
  entra: 'Entra ID',
  gcp: 'Google Cloud Audit Logs',
};

/** Custom properties that QRadar does not fill by itself, and columns that are always NULL here. */
export function properties(scope: LintScope): void {
  const said = new Set<string>();
  const { admitted } = scope;
  scope.walk((node) => {
    if (node.kind !== 'name') return;
    const column = scope.columnOf(node);
    const entry = column === undefined ? undefined : shippedVocabulary.find(column);
    if (!entry || said.has(entry.name)) return;
    if (entry.kind === 'column' && entry.has?.length === 0) {
      said.add(entry.name);
      scope.reporter.say(
        'lintColumnEmpty',
        `${node.name} is always NULL here: audit logs of clouds do not have it`,
        node.range,
      );
      return;
    }
    const { shipped, has } = entry;
    if (!shipped) return;
    const without = admitted.filter((source) => !shipped.includes(source) && (has?.includes(source) ?? true));
    if (without.length === 0) return;
    said.add(entry.name);
    scope.reporter.say(
      'lintProperty',
      `QRadar has no property ${printExpression(node)} for ${without.map((one) => sourceNames[one]).join(', ')} out of the box: where nobody defined it, it is NULL`,
      node.range,
      {
        help: 'install the content extension of the cloud, or define the property; here it is filled',
      },
    );
  });
}
