import { type Provider, providers } from '../activity/vocabulary.ts';
import type { Case } from './case.ts';
import { type Filled, fillCommand } from './fill.ts';
import {
  type Action,
  type CloudAction,
  type Command,
  type GuideContent,
  type Phase,
  type Playbook,
  phases,
  type Role,
  type Step,
} from './guide.ts';
import { placeholders } from './placeholders.ts';

/** Commands of one kind in a step, filled. */
export interface PlannedCommands {
  readonly commands: Filled['commands'];
  readonly more: number;
  /** There are commands, but none for the kind of principal that acted. */
  readonly isForOthers: boolean;
}

export interface PlannedCloud {
  readonly cloud: Provider;
  readonly absent?: string;
  readonly rights: readonly string[];
  readonly commands: PlannedCommands;
  readonly verify: PlannedCommands;
  readonly rollback: PlannedCommands;
  readonly irreversible?: string;
}

export interface PlannedStep {
  /** `4.2`: phase and step. */
  readonly number: string;
  readonly action: Action;
  readonly role: Role;
  /** Why each of the playbooks wants it, by technique. */
  readonly reasons: readonly { readonly technique: string; readonly why: string }[];
  readonly here: PlannedCommands;
  readonly clouds: readonly PlannedCloud[];
}

export interface ResponsePlan {
  readonly playbooks: readonly Playbook[];
  readonly phases: readonly { readonly phase: Phase; readonly steps: readonly PlannedStep[] }[];
  readonly roles: readonly Role[];
  /** Placeholders that are left for the responder, with what they mean. */
  readonly open: readonly { readonly name: string; readonly meaning: string }[];
  /** Values of the logs that were not put into commands. */
  readonly refused: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The steps of one or several playbooks, each action once, in the order of the phases; filled with what a case knows, for
 * its clouds. Without a case: for all clouds, with every placeholder open.
 *
 * @param techniques ids with a playbook; where a sub-technique is among them, its parent adds nothing of its own
 */
export function planResponse(
  content: GuideContent,
  techniques: readonly string[],
  given?: Case,
): ResponsePlan {
  const playbooks = withoutParents(techniques).flatMap((id) => content.playbooks.get(id) ?? []);
  const planner = new Planner(content, given);
  const planned = phases.map((phase, index) => ({
    phase,
    steps: mergedSteps(playbooks, phase).map((step, at) => planner.step(step, `${index + 1}.${at + 1}`)),
  }));
  const used = new Set(planned.flatMap(({ steps }) => steps.map(({ role }) => role)));
  return { playbooks, phases: planned, roles: [...used], open: planner.open(), refused: planner.refused() };
}

/** T1578 beside T1578.002 says nothing that the more exact one does not. */
function withoutParents(techniques: readonly string[]): string[] {
  const unique = [...new Set(techniques)];
  return unique.filter((id) => !unique.some((other) => other.startsWith(`${id}.`)));
}

interface MergedStep {
  readonly action: string;
  readonly reasons: PlannedStep['reasons'];
}

/** What a playbook adds stands behind the step that it follows in it: both orders hold. */
function mergedSteps(playbooks: readonly Playbook[], phase: Phase): readonly MergedStep[] {
  let merged: MergedStep[] = [];
  for (const { technique, steps } of playbooks) merged = mergeInto(merged, steps[phase], technique);
  return merged;
}

function mergeInto(merged: readonly MergedStep[], steps: readonly Step[], technique: string): MergedStep[] {
  const result = [...merged];
  let behind = -1;
  for (const { action, why } of steps) {
    const reason = { technique, why };
    const at = result.findIndex((one) => one.action === action);
    const there = result[at];
    if (there) {
      result[at] = { action, reasons: [...there.reasons, reason] };
      behind = Math.max(behind, at);
    } else {
      behind += 1;
      result.splice(behind, 0, { action, reasons: [reason] });
    }
  }
  return result;
}

class Planner {
  private readonly content: GuideContent;
  private readonly given: Case | undefined;
  private readonly left = new Set<string>();
  private readonly wrong = new Map<string, { readonly name: string; readonly value: string }>();

  constructor(content: GuideContent, given: Case | undefined) {
    this.content = content;
    this.given = given;
  }

  step({ action: id, reasons }: MergedStep, number: string): PlannedStep {
    const action = this.content.actions.get(id);
    const role = action && this.content.roles.get(action.role);
    // The reader has refused playbooks that name what does not exist.
    if (!action || !role) throw new Error(`no action ${id} with a role`);
    const clouds = (this.given?.clouds ?? providers).flatMap((cloud) => {
      const own = action[cloud];
      return own ? [this.cloud(cloud, own)] : [];
    });
    return { number, action, role, reasons, here: this.commands(action.here, undefined), clouds };
  }

  private cloud(cloud: Provider, own: CloudAction): PlannedCloud {
    return {
      cloud,
      ...(own.absent === undefined ? {} : { absent: own.absent }),
      rights: own.rights ?? [],
      commands: this.commands(own.commands, cloud),
      verify: this.commands(own.verify, cloud),
      rollback: this.commands(own.rollback, cloud),
      ...(own.irreversible === undefined ? {} : { irreversible: own.irreversible }),
    };
  }

  private commands(commands: readonly Command[] = [], cloud: Provider | undefined): PlannedCommands {
    const filled = commands.map((command) => fillCommand(command, cloud, this.given));
    for (const { open, refused } of filled) {
      for (const name of open) this.left.add(name);
      for (const one of refused) this.wrong.set(`${one.name} ${one.value}`, one);
    }
    return {
      commands: filled.flatMap((one) => one.commands),
      more: filled.reduce((sum, { more }) => sum + more, 0),
      isForOthers: filled.length > 0 && filled.every((one) => one.commands.length === 0),
    };
  }

  open(): ResponsePlan['open'] {
    return [...placeholders.values()]
      .filter(({ name }) => this.left.has(name))
      .map(({ name, meaning }) => ({ name, meaning }));
  }

  refused(): ResponsePlan['refused'] {
    return [...this.wrong.values()];
  }
}
