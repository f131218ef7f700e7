import { type GuideContent, phases } from './guide.ts';

/** Shared parts that no guide and no playbook names, as `action NA-3101`. */
export function unusedParts({ guides, playbooks, pivots, logs, roles, actions }: GuideContent): string[] {
  const used = new Set<string>();
  for (const { investigation, telemetry } of guides.values()) {
    for (const question of investigation.questions) for (const id of question.pivots) used.add(`pivot ${id}`);
    for (const { log } of telemetry) used.add(`log ${log}`);
  }
  for (const { steps } of playbooks.values()) {
    for (const phase of phases) for (const { action } of steps[phase]) used.add(`action ${action}`);
  }
  for (const { role } of actions.values()) used.add(`role ${role}`);
  const all = [
    ...[...pivots.keys()].map((id) => `pivot ${id}`),
    ...[...logs.keys()].map((id) => `log ${id}`),
    ...[...roles.keys()].map((id) => `role ${id}`),
    ...[...actions.keys()].map((id) => `action ${id}`),
  ];
  return all.filter((part) => !used.has(part));
}
