import { type Provider, providers } from '../activity/vocabulary.ts';
import type { Technique } from '../attack/attack.ts';
import { catalogueOf } from '../clouds/catalogue-index.ts';
import type { GuideContent } from '../guides/index.ts';
import type { AtomicView, TechniqueView } from '../report/pages/technique-view.ts';
import type { DetectionContent, DetectionViews } from './detection-view.ts';
import type { Parameters } from './parameters.ts';

export interface TechniqueContent extends DetectionContent {
  readonly guides: GuideContent;
  readonly placeholders: Readonly<Parameters>;
  readonly atomics: readonly (AtomicView & { readonly technique: string })[];
}

/** Everything that is known about a technique, for its page. */
export function techniqueView(
  technique: Technique,
  { guides, rules, placeholders, atomics }: TechniqueContent,
  views: DetectionViews,
): TechniqueView {
  const { id } = technique;
  const guide = guides.guides.get(id);
  const detections = views.of(rules.filter((rule) => rule.techniques.includes(id)));
  const used = new Set(detections.flatMap((one) => one.parameters));
  return {
    technique,
    ...(guide ? { guide } : {}),
    hasPlaybook: guides.playbooks.has(id),
    detections,
    operations: Object.fromEntries(
      providers.map((provider) => [provider, operationsOf(provider, id)]),
    ) as Record<Provider, string[]>,
    pivots: guides.pivots,
    logs: guides.logs,
    parameters: Object.fromEntries(Object.entries(placeholders).filter(([name]) => used.has(name))),
    atomics: atomics.filter((one) => one.technique === id),
    neighbours: neighboursOf(id, guides),
  };
}

/** Operations that are the technique by themselves, as the catalogue has them. */
function operationsOf(provider: Provider, technique: string): string[] {
  const found = catalogueOf(provider).filter(({ techniques }) =>
    techniques.some(({ id, weight }) => id === technique && weight === 'primary'),
  );
  return [...new Set(found.map(({ operation }) => operation))];
}

/** Sub-techniques, siblings' parent aside, and what the guide calls related. */
function neighboursOf(id: string, { guides }: GuideContent): string[] {
  const below = [...guides.keys()].filter((other) => other.startsWith(`${id}.`));
  return [...new Set([...below, ...(guides.get(id)?.related ?? [])])];
}
