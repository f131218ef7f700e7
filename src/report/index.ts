import { csv } from './csv.ts';
import { ecs } from './ecs.ts';
import { html } from './html/html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { navigator } from './navigator.ts';
import { ndjson } from './ndjson.ts';
import { ocsf } from './ocsf.ts';
import type { ReportDefinition } from './report.ts';
import { suzaku } from './suzaku.ts';
import { table } from './table.ts';
import { timesketch } from './timesketch.ts';

export type { Found, ReportContext, ReportDefinition } from './report.ts';

/** The formats of `-f`. */
export const reports: readonly ReportDefinition[] = [
  table,
  csv,
  ndjson,
  json,
  html,
  markdown,
  ocsf,
  ecs,
  navigator,
  timesketch,
];

/** Column sets of other tools, `--profile`: each needs the records. */
export const profiles: readonly ReportDefinition[] = [suzaku];
