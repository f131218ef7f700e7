import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillArguments } from '../../src/atomics/arguments.ts';
import type { AtomicTest } from '../../src/atomics/atomic.ts';
import { atomics } from '../support/atomics.ts';
import { temporaryFolder } from '../support/cli.ts';

/**
 * Runs the commands of the shipped tests against stand-ins of `aws`, `az` and `gcloud` that write down how they were called
 * and answer with ids of their own. Nothing else is on the path.
 */
const folder = temporaryFolder();
const bin = join(folder, 'bin');
mkdirSync(bin);
for (const name of ['aws', 'az', 'gcloud', 'ssh-keygen']) {
  const path = join(bin, name);
  writeFileSync(path, standIn(name));
  chmodSync(path, 0o755);
}
for (const name of ['sh', 'sed', 'tail', 'rm', 'wc', 'grep']) {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  symlinkSync(found, join(bin, name));
}

/** One line a call, its words apart; answers `made-N` to the Nth call, and fails at the one that it is told to. */
function standIn(name: string): string {
  return `#!/bin/sh
{ printf '%s' '${name}'; for word; do printf '\\037%s' "$word"; done; printf '\\n'; } >>"$CALLS"
number=$(wc -l <"$CALLS")
number=$((number))
[ "$number" != "$FAIL_AT" ] || exit 1
case "$*" in
  'group exists'*) echo false ;;
  *' wait '*) ;;
  *) echo "made-$number" ;;
esac
`;
}

interface Ran {
  readonly code: number | null;
  readonly err: string;
  /** The words of each call. */
  readonly calls: readonly (readonly string[])[];
}

function runScript(script: string, cwd: string, failAt = 0): Ran {
  const calls = join(cwd, 'calls');
  const before = existsSync(calls) ? readFileSync(calls, 'utf8').split('\n').length - 1 : 0;
  const run = spawnSync(join(bin, 'sh'), ['-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: bin, CALLS: calls, FAIL_AT: String(failAt) },
  });
  const lines = existsSync(calls) ? readFileSync(calls, 'utf8').split('\n').slice(before, -1) : [];
  return { code: run.status, err: run.stderr, calls: lines.map((line) => line.split('\u001f')) };
}

const making = /^(?:create|run|register)(?:-|$)(?!replace)/;
const destroying = /^(?:delete|terminate|deregister|remove|detach)(?:-|$)/;
const idOf = /made-\d+/g;

const has = (words: readonly string[], verb: RegExp): boolean => words.some((word) => verb.test(word));
const idsIn = (words: readonly string[]): string[] => words.flatMap((word) => word.match(idOf) ?? []);

/** Ids that calls gave to what they made. */
function madeBy(calls: readonly (readonly string[])[]): Set<string> {
  return new Set(calls.flatMap((words, index) => (has(words, making) ? [`made-${index + 1}`] : [])));
}

/** Also what describing something of one's own tells of it: the disk that an instance came with. */
function ownOf(calls: readonly (readonly string[])[]): Set<string> {
  const own = madeBy(calls);
  for (const [index, words] of calls.entries())
    if (words.includes('describe') && idsIn(words).every((id) => own.has(id))) own.add(`made-${index + 1}`);
  return own;
}

function groupOf(test: AtomicTest): string {
  return test.inputs.find(({ name }) => name === 'resource_group')?.default ?? '';
}

/** What was destroyed, by id; in Azure the resource group. */
function checkDestroyed(
  test: AtomicTest,
  calls: readonly (readonly string[])[],
  own: ReadonlySet<string>,
): string[] {
  const destroyed: string[] = [];
  for (const words of calls.filter((one) => has(one, destroying))) {
    const ids = idsIn(words);
    const isGroup = words[1] === 'group' && words.includes(groupOf(test));
    expect(ids.length > 0 || isGroup, words.join(' ')).toBe(true);
    for (const id of ids) expect(own, words.join(' ')).toContain(id);
    destroyed.push(...ids, ...(isGroup ? [groupOf(test)] : []));
  }
  return destroyed;
}

const set = { other_account: '111122223333', other_member: 'user:own@elsewhere.example' };
const rows = atomics.map((test) => [test.key, test] as const);

