import type { ReportDefinition } from './report.ts';
import { signalJson } from './signal-json.ts';

export const json: ReportDefinition = {
  name: 'json',
  description: 'one JSON array',
  *render(signals) {
    yield '[';
    let between = '\n';
    for (const signal of signals) {
      yield between + JSON.stringify(signalJson(signal), null, 2);
      between = ',\n';
    }
    yield signals.length > 0 ? '\n]\n' : ']\n';
  },
};
