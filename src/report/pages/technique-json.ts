import { attack, attackUrl } from '../../attack/attack.ts';
import { tacticName, tacticsByEdition } from '../../attack/tactics.ts';
import type { Guide } from '../../guides/index.ts';
import { referencesOf } from './references.ts';
import type { TechniqueView } from './technique-view.ts';

/** The page of a technique as data: the same sections, by name. What only a guide says is missing without one. */
export function techniqueJson(view: TechniqueView): Record<string, unknown> {
  const { technique, guide, detections, parameters, atomics, hasPlaybook } = view;
  return {
    technique: technique.id,
    name: technique.name,
    attack: attackJson(view),
    detections,
    data_sources: dataSourcesJson(view),
    tuning: parameters,
    testing: { atomics, rules: detections.map(({ id, title, tests }) => ({ id, title, ...tests })) },
    ...(guide ? guideJson(guide, view) : {}),
    playbook: hasPlaybook ? technique.id : null,
    actors: (technique.actors ?? []).map((actor) => ({ ...actor, url: attackUrl(actor.id) })),
    references: referencesOf(view),
  };
}

function attackJson({ technique, neighbours }: TechniqueView): Record<string, unknown> {
  const { id, tactics, platforms, revision, permissions, strategies, mitigations } = technique;
  return {
    tactics: tacticsByEdition(tactics).map((one) => ({ ...one, tactics: one.tactics.map(tacticName) })),
    subtechnique_of: id.includes('.') ? id.split('.')[0] : null,
    reference: attackUrl(id),
    platforms,
    revision: revision ?? null,
    permissions: permissions ?? null,
    strategies,
    mitigations: mitigations ?? [],
    related: neighbours,
  };
}

function dataSourcesJson({ technique, operations }: TechniqueView): Record<string, unknown> {
  const names = new Map(attack().components.map(({ id, name }) => [id, name]));
  const ids = technique.strategies.flatMap(({ analytics }) =>
    analytics.flatMap((one) => one.logSources.map(({ component }) => component)),
  );
  return {
    components: [...new Set(ids)].map((id) => ({ id, name: names.get(id) ?? '' })),
    earlier_components: technique.earlierComponents ?? [],
    operations,
  };
}

function guideJson(guide: Guide, { logs, pivots }: TechniqueView): Record<string, unknown> {
  const asked = guide.investigation.questions.flatMap((question) => question.pivots);
  return {
    title: guide.title,
    description: guide.description,
    goal: guide.goal,
    categorization: guide.categorization,
    strategy_abstract: guide.strategy,
    technical_context: guide.context,
    required_logs: guide.telemetry.map(({ log, shows }) => ({ ...logs.get(log), shows })),
    blind_spots: guide.blindspots,
    false_positives: guide.falsepositives,
    other_platforms: { queries: guide.platforms, note: guide.platformnote },
    validation: guide.validation,
    priority: guide.priority,
    investigation: guide.investigation,
    pivots: Object.fromEntries([...new Set(asked)].map((id) => [id, pivots.get(id)])),
    response: guide.response,
  };
}
