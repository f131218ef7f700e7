import type { Span } from '../core/diagnostic.ts';
import { nameOf, principalType } from './checks.ts';
import { say } from './diagnostic-codes.ts';
import {
  type Action,
  type CloudAction,
  type Command,
  changingPhases,
  type Phase,
  type Playbook,
  phases,
  type Role,
  type Step,
} from './guide.ts';
import { list, map, oneOf, type Reader, type Reading, text } from './read-node.ts';
import { isCommand } from './templates.ts';

const words = text();

/** A command with what it should print. */
export const command: Reader<Command> = map<Command>(
  { run: text(isCommand), expect: words, principals: list(principalType) },
  ['principals'],
);

const cloudAction: Reader<CloudAction> = map<CloudAction>(
  {
    rights: list(words),
    commands: list(command),
    verify: list(command),
    rollback: list(command),
    irreversible: words,
    absent: words,
  },
  ['rights', 'commands', 'verify', 'rollback', 'irreversible', 'absent'],
  (value, { report }, at, path) => {
    if ((value.absent === undefined) === (value.commands !== undefined)) return true;
    report(say('keyMissing', `\`${path}\` has either \`commands\`, or \`absent\` with the reason`, at));
    return false;
  },
);

const clouds = ['aws', 'azure', 'gcp'] as const;

/** An action; what changes something says how to check it and how to undo it, or why that cannot be. */
export const readAction: Reader<Action> = map<Action>(
  {
    id: text((value) =>
      /^NA-[1-6]\d{3}$/.test(value)
        ? undefined
        : {
            code: 'value',
            message: `'${value}' is no id of an action; expected NA- and four digits, the first 1 to 6`,
          },
    ),
    name: words,
    phase: oneOf(phases),
    role: nameOf('roles', 'role'),
    does: words,
    tasks: list(words),
    here: list(command),
    aws: cloudAction,
    azure: cloudAction,
    gcp: cloudAction,
  },
  ['tasks', 'here', 'aws', 'azure', 'gcp'],
  (action, reading, at) =>
    [hasFittingId, hasSomethingToDo, saysTheWayBack].every((holds) => holds(action, reading, at)),
);

/** The beginnings of ids by phase, as RE&CT numbers its actions: 2 identification … 6 lessons learned. */
const idsOf: Readonly<Record<Phase, string>> = {
  validation: '2',
  scope: '2',
  impact: '2',
  evidence: '2',
  containment: '3',
  eradication: '4',
  recovery: '5',
  lessons: '6',
};

function hasFittingId({ id, phase }: Action, { report }: Reading, at: Span): boolean {
  if (id.startsWith(`NA-${idsOf[phase]}`)) return true;
  const help =
    'NA-2… identification, NA-3… containment, NA-4… eradication, NA-5… recovery, NA-6… lessons learned.';
  report(say('phase', `the number of ${id} does not fit the phase ${phase}`, at, help));
  return false;
}

function hasSomethingToDo(action: Action, { report }: Reading, at: Span): boolean {
  const there = clouds.filter((cloud) => action[cloud] !== undefined);
  if (there.length === clouds.length || (there.length === 0 && action.tasks !== undefined)) return true;
  report(
    say(
      'keyMissing',
      `the action ${action.id} has to have \`aws\`, \`azure\` and \`gcp\`, or \`tasks\` alone`,
      at,
      'Where a cloud has no such thing, say so: `absent: …`.',
    ),
  );
  return false;
}

function saysTheWayBack(action: Action, { report }: Reading, at: Span): boolean {
  if (!changingPhases.includes(action.phase)) return true;
  const lacking = clouds.filter((cloud) => {
    const part = action[cloud];
    if (part === undefined || part.absent !== undefined) return false;
    const hasOneWay = (part.rollback === undefined) !== (part.irreversible === undefined);
    return part.verify === undefined || !hasOneWay;
  });
  if (lacking.length === 0) return true;
  report(
    say(
      'rollback',
      `the action ${action.id} changes something in ${lacking.join(', ')} without saying how to check it and how to undo it`,
      at,
      'Write `verify`, and either `rollback` with commands or `irreversible` with the reason.',
    ),
  );
  return false;
}

/** Who carries steps out. */
export const readRole: Reader<Role> = map<Role>({
  id: words,
  title: words,
  does: words,
  entitlements: map({ aws: words, azure: words, gcp: words }),
});

const step: Reader<Step> = map<Step>({ action: nameOf('actions', 'action'), why: words });

/** A playbook; each phase has steps, each with an action of that phase. */
export const readPlaybook: Reader<Playbook> = map<Playbook>(
  {
    technique: nameOf('techniques', 'technique'),
    threat: words,
    objective: words,
    indicators: list(words),
    urgent: words,
    steps: map(
      Object.fromEntries(phases.map((phase) => [phase, list(step)])) as Readonly<
        Record<Phase, Reader<readonly Step[]>>
      >,
    ),
  },
  [],
  ({ steps, technique }, { known, report }, at) => {
    let isWhole = true;
    for (const phase of phases) {
      for (const { action } of steps[phase]) {
        const own = known.actions.get(action);
        if (own === phase) continue;
        isWhole = false;
        const message = `the action ${action} is for the phase ${own}, and stands in ${phase} of ${technique}`;
        report(say('phase', message, at));
      }
    }
    return isWhole;
  },
);
