/** Where in its operation a row stands. */
export type Stage = 'started' | 'accepted' | 'succeeded' | 'failed' | 'cancelled';

/** Both vocabularies (`Started`, `Start`) and the states that Autoscale and older rows use. */
const stages: ReadonlyMap<string, Stage> = new Map([
  ['start', 'started'],
  ['started', 'started'],
  ['begin', 'started'],
  ['beginrequest', 'started'],
  ['accept', 'accepted'],
  ['accepted', 'accepted'],
  ['in progress', 'accepted'],
  ['inprogress', 'accepted'],
  ['running', 'accepted'],
  ['updated', 'accepted'],
  ['success', 'succeeded'],
  ['succeeded', 'succeeded'],
  ['ok', 'succeeded'],
  ['0', 'succeeded'],
  ['completed', 'succeeded'],
  ['resolved', 'succeeded'],
  ['failure', 'failed'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['cancel', 'cancelled'],
]);

/** The stage of a status; undefined for words that are not known. */
export function stageOf(status: string | undefined): Stage | undefined {
  if (status === undefined) return undefined;
  return stages.get(status) ?? stages.get(status.toLowerCase());
}

/** The part of the operation that a row of this stage is; a row that tells no stage is taken for the whole. */
export function partOf(stage: Stage | undefined): 'begin' | 'middle' | 'end' {
  if (stage === 'started') return 'begin';
  return stage === 'accepted' ? 'middle' : 'end';
}

/** The words for stages, in lower case. */
export function statusWords(...wanted: readonly Stage[]): readonly string[] {
  return [...stages].filter(([, stage]) => wanted.includes(stage)).map(([word]) => word);
}
