import type { CloudDefinition } from '../definition.ts';
import { normaliseOcsf } from './normalise.ts';
import { recogniseOcsf } from './recognise.ts';

/** OCSF: events of API Activity that another product made of the records of a cloud. */
export const ocsf: CloudDefinition = {
  name: 'ocsf',
  recognise: recogniseOcsf,
  normalise: normaliseOcsf,
};
