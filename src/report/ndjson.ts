import type { ReportDefinition } from './report.ts';
import { signalJson } from './signal-json.ts';

export const ndjson: ReportDefinition = {
  name: 'ndjson',
  description: 'one JSON object a line',
  *render(signals) {
    for (const signal of signals) yield `${JSON.stringify(signalJson(signal))}\n`;
  },
};
