import type { NameError } from './attack-names.ts';
import type { Coverage } from './matrix.ts';
import type { Sight } from './sight.ts';

/** What `coverage` shows, in whatever format. */
export interface CoverageReport extends Coverage {
  readonly nameErrors: readonly NameError[];
  /** Where logs were given: what they hold. */
  readonly sight?: Sight;
}
