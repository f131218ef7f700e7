/** Rules and correlations of the rows: a burst, different regions, a sequence by principal, a sequence by lineage. */
export const content = `${['snapshot', 'volume', 'attach', 'delete']
  .map(
    (name) => `title: ${name}
name: ${name}
level: informational
logsource: { category: cloud_activity }
detection: { sel: { operation: ${name} }, condition: sel }
---
`,
  )
  .join('')}title: burst
level: medium
correlation:
  type: event_count
  rules: [snapshot, volume, attach, delete]
  group-by: [principal.key]
  timespan: 1h
  condition: { gte: 50 }
---
title: regions
level: medium
correlation:
  type: value_count
  rules: [snapshot, volume]
  group-by: [principal.key]
  timespan: 1h
  condition: { gte: 3, field: region }
---
title: sequence of one principal
level: medium
correlation:
  type: temporal_ordered
  rules: [snapshot, volume, attach]
  group-by: [principal.key]
  timespan: 24h
---
title: sequence of one lineage
level: high
correlation:
  type: temporal_ordered
  rules: [snapshot, volume, attach]
  group-by: [lineage]
  timespan: 24h
`;
