import { isMap, LineCounter, parseDocument } from 'yaml';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { type Parameters, readParameters } from './parameters.ts';

/** One case of a test file: what the rule is shown, and whether it must match. */
export interface RuleTestCase {
  readonly name: string;
  readonly match: boolean;
  /** Native records. For a rule several are the records of one operation, for a correlation those of a hunt. */
  readonly events: readonly JsonObject[];
  /** The rule that is meant, by id, name or title, where the file holds several. */
  readonly rule?: string;
  /** For a correlation that has to match: how many findings. */
  readonly findings?: number;
}

/** A test file that cannot be used; the message says where and what was expected. */
export class RuleTestError extends Error {
  override readonly name = 'RuleTestError';
}

/** A mutant that no test can, or has to, tell from its rule. */
export interface AcceptedMutant {
  /** What the mutant changes, as `rules test --mutate` prints it. */
  readonly mutant: string;
  readonly why: string;
  /** The rule that is meant, by id, name or title, where the file holds several. */
  readonly rule?: string;
}

/** A test file: its cases, and the parameters that the rule has for them. */
export interface RuleTestFile {
  readonly accepted: readonly AcceptedMutant[];
  readonly tests: readonly RuleTestCase[];
  readonly parameters: Readonly<Parameters>;
}

/**
 * Reads a test file: `tests:` is a list of `{name, match: true|false, event: {…} | events: [{…}, …], rule?,
 * findings?}`. `parameters:`, which may be left out, holds lists, numbers and timespans by name; so may `accepted:`, a
 * list of `{mutant, why, rule?}` for `--mutate`.
 *
 * @throws RuleTestError
 */
export function readRuleTests(path: string, text: string): RuleTestFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw new RuleTestError(`${path}: ${error.message}`, { cause: error });
  const plain = plainOf(path, document);
  const keys = isObject(plain) ? Object.keys(plain) : [];
  const unknown = keys.find((key) => !fileKeys.includes(key));
  if (unknown !== undefined)
    throw new RuleTestError(`${path}: unknown key "${unknown}"; known are ${fileKeys.join(', ')}`);
  const tests = isObject(plain) ? plain['tests'] : undefined;
  if (!Array.isArray(tests) || tests.length === 0) {
    throw new RuleTestError(`${path}: expected a list under "tests", with at least one case`);
  }
  const node = isMap(document.contents) ? document.contents.get('parameters', true) : undefined;
  const parameters = readParameters(node, { document, lines, path });
  if (typeof parameters === 'string') throw new RuleTestError(parameters);
  return {
    tests: (tests as readonly Json[]).map((test, index) => readCase(`${path}: tests[${index}]`, test)),
    parameters,
    accepted: isObject(plain) ? readAccepted(path, plain['accepted']) : [],
  };
}

const fileKeys = ['tests', 'parameters', 'accepted'];
const acceptedKeys = ['mutant', 'why', 'rule'];

function readAccepted(path: string, list: Json | undefined): AcceptedMutant[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new RuleTestError(`${path}: accepted: expected a list of {mutant, why}`);
  return (list as readonly Json[]).map((one, index) => {
    const place = `${path}: accepted[${index}]`;
    if (!isObject(one)) throw new RuleTestError(`${place}: expected a mapping with mutant and why`);
    const { mutant, why, rule } = one as Readonly<Record<string, Json | undefined>>;
    const unknown = Object.keys(one).find((key) => !acceptedKeys.includes(key));
    if (unknown !== undefined)
      throw new RuleTestError(`${place}: unknown key "${unknown}"; known are ${acceptedKeys.join(', ')}`);
    if (typeof mutant !== 'string' || mutant === '')
      throw new RuleTestError(`${place}: mutant: expected a text as --mutate prints it`);
    if (typeof why !== 'string' || why === '')
      throw new RuleTestError(`${place}: why: expected the reason, as a text`);
    return { mutant, why, ...(typeof rule === 'string' ? { rule } : {}) };
  });
}

function plainOf(path: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    throw new RuleTestError(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function readCase(place: string, test: Json): RuleTestCase {
  if (!isObject(test)) throw new RuleTestError(`${place}: expected a mapping with name, match and event`);
  const { name, match, event, events, rule, findings } = test as Readonly<Record<string, Json | undefined>>;
  const known = ['name', 'match', 'event', 'events', 'rule', 'findings'];
  const unknown = Object.keys(test).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new RuleTestError(`${place}: unknown key "${unknown}"; known are ${known.join(', ')}`);
  if (typeof name !== 'string') throw new RuleTestError(`${place}: name: expected a text`);
  if (typeof match !== 'boolean') throw new RuleTestError(`${place}: match: expected true or false`);
  const shown = event === undefined ? events : [event];
  if (!Array.isArray(shown) || shown.length === 0 || !shown.every(isObject)) {
    throw new RuleTestError(
      `${place}: expected one record under "event", or a list of records under "events"`,
    );
  }
  const isCount = typeof findings === 'number' && Number.isInteger(findings) && findings > 0;
  if (findings !== undefined && !(isCount && match))
    throw new RuleTestError(`${place}: findings: expected a number from 1 on, beside "match: true"`);
  return {
    name,
    match,
    events: shown,
    ...(typeof rule === 'string' ? { rule } : {}),
    ...(isCount ? { findings } : {}),
  };
}
