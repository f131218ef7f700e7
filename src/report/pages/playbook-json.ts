import {
  type PlannedCommands,
  type PlannedStep,
  phaseTags,
  type ResponsePlan,
  shellQuote,
} from '../../guides/index.ts';
import type { PlanSubject } from './playbook-page.ts';

/** A plan as data: phases, steps, commands as they are typed. */
export function playbookJson(plan: ResponsePlan, subject?: PlanSubject): Record<string, unknown> {
  return {
    techniques: plan.playbooks.map(({ technique }) => technique),
    ...(subject
      ? { for: { id: subject.id, title: subject.title, ...Object.fromEntries(subject.facts) } }
      : {}),
    playbooks: plan.playbooks.map(({ steps: _steps, ...rest }) => rest),
    phases: plan.phases
      .filter(({ steps }) => steps.length > 0)
      .map(({ phase, steps }) => ({ phase, tag: phaseTags[phase], steps: steps.map(stepJson) })),
    roles: plan.roles,
    open: plan.open,
    refused: plan.refused,
  };
}

function stepJson({ number, action, role, reasons, here, clouds }: PlannedStep): Record<string, unknown> {
  return {
    number,
    action: action.id,
    name: action.name,
    does: action.does,
    role: role.id,
    reasons,
    tasks: action.tasks ?? [],
    here: commandsJson(here),
    clouds: Object.fromEntries(
      clouds.map(({ cloud, absent, rights, commands, verify, rollback, irreversible }) => [
        cloud,
        absent === undefined
          ? {
              rights,
              commands: commandsJson(commands),
              verify: commandsJson(verify),
              rollback: commandsJson(rollback),
              ...(irreversible === undefined ? {} : { irreversible }),
            }
          : { absent },
      ]),
    ),
  };
}

function commandsJson({ commands }: PlannedCommands): { readonly run: string; readonly expect: string }[] {
  return commands.map(({ words, expect }) => ({ run: words.map(shellQuote).join(' '), expect }));
}