describe.skipIf(process.platform === 'win32')('the commands of', () => {
  it.each(rows)('%s destroy only what they made, and the cleanup the rest', (_key, test) => {
    const cwd = mkdtempSync(join(folder, 'run-'));
    const command = fillArguments(test.executor.command, test, set);
    const whole = runScript(command, cwd);
    expect(whole.err).toBe('');
    expect(whole.code).toBe(0);
    expect(whole.calls.length).toBeGreaterThan(0);
    const made = madeBy(whole.calls);
    const own = ownOf(whole.calls);
    const gone = checkDestroyed(test, whole.calls, own);
    const { cleanup } = test.executor;
    if (!cleanup) {
      expect(made.size).toBe(0);
      return;
    }
    const cleaned = runScript(fillArguments(cleanup, test, set), cwd);
    expect(cleaned.code).toBe(0);
    expect(cleaned.err).toBe('');
    const left = checkDestroyed(test, cleaned.calls, own);
    expect(existsSync(join(cwd, test.inputs.find(({ name }) => name === 'state_file')?.default ?? ''))).toBe(
      false,
    );
    if (test.provider === 'azure') expect(left).toContain(groupOf(test));
    // What was only changed (a lock, a share, an attachment) is no resource of its own.
    else
      for (const id of made)
        expect([...gone, ...left], `${id}: ${whole.calls[Number(id.slice(5)) - 1]?.join(' ')}`).toContain(id);
    expect(runScript(fillArguments(cleanup, test, set), cwd)).toMatchObject({ code: 0, calls: [] });
  });

  it.each(rows.filter(([, { executor }]) => executor.cleanup))(
    '%s may fail anywhere: the cleanup knows what there is',
    (_key, test) => {
      const command = fillArguments(test.executor.command, test, set);
      const cleanup = test.executor.cleanup ? fillArguments(test.executor.cleanup, test, set) : '';
      const total = runScript(command, mkdtempSync(join(folder, 'count-'))).calls.length;
      for (const failAt of new Set([1, Math.min(2, total), Math.ceil(total / 2), total])) {
        const cwd = mkdtempSync(join(folder, 'fail-'));
        const { code, calls } = runScript(command, cwd, failAt);
        expect(code).not.toBe(0);
        expect(calls).toHaveLength(failAt);
        const made = madeBy(calls.slice(0, -1));
        const own = ownOf(calls.slice(0, -1));
        const gone = checkDestroyed(test, calls.slice(0, -1), own);
        const cleaned = runScript(cleanup, cwd);
        expect(cleaned.code).toBe(0);
        const left = [...gone, ...checkDestroyed(test, cleaned.calls, own)];
        if (test.provider !== 'azure') for (const id of made) expect(left).toContain(id);
        else if (failAt > 3) expect(left).toContain(groupOf(test));
      }
    },
  );

  it.each(rows.filter(([, { executor }]) => executor.cleanup))(
    '%s do not begin before an earlier run was cleaned up',
    (_key, test) => {
      const cwd = mkdtempSync(join(folder, 'twice-'));
      const command = fillArguments(test.executor.command, test, set);
      runScript(command, cwd);
      const again = runScript(command, cwd);
      expect(again).toMatchObject({ code: 1, calls: [] });
      expect(again.err).toContain('an earlier run waits for its cleanup');
    },
  );
});

describe.skipIf(process.platform === 'win32')('values that a person sets', () => {
  it.each(rows)('stay words in the commands of %s', (_key, test) => {
    const cwd = mkdtempSync(join(folder, 'quoted-'));
    const nasty = `it's "$(touch pwned)" ; touch pwned #*`;
    const inputs = test.inputs.filter(({ name }) => name !== 'state_file');
    const given = Object.fromEntries(inputs.map(({ name }) => [name, nasty]));
    const { calls } = runScript(fillArguments(test.executor.command, test, given), cwd);
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
    if (inputs.length > 0) expect(calls.flat().some((word) => word.includes(nasty))).toBe(true);
    if (test.executor.cleanup) runScript(fillArguments(test.executor.cleanup, test, given), cwd);
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });
});
