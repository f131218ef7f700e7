import type { Provider } from '../activity/vocabulary.ts';
import type { LogFacts } from '../emit/siem/lower.ts';
import type { SiemTarget } from '../emit/siem/target.ts';
import { rawFields } from '../lang/sigma/raw-fields.ts';
import { isList } from './lists.ts';

/** A log of a target. */
export interface Log {
  readonly cloud: Provider;
  readonly service: string;
}

/**
 * What is known of the records of a log. A target may keep whole records and so have a field of any name: a name that no
 * record has at its top is looked for elsewhere, as it is when rules are run on records.
 */
export function logFacts(target: SiemTarget, { cloud, service }: Log): LogFacts {
  const tops = rawFields({ product: cloud });
  return {
    isList: (path) => isList(cloud, path),
    reaches: (field) =>
      field.places.some(([first]) => tops?.includes(first?.key ?? '') ?? true) &&
      target.reaches(cloud, service, field),
  };
}
