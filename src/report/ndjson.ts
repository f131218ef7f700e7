import { findingJson, incidentJson } from './finding-json.ts';
import type { ReportDefinition } from './report.ts';

export const ndjson: ReportDefinition = {
  name: 'ndjson',
  description: 'one JSON object a line: findings, then incidents',
  *render({ findings, incidents }) {
    for (const finding of findings) yield `${JSON.stringify(findingJson(finding))}\n`;
    for (const incident of incidents) yield `${JSON.stringify(incidentJson(incident))}\n`;
  },
};
