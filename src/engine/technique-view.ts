import { type Provider, providers } from '../activity/vocabulary.ts';
import type { AtomicTest } from '../atomics/atomic.ts';
import type { Technique } from '../attack/attack.ts';
import { catalogueOf } from '../clouds/catalogue-index.ts';
import type { GuideContent } from '../guides/index.ts';
import type { AtomicView, TechniqueView } from '../report/pages/technique-view.ts';
import type { DetectionContent, DetectionViews } from './detection-view.ts';
import type { ListedParameter } from './parameter-list.ts';

export interface TechniqueContent extends DetectionContent {
  readonly guides: GuideContent;
  readonly parameters: readonly ListedParameter[];
  readonly atomics: readonly AtomicTest[];
}

/** Everything that is known about a technique, for its page. */
export function techniqueView(
  technique: Technique,
  { guides, rules, parameters, atomics }: TechniqueContent,
  views: DetectionViews,
): TechniqueView {
  const { id } = technique;
  const guide = guides.guides.get(id);
  const detections = views.of(rules.filter((rule) => rule.techniques.includes(id)));
  const titles = new Set(detections.map(({ title }) => title));
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
    parameters: parameters
      .filter((one) => one.rules.some((title) => titles.has(title)))
      .map(({ name, kind, value, elements, rules: users }) => ({
        name,
        kind,
        value: value ?? [],
        elements,
        rules: users.filter((title) => titles.has(title)),
      })),
    atomics: atomics.filter(({ technique: of }) => of === id).map(atomicView),
    neighbours: neighboursOf(id, guides),
  };
}

function atomicView({ key, name, guid, provider, cost, blastRadius }: AtomicTest): AtomicView {
  return { key, name, guid, provider, cost, blastRadius };
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
