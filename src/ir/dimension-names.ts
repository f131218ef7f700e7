/**
 * What the baseline remembers, in the order of its bits: new ones go to the end. `detect/baseline/dimension.ts` says what
 * each is; correlations of the type `unusual` name them.
 */
export const dimensionNames = [
  'principal-in-account',
  'operation-of-principal',
  'region-of-principal',
  'network-of-principal',
  'region-of-account',
  'instance-type-of-account',
  'image-owner-of-account',
  'initiator-of-action',
  'name-shape-of-account',
  'role-of-instances',
  'exposure-of-account',
] as const;
export type DimensionName = (typeof dimensionNames)[number];
