import type { Activity } from '../activity/activity.ts';
import { formatTime } from '../core/time.ts';
import { caseOf, type GuideContent, planResponse } from '../guides/index.ts';
import { listed } from '../report/counted.ts';
import { caseInvestigation } from '../report/pages/investigation-section.ts';
import { looksJson } from '../report/pages/look-sections.ts';
import { playbookJson } from '../report/pages/playbook-json.ts';
import { type PlanSubject, playbookPage } from '../report/pages/playbook-page.ts';
import { principalName } from '../report/row.ts';
import { CommandError } from './exit-codes.ts';
import { type PageOptions, writePage } from './page-output.ts';
import type { Terminal } from './terminal.ts';

/** A finding or an incident, as a playbook needs it. */
export interface ResponseSubject {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly techniques: readonly string[];
  readonly activities: readonly Activity[];
  readonly json: Readonly<Record<string, unknown>>;
}

/**
 * Prints the playbook of techniques, filled for a finding or an incident when there is one. Nothing is run.
 *
 * @param logs the paths that the finding was made from
 * @throws CommandError when no technique has a playbook
 */
export async function writePlaybook(
  content: GuideContent,
  techniques: readonly string[],
  options: PageOptions,
  terminal: Terminal,
  { subject, logs = [] }: { readonly subject?: ResponseSubject; readonly logs?: readonly string[] } = {},
): Promise<void> {
  const known = techniques.filter((id) => content.playbooks.has(id));
  if (known.length === 0) {
    const there = [...content.playbooks.keys()].join(', ') || 'none';
    const asked = techniques.join(', ') || 'a finding without techniques';
    throw new CommandError(`${asked}: there is no playbook for it. There are: ${there}.`);
  }
  const given = subject && caseOf(subject.id, subject.activities, { logs, finding: subject.json });
  const plan = planResponse(content, known, given);
  const about = subject && aboutOf(subject);
  const guides = plan.playbooks.flatMap(({ technique }) => content.guides.get(technique) ?? []);
  const page = playbookPage(plan, {
    ...(about ? { subject: about } : {}),
    ...(given ? caseInvestigation(guides, content.pivots, given) : {}),
  });
  const data = (): unknown => ({
    ...playbookJson(plan, about),
    ...(given ? { looks: looksJson(guides, content.pivots, given) } : {}),
  });
  await writePage(page, data, options, terminal);
}

function aboutOf({ id, title, level, techniques, activities }: ResponseSubject): PlanSubject {
  const times = activities.map(({ time }) => time).filter((time) => time !== 0);
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = times.reduce((a, b) => Math.max(a, b), 0);
  const distinct = (of: (activity: Activity) => string | undefined): string =>
    listed([...new Set(activities.flatMap((activity) => of(activity) ?? []))].filter((text) => text !== ''));
  const rows: readonly (readonly [string, string])[] = [
    ['Level', level],
    [
      'Time',
      times.length === 0 ? '' : `${formatTime(first)}${last > first ? ` to ${formatTime(last)}` : ''}`,
    ],
    ['Principal', distinct(principalName)],
    ['From', distinct(({ source }) => source.ip)],
    ['Account', distinct(({ account }) => account)],
    ['Region', distinct(({ region }) => region)],
    ['Techniques', listed(techniques)],
  ];
  return { id, title, facts: rows.filter(([, value]) => value !== '') };
}
