import type { Incident } from '../detect/incident/incident.ts';

/** What to call next for an incident: the page of each technique with a guide, and the steps filled in for it. */
export function nextCommands({
  id,
  guides = [],
}: Pick<Incident, 'id' | 'guides'>): readonly (readonly [string, string])[] {
  if (guides.length === 0) return [];
  return [
    [
      `nephoscope explain ${id} PATH… --playbook`,
      'what to do, with the commands filled in for this incident',
    ],
    ...guides.map(
      (guide) => [`nephoscope show ${guide}`, 'what it means, how to tell, what to keep'] as const,
    ),
  ];
}
