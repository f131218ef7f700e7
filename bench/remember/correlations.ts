const rules = ['snapshot', 'volume', 'attach', 'delete']
  .map(
    (name) => `title: ${name}
name: ${name}
level: informational
logsource: { category: cloud_activity }
detection: { sel: { operation: ${name} }, condition: sel }
---
`,
  )
  .join('');

const burst = `title: burst
level: medium
correlation:
  type: event_count
  rules: [snapshot, volume, attach, delete]
  group-by: [principal.key]
  timespan: 24h
  condition: { gte: 50 }
---
`;

const sequence = `title: sequence of one principal
level: medium
correlation:
  type: temporal_ordered
  rules: [snapshot, volume, attach]
  group-by: [principal.key]
  timespan: 24h
---
`;

const lineage = `title: sequence of one lineage
level: high
correlation:
  type: temporal_ordered
  rules: [snapshot, volume, attach]
  group-by: [lineage]
  timespan: 24h
`;

/** Rules with the correlations of a row. */
export const contents: Readonly<Record<'principals' | 'lineage' | 'all', string>> = {
  principals: rules + burst + sequence,
  lineage: rules + lineage,
  all: rules + burst + sequence + lineage,
};
