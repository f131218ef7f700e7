import type { Expression } from '../ast.ts';
import { walk } from '../children.ts';
import { byCloud, cloudNames, type Operation, someNames, wordsOf } from './operation.ts';
import type { LintScope } from './scope.ts';

/** A test of the name of the operation against a text. */
export interface OperationTest {
  readonly node: Expression;
  readonly text: string;
  /** The text is a name, and no pattern. */
  readonly isExact: boolean;
}

/** Tests of the name of the operation in an expression. */
export function testsIn(scope: LintScope, expression: Expression): OperationTest[] {
  const found: OperationTest[] = [];
  walk(expression, (node) => {
    if (node.kind === 'text-test' && node.pattern.kind === 'text' && scope.isOperation(node.value)) {
      found.push({ node, text: node.pattern.value, isExact: isWholeName(node.pattern.value) });
    }
    if (node.kind === 'comparison' && node.right.kind === 'text' && scope.isOperation(node.left)) {
      found.push({ node, text: node.right.value, isExact: true });
    }
    if (node.kind === 'in' && scope.isOperation(node.value)) {
      for (const item of node.list)
        if (item.kind === 'text') found.push({ node, text: item.value, isExact: true });
    }
  });
  return found;
}

/** `%compute.instances.insert` is a name, whatever stands before it; `%create%instance%` is none. */
function isWholeName(pattern: string): boolean {
  const name = pattern.replace(/^%/, '');
  return !/[%_]/.test(name) && /[./]/.test(name);
}

/** All of them in the query. */
export function operationTests(scope: LintScope): OperationTest[] {
  const { where, items } = scope.statement;
  return [
    ...(where ? [where] : []),
    ...items.flatMap((item) => (item.kind === 'item' ? [item.value] : [])),
  ].flatMap((one) => testsIn(scope, one));
}

/** One branch of a CASE that tells operations apart, with what its patterns name. */
export interface Branch {
  readonly condition: Expression;
  /** Conditions of the branches before it. */
  readonly before: readonly Expression[];
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
}

/** The branches of all CASE expressions that have tests of the operation. */
export function branchesOf(scope: LintScope): Branch[] {
  const found: Branch[] = [];
  scope.walk((node) => {
    if (node.kind !== 'case' || node.subject) return;
    const before: Expression[] = [];
    for (const { when } of node.branches) {
      const tests = testsIn(scope, when);
      const words = tests.flatMap(({ text, isExact }) => (isExact ? [] : [wordsOf(text)]));
      if (tests.length > 0) {
        found.push({
          condition: when,
          before: [...before],
          verbs: [...new Set(words.flatMap(({ verbs }) => verbs))],
          objects: [...new Set(words.flatMap(({ objects }) => objects))],
        });
      }
      before.push(when);
    }
  });
  return found;
}

/** The objects that the query is about: by the words of its patterns, and by the operations that it names. */
export function objectsOf(scope: LintScope): readonly string[] {
  const named = new Set<string>();
  const objects = new Set<string>();
  for (const { text, isExact } of operationTests(scope)) {
    if (isExact) named.add(text.replace(/^%/, '').toLowerCase());
    else for (const object of wordsOf(text).objects) objects.add(object);
  }
  for (const { operation, object } of scope.operations)
    if (named.has(operation.toLowerCase())) objects.add(object);
  return [...objects];
}

/** Operations that a branch names by verb and object, and neither it nor one before it matches, though WHERE lets them through. */
export function missedBy(
  scope: LintScope,
  { condition, before, verbs, objects }: Branch,
): readonly Operation[] {
  const wanted = objects.length > 0 ? objects : objectsOf(scope);
  if (verbs.length === 0 || wanted.length === 0) return [];
  return scope.operations.filter(
    (one) =>
      one.access === 'write' &&
      verbs.includes(one.verb) &&
      wanted.includes(one.object) &&
      scope.passes(one) &&
      ![...before, condition].some((each) => scope.couldHoldFor(each, one)),
  );
}

