import { activityFields } from '../activity/fields.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { type LintOptions, lintRules as lintSigma, type SourceFile } from '../lang/sigma/index.ts';
import { ACTIVITY_CATEGORY } from './rule-set.ts';

const pathOf = (name: string): string => name.replaceAll('[]', '').replace(/\.\*$/, '');

/** As rules name them: `resources[].id` is `resources.id`, and `attrs.tags.*` everything below `attrs.tags`. */
const names = activityFields.map(({ name }) => pathOf(name));

const values = new Map(
  activityFields.flatMap(({ name, type, values: some }) => {
    const listed = type === 'boolean' ? ['true', 'false'] : some;
    return listed === undefined ? [] : [[pathOf(name), listed] as const];
  }),
);

/**
 * What is worth knowing about rules, those on Activities included: their fields and the values of these are known.
 * Never throws; each finding has its place.
 */
export function lintRules(files: readonly SourceFile[], options: LintOptions = {}): Diagnostic[] {
  return lintSigma(files, {
    ...options,
    fields: (logsource) =>
      options.fields?.(logsource) ?? (logsource.category === ACTIVITY_CATEGORY ? names : undefined),
    values: (logsource) =>
      options.values?.(logsource) ?? (logsource.category === ACTIVITY_CATEGORY ? values : undefined),
  });
}
