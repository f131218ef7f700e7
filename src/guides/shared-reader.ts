import { providers } from '../activity/vocabulary.ts';
import { address } from './checks.ts';
import { say } from './diagnostic-codes.ts';
import type { Pivot, TelemetryLog } from './guide.ts';
import { queries } from './guide-reader.ts';
import { command } from './playbook-reader.ts';
import { isAql } from './question.ts';
import { list, map, oneOf, type Reader, text } from './read-node.ts';
import { isCommand, isQuery } from './templates.ts';

const words = text();

/** A pivot: commands that run here, and queries. */
export const readPivot: Reader<Pivot> = map<Pivot>(
  {
    id: words,
    title: words,
    ask: text(isQuery('aql'), isAql({ here: true })),
    run: list(text(isCommand)),
    queries,
  },
  ['ask', 'run'],
  (pivot, { report }, at) => {
    if (pivot.ask !== undefined || pivot.run !== undefined) return true;
    report(say('keyMissing', `the pivot ${pivot.id} has neither \`ask\` nor \`run\``, at));
    return false;
  },
);

/** A log that detections need. */
export const readLog: Reader<TelemetryLog> = map<TelemetryLog>({
  id: words,
  cloud: oneOf(providers),
  title: words,
  default: words,
  tables: list(words),
  check: list(command),
  enable: words,
  url: address,
});
