import type { CloudDefinition } from '../definition.ts';
import { normaliseAzure } from './normalise.ts';
import { recogniseAzure } from './recognise.ts';

/** Microsoft Azure: the Activity Log, and the logs of Entra ID for rules that are written on them. */
export const azure: CloudDefinition = {
  name: 'azure',
  recognise: recogniseAzure,
  normalise: normaliseAzure,
};
