/** T1578 and the techniques that border on it: what the shipped pack is about. */
export const scope: readonly string[] = [
  'T1578',
  'T1578.001',
  'T1578.002',
  'T1578.003',
  'T1578.004',
  'T1578.005',
  'T1535',
  'T1204.003',
  'T1485',
  'T1490',
  'T1537',
  'T1580',
];
