import type { CloudDefinition } from '../definition.ts';
import { normaliseGoogle } from './normalise.ts';
import { recogniseGoogle } from './recognise.ts';

/** Google Cloud: Cloud Audit Logs, and the audit logs of Workspace that come with them. */
export const gcp: CloudDefinition = {
  name: 'gcp',
  recognise: recogniseGoogle,
  normalise: normaliseGoogle,
};