/** Operations that a branch matches, though they are something else than what it names. */
export function foreignTo(scope: LintScope, { condition, verbs, objects }: Branch): readonly Operation[] {
  if (verbs.length === 0 || objects.length === 0) return [];
  return scope.operations.filter(
    (one) =>
      !(verbs.includes(one.verb) && objects.includes(one.object)) &&
      scope.passes(one) &&
      scope.couldHoldFor(condition, one),
  );
}

/** CASE by words in names: what it misses, and what it takes in. */
export function patterns(scope: LintScope): void {
  for (const branch of branchesOf(scope)) {
    const { condition, verbs, objects } = branch;
    const named = [...verbs, ...objects].join(' ');
    for (const [cloud, missed] of byCloud(missedBy(scope, branch))) {
      scope.reporter.say(
        'lintPatternMisses',
        `not every operation that is meant by ${named} is called so: in ${cloudNames[cloud]} it misses ${someNames(missed)}`,
        condition.range,
        { help: 'name the operations: "Operation" IN (…)' },
      );
    }
    const foreign = foreignTo(scope, branch);
    if (foreign.length > 0) {
      const kinds = [
        ...new Set(foreign.map(({ verb, object }) => `${verb} ${object.replace('_', ' ')}`)),
      ].slice(0, 4);
      scope.reporter.say(
        'lintPatternForeign',
        `${scope.reporter.excerpt(condition.range, 60)} matches ${someNames(foreign)}, too, which are ${kinds.join(', ')}`,
        condition.range,
        { help: 'name the operations: "Operation" IN (…)' },
      );
    }
  }
}

/** Operations that only read and that WHERE lets through, where it asks for operations at all. */
export function readsPassing(scope: LintScope): readonly Operation[] {
  const { where } = scope.statement;
  if (!where || testsIn(scope, where).length === 0) return [];
  return scope.operations.filter((one) => one.access === 'read' && scope.passes(one));
}

/** Reads among the results. */
export function reads(scope: LintScope): void {
  const { where } = scope.statement;
  const found = readsPassing(scope);
  const [first] = where ? testsIn(scope, where) : [];
  if (found.length === 0 || !first) return;
  const clouds = [...byCloud(found).keys()];
  const notes = [
    ...(clouds.includes('azure')
      ? [{ message: "Azure's Activity Log has no reads: that none are found there says nothing" }]
      : []),
    ...(clouds.includes('gcp')
      ? [{ message: 'Google logs lists and gets only where Data Access logs are on' }]
      : []),
  ];
  scope.reporter.say(
    'lintReads',
    `${found.length} operations that only read are found, too: ${someNames(found)}`,
    first.node.range,
    { notes, help: 'name the operations that change something: "Operation" IN (…)' },
  );
}

/** What lies between a snapshot and the instance that it is put into. */
const linking = new Set(['create', 'attach', 'restore', 'copy']);

/** Operations on volumes that join snapshots and instances, in the clouds that the query asks for. */
export function stepsOf(scope: LintScope): readonly Operation[] {
  const { admitted } = scope;
  return scope.operations.filter(
    ({ access, object, verb, provider }) =>
      access === 'write' && object === 'volume' && linking.has(verb) && admitted.includes(provider),
  );
}

/** Those of them that WHERE does not let through, though the query is about both ends. */
export function missingSteps(scope: LintScope): readonly Operation[] {
  const { where } = scope.statement;
  if (!where || testsIn(scope, where).length === 0) return [];
  const objects = objectsOf(scope);
  if (!objects.includes('snapshot') || !objects.includes('instance')) return [];
  return stepsOf(scope).filter((one) => !scope.passes(one));
}

/** A step of the story that the query cannot see. */
export function chainStep(scope: LintScope): void {
  const { where } = scope.statement;
  const missing = missingSteps(scope);
  const [first] = where ? testsIn(scope, where) : [];
  if (missing.length === 0 || !first) return;
  scope.reporter.say(
    'lintChainStep',
    `the way from a snapshot to an instance leads over a volume, and WHERE drops its operations: ${someNames(missing)}`,
    first.node.range,
    { help: 'let them through, too' },
  );
}
