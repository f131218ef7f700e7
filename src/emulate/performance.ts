import type { Provider } from '../activity/vocabulary.ts';
import type { AtomicTest, PrincipalSpec, Step } from '../atomics/atomic.ts';
import { substitute } from '../atomics/references.ts';
import { commonValues } from '../atomics/value-names.ts';
import type { JsonObject } from '../core/json.ts';
import { awsRecords } from './aws-records.ts';
import { azureRecords } from './azure-records.ts';
import type { EmulatedRecord, StepContext } from './emulated-record.ts';
import { gcpRecords } from './gcp-records.ts';
import { Random } from './random.ts';
import { wholeSeconds } from './stamps.ts';

export interface PerformOptions {
  /** The same seed gives the same records. */
  readonly seed: number;
  /** Input arguments and values, by name; in place of what would be made up. */
  readonly set?: Readonly<Record<string, string>>;
}

const builders: Readonly<Record<Provider, (context: StepContext) => EmulatedRecord[]>> = {
  aws: awsRecords,
  azure: azureRecords,
  gcp: gcpRecords,
};

/** Who runs a test, unless a step says otherwise. */
const tester: PrincipalSpec = { kind: 'person', name: 'purple-tester' };
/** Sessions began so long before the first step. */
const SESSION_AGE = 11 * 60_000;
/** How much longer than written a pause between steps may be. */
const JITTER = 0.2;

/** What is done in a cloud, one step after the other: a test, or a routine of the background. */
export type Performance = Pick<AtomicTest, 'provider' | 'steps' | 'values' | 'principals'> &
  Partial<Pick<AtomicTest, 'inputs'>>;

/** The records of one performance, and when its last step began. */
export function recordsOf(
  performance: Performance,
  at: number,
  random: Random,
  { seed, set = {} }: PerformOptions,
): { records: EmulatedRecord[]; end: number } {
  const { provider, steps, principals } = performance;
  const lasting = new Random(`${seed}`).fork(`lasting ${provider}`);
  const values = valuesOf(performance, random.fork('values'), lasting, set);
  const records: EmulatedRecord[] = [];
  let time = at;
  for (const [index, step] of steps.entries()) {
    const own = random.fork(`step ${index}`);
    if (index > 0) time += Math.round(step.after * (1 + own.next() * JITTER));
    const operationId = `operation-${time}-${own.text('hex', 13)}-${own.text('hex', 8)}-${own.text('hex', 8)}`;
    const ids = {
      request_id: own.uuid(),
      operation_id: operationId,
      time: wholeSeconds(time),
      time_ms: time,
    };
    const find = (name: string): string | number | undefined =>
      values.get(name) ?? (ids as Readonly<Record<string, string | number>>)[name];
    const context: StepContext = {
      step: filled(step, find),
      principal: filledPrincipal(principals.get(step.by) ?? tester, find),
      time,
      began: at - SESSION_AGE,
      value: (name) => values.get(name) ?? '',
      ids,
      run: random,
      random: own,
      lasting,
    };
    records.push(...builders[provider](context));
  }
  return { records, end: time };
}

/** Every value by name: what was set, else the default of an input argument, else something made up. */
function valuesOf(
  { provider, values, inputs = [] }: Performance,
  random: Random,
  lasting: Random,
  set: Readonly<Record<string, string>>,
): Map<string, string> {
  const made = new Map<string, string>();
  const add = (name: string, value: () => string): void => {
    made.set(name, Object.hasOwn(set, name) ? (set[name] ?? '') : value());
  };
  for (const [name, like] of Object.entries(commonValues[provider]))
    add(name, () => lasting.fork(name).like(like));
  for (const { name, like } of values) add(name, () => random.fork(name).like(like));
  // An argument without a default may have a value of its name, which says what to make up.
  for (const { name, default: standard } of inputs)
    if (standard !== undefined || !made.has(name)) add(name, () => standard ?? '');
  return made;
}

type Find = (name: string) => string | number | undefined;

function filled(step: Step, find: Find): Step {
  const one = (text: string): string => String(substitute(text, find));
  const { service, resource, request, response } = step;
  return {
    ...step,
    operation: one(step.operation),
    more: substitute(step.more, find) as JsonObject,
    ...(service === undefined ? {} : { service: one(service) }),
    ...(resource === undefined ? {} : { resource: one(resource) }),
    ...(request === undefined ? {} : { request: substitute(request, find) }),
    ...(response === undefined ? {} : { response: substitute(response, find) }),
  };
}

function filledPrincipal(principal: PrincipalSpec, find: Find): PrincipalSpec {
  const { name, id } = principal;
  return {
    ...principal,
    name: String(substitute(name, find)),
    ...(id === undefined ? {} : { id: String(substitute(id, find)) }),
  };
}
