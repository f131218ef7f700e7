import type { Span } from '../core/diagnostic.ts';
import type { AtomicTest, Script } from './atomic.ts';
import { type Report, say } from './diagnostic-codes.ts';
import type { Reading } from './map-reader.ts';
import { type ShellCommand, shellCommands, variablesIn } from './shell-commands.ts';

const tools = new Set(['aws', 'az', 'gcloud', 'gsutil', 'bq']);
/** Words of the tools that take something away or change it. */
const changing =
  /^(?:delete|terminate|deregister|remove|release|detach|disassociate|revoke|reset|modify|stop|purge|undelete|disable|rm|unlock|update|set)(?:-|$)/;
/** Options that say where to look, not what to take: their values may come from the person. */
const places = new Set([
  '--region',
  '--zone',
  '--location',
  '--project',
  '--subscription',
  '--profile',
  '--output',
  '--format',
  '--member',
  '--role',
]);

/**
 * What a script may not do: take input arguments unquoted, and clean up what it did not make. A cleanup may name only what
 * the test itself wrote down: an id from a query (the first snapshot of a volume, all with a tag) may be somebody else's.
 */
export function lintCommands(test: AtomicTest, reading: Reading, report: Report): void {
  const { executor, dependencies } = test;
  const scripts = [
    executor.command,
    executor.cleanup,
    ...dependencies.flatMap(({ check, get }) => [check, get]),
  ];
  if (!isShell(executor.name)) return;
  for (const script of scripts) if (script) lintQuoting(script, reading);
  for (const script of scripts) if (script) lintWords(script, reading);
  const commands = shellCommands(executor.command.text);
  const saved = new Set(commands.flatMap(keyOf('save')));
  lintDestruction(commands, executor.command, saved, reading);
  if (!executor.cleanup) {
    if (!commands.some((command) => isTool(command) && isMaking(command))) return;
    const why = 'the test has no `cleanup_command`: what it makes stays';
    report(say('cleanupMissing', why, executor.command.at));
    return;
  }
  const cleanup = shellCommands(executor.cleanup.text);
  lintCleanup(cleanup, executor.cleanup, saved, reading);
  const read = new Set([...commands, ...cleanup].flatMap(keyOf('saved')));
  for (const key of saved) {
    if (read.has(key)) continue;
    report(say('leftBehind', `the cleanup does not use '${key}', which the test saves`, executor.cleanup.at));
  }
}

export function isShell(executor: string): boolean {
  return executor === 'sh' || executor === 'bash';
}

