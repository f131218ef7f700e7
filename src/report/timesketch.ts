import { formatTime } from '../core/time.ts';
import type { ReportDefinition } from './report.ts';
import { toRow } from './row.ts';

/** Timesketch's JSONL import: `message`, `datetime` and `timestamp_desc` are required, any other attribute is kept. */
export const timesketch: ReportDefinition = {
  name: 'timesketch',
  description: 'JSON lines for a Timesketch timeline',
  *render({ findings }) {
    for (const finding of findings) {
      const row = toRow(finding);
      const { time = 0 } = finding;
      const event = {
        message:
          `[${row.level}] ${row.rule}: ${row.principal} ${row.operation} (${row.outcome}) ${row.resources}`.trim(),
        datetime: formatTime(time),
        timestamp: time * 1000,
        timestamp_desc: 'Cloud Audit Event',
        data_type: `cloud:${row.cloud}:activity`,
        tag: [...finding.rule.techniques, row.level, ...(time === 0 ? ['no-time'] : [])],
        ...row,
      };
      yield `${JSON.stringify(event)}\n`;
    }
  },
};
