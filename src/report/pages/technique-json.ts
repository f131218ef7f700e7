import { attack, attackUrl } from '../../attack/attack.ts';
import { tacticName, tacticsByEdition } from '../../attack/tactics.ts';
import { referencesOf } from './references.ts';
import type { TechniqueView } from './technique-view.ts';

/** The page of a technique as data: the same sections, by name. */
export function techniqueJson(view: TechniqueView): Record<string, unknown> {
  const { technique, guide, detections, operations, logs, parameters, atomics, hasPlaybook } = view;
  const names = new Map(attack().components.map(({ id, name }) => [id, name]));
  return {
    technique: technique.id,
    name: technique.name,
    title: guide?.title ?? technique.name,
    description: guide?.description ?? '',
    attack: {
      tactics: tacticsByEdition(technique.tactics).map(({ edition, tactics }) => ({
        edition,
        tactics: tactics.map(tacticName),
      })),
      subtechnique_of: technique.id.includes('.') ? technique.id.split('.')[0] : null,
      reference: attackUrl(technique.id),
      platforms: technique.platforms,
      revision: technique.revision ?? null,
      permissions: technique.permissions ?? null,
      strategies: technique.strategies,
      mitigations: technique.mitigations ?? [],
      related: view.neighbours,
    },
    goal: guide?.goal ?? '',
    categorization: guide?.categorization ?? '',
    strategy_abstract: guide?.strategy ?? '',
    technical_context: guide?.context ?? '',
    detections,
    data_sources: {
      components: [
        ...new Set(
          technique.strategies.flatMap(({ analytics }) =>
            analytics.flatMap((one) => one.logSources.map(({ component }) => component)),
          ),
        ),
      ].map((id) => ({ id, name: names.get(id) ?? '' })),
      earlier_components: technique.earlierComponents ?? [],
      operations,
    },
    required_logs: (guide?.telemetry ?? []).map(({ log, shows }) => ({ ...logs.get(log), shows })),
    blind_spots: guide?.blindspots ?? [],
    false_positives: guide?.falsepositives ?? [],
    tuning: parameters,
    other_platforms: { queries: guide?.platforms ?? {}, note: guide?.platformnote ?? '' },
    validation: {
      steps: guide?.validation ?? [],
      atomics,
      tests: detections.map(({ id, title, tests }) => ({ id, title, ...tests })),
    },
    priority: guide?.priority ?? '',
    investigation: guide?.investigation ?? null,
    pivots: Object.fromEntries(
      [...new Set((guide?.investigation.questions ?? []).flatMap(({ pivots }) => pivots))].map((id) => [
        id,
        view.pivots.get(id),
      ]),
    ),
    response: guide?.response ?? '',
    playbook: hasPlaybook ? technique.id : null,
    actors: (technique.actors ?? []).map((actor) => ({ ...actor, url: attackUrl(actor.id) })),
    references: referencesOf(view),
  };
}