/** `'#{name}'`: what fills it in can then be quoted, whatever it holds. */
function lintQuoting(script: Script, reading: Reading): void {
  const { text } = script;
  for (const match of text.matchAll(/#\{(\w+)\}/g)) {
    const [written, name = ''] = match;
    if (text[match.index - 1] === "'" && text[match.index + written.length] === "'") continue;
    const help = `Assign it first, \`${name}='#{${name}}'\`, and write "$${name}".`;
    const line = text.slice(0, match.index).split('\n').length - 1;
    reading.fail(
      'quoting',
      `'${written}' has to stand in single quotes by itself`,
      placeIn(script, line),
      help,
    );
  }
}

/** `"$name"`: a value with blanks or `*` in it stays one word. */
function lintWords(script: Script, reading: Reading): void {
  for (const command of shellCommands(script.text)) {
    for (const word of isTool(command) ? command.words : []) {
      const open = word.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"|\$\([^)]*\)/g, '');
      if (!/\$[A-Za-z_{]/.test(open)) continue;
      const help = 'Put it into double quotes.';
      reading.fail('quoting', `'${word}' has a variable outside quotes`, placeIn(script, command.line), help);
    }
  }
}

/** The keys in `save KEY "$id"` or `$(saved KEY)`. */
function keyOf(helper: string): (command: ShellCommand) => string[] {
  return ({ words }) => (words[0] === helper && words[1] !== undefined ? [unquoted(words[1])] : []);
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}

function isTool({ words }: ShellCommand): boolean {
  return tools.has(words[0] ?? '');
}

function isChanging({ words }: ShellCommand): boolean {
  const verbs = words.slice(1).filter((word) => !word.startsWith('-'));
  return verbs.some((word) => changing.test(word));
}

function isMaking({ words }: ShellCommand): boolean {
  return words.some((word) =>
    /^(?:create|run|register|copy|import|allocate|insert|start|put|grant)(?:-|$)/.test(word),
  );
}

/** Within the test itself: what it destroys it has made, so a variable that came from one of its own calls names it. */
function lintDestruction(
  commands: readonly ShellCommand[],
  script: Script,
  saved: ReadonlySet<string>,
  reading: Reading,
): void {
  const own = new Set<string>();
  for (const { assignments, words } of commands) {
    for (const { name, value } of assignments) if (value.includes('$(')) own.add(name);
    if (words[0] === 'save') for (const name of variablesIn(words[2] ?? '')) own.add(name);
  }
  for (const command of commands) {
    if (!isTool(command) || !isDestroying(command)) continue;
    if (command.words.flatMap(variablesIn).some((name) => own.has(name))) continue;
    const help =
      saved.size > 0 ? 'Name it by an id that a call of this test gave.' : 'Make it first, and save its id.';
    reading.fail(
      'cleanup',
      'the test destroys something that it did not make',
      placeIn(script, command.line),
      help,
    );
  }
}

function isDestroying({ words }: ShellCommand): boolean {
  return words.some((word) => /^(?:delete|terminate|deregister|purge|rm)(?:-|$)/.test(word));
}

function lintCleanup(
  commands: readonly ShellCommand[],
  script: Script,
  saved: ReadonlySet<string>,
  reading: Reading,
): void {
  const fail = ({ line }: ShellCommand, message: string, help?: string): void =>
    reading.fail('cleanup', message, placeIn(script, line), help);
  const known = variablesOf(commands);
  for (const command of commands) {
    const [first, second] = command.words;
    if (first === '.' || first === 'source') fail(command, 'the cleanup runs a file as commands');
    if (first === 'saved' && second !== undefined && !saved.has(unquoted(second)))
      fail(command, `the cleanup reads '${unquoted(second)}', which the test never saves`);
    if (!isTool(command)) continue;
    if (command.substituted || command.piped) {
      const help = 'Save the id when it is made, and read it here with $(saved …).';
      fail(command, 'the cleanup takes from a query what it acts on: that may be somebody else’s', help);
    } else lintCall(command, known, fail);
  }
}

interface Variables {
  /** Hold what the test saved. */
  readonly saved: ReadonlySet<string>;
  /** Hold an input argument, or a word of the script. */
  readonly given: ReadonlySet<string>;
}

function variablesOf(commands: readonly ShellCommand[]): Variables {
  const saved = new Set<string>();
  const given = new Set<string>();
  for (const { assignments, loop } of commands) {
    if (loop?.values.every((value) => /^\w+$/.test(value))) given.add(loop.name);
    for (const { name, value } of assignments) {
      if (/^"?\$\(saved [^)]*\)"?$/.test(value)) saved.add(name);
      else if (/^'#\{\w+\}'$|^'[^']*'$|^[\w.-]*$/.test(value)) given.add(name);
    }
  }
  return { saved, given };
}

type Fail = (command: ShellCommand, message: string, help?: string) => void;

/** A call of the cleanup: it changes only what a saved value names. */
function lintCall(command: ShellCommand, { saved, given }: Variables, fail: Fail): void {
  const { words } = command;
  let named = false;
  words.forEach((word, index) => {
    for (const name of variablesIn(word)) {
      const option = word.startsWith('--') ? word.split('=', 1)[0] : words[index - 1];
      if (saved.has(name)) named = true;
      else if (!given.has(name)) fail(command, `'$${name}' is nothing that the test saved`);
      else if (!places.has(option ?? '') && isChanging(command))
        fail(command, `'$${name}' is given by the person, not saved by the test`);
    }
  });
  if (!named && isChanging(command))
    fail(command, 'the cleanup changes something that the test did not save');
}

/** The text of a block begins on the line after its `|`; of other texts only the beginning has a place. */
function placeIn({ at, text }: Script, line: number): Span {
  const isBlock = (at.length ?? 0) <= BLOCK_MARK && text.length > BLOCK_MARK;
  return isBlock ? { file: at.file, line: at.line + 1 + line, column: 1 } : at;
}

/** `|`, `|-`, `>+`. */
const BLOCK_MARK = 2;
