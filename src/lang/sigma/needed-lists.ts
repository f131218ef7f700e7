import { suggest } from '../../core/suggest.ts';
import type { Selection } from '../../ir/rule.ts';
import type { Detection } from './detection.ts';
import { unknownPlaceholder } from './diagnostics.ts';
import { get, type MapNode } from './located.ts';
import { givenParameter, type Placeholders } from './parameters.ts';
import type { Report } from './report.ts';

interface NeedingDetection extends Detection {
  readonly off?: readonly string[];
}

/**
 * `nephoscope: { needs: [list, …] }` (ours): a rule that asks what is *not* on a list would match everything as long as
 * nobody has filled it. So it matches nothing while one of these lists is empty: a selection that never holds is added for
 * each of them, named after the list, which is what an explanation shows. Returns undefined after an error.
 */
export function needLists(
  root: MapNode,
  detection: Detection,
  names: readonly string[],
  { placeholders, report }: { readonly placeholders: Placeholders; readonly report: Report },
): NeedingDetection | undefined {
  const strange = names.filter((name) => !givenParameter(placeholders, name));
  const at = get(root, 'nephoscope')?.at ?? root.at;
  for (const name of strange) report(unknownPlaceholder(name, at, suggest(name, Object.keys(placeholders))));
  if (strange.length > 0) return undefined;
  const off = names.filter((name) => givenParameter(placeholders, name)?.value.length === 0);
  if (off.length === 0) return detection;
  const selections: Selection[] = off.map((name) => ({
    name: `list ${name}`,
    match: { kind: 'or', items: [] },
  }));
  return {
    selections: [...detection.selections, ...selections],
    condition: {
      kind: 'and',
      items: [detection.condition, ...selections.map(({ name }) => ({ kind: 'selection' as const, name }))],
    },
    off,
  };
}
