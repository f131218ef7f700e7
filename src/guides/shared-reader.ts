import { providers } from '../activity/vocabulary.ts';
import { address } from './checks.ts';
import type { Pivot, TelemetryLog } from './guide.ts';
import { queries } from './guide-reader.ts';
import { command } from './playbook-reader.ts';
import { list, map, oneOf, type Reader, text } from './read-node.ts';
import { isCommand } from './templates.ts';

const words = text();

/** A pivot: commands that run here, and queries. */
export const readPivot: Reader<Pivot> = map<Pivot>({
  id: words,
  title: words,
  run: list(text(isCommand)),
  queries,
});

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
