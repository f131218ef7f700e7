import type { CloudDefinition } from '../definition.ts';
import { normaliseAws } from './normalise.ts';
import { recogniseAws } from './recognise.ts';

/** Amazon Web Services: CloudTrail. */
export const aws: CloudDefinition = {
  name: 'aws',
  recognise: recogniseAws,
  normalise: normaliseAws,
};
