import { findingJson, incidentJson } from './finding-json.ts';
import type { ReportDefinition } from './report.ts';

export const json: ReportDefinition = {
  name: 'json',
  description: 'one JSON array: findings, then incidents',
  *render({ findings, incidents }) {
    yield '[';
    let between = '\n';
    const objects = function* (): Generator<Record<string, unknown>> {
      for (const finding of findings) yield findingJson(finding);
      for (const incident of incidents) yield incidentJson(incident);
    };
    for (const object of objects()) {
      yield between + JSON.stringify(object, null, 2);
      between = ',\n';
    }
    yield findings.length > 0 ? '\n]\n' : ']\n';
  },
};
