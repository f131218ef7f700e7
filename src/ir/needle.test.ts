import { expect, test } from 'vitest';
import { loadRules } from '../lang/sigma/index.ts';
import { findNeedles, type PathKind } from './needle.ts';

/** `agent` and `who.type` are members that are looked at, `gone` is never there, everything else is somewhere. */
function kindOf(path: string): PathKind {
  if (path.startsWith('gone')) return 'absent';
  return path === 'agent' || path === 'who.type' ? 'member' : 'anywhere';
}

function needles(detection: string): unknown {
  const text = `title: t\nlogsource: {product: aws}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`;
  const { rules } = loadRules([{ path: 'r.yml', text }]);
  const found = findNeedles(rules[0]!, kindOf);
  return (
    found && [...found.inMembers.map(({ path, text: needle }) => `${path}=${needle}`), ...found.anywhere]
  );
}

test.each<[detection: string, needles: readonly string[] | undefined]>([
  ['s: {agent: Evil}\ncondition: s', ['agent="evil"']],
  ['s: {agent|contains: Evil}\ncondition: s', ['agent=evil']],
  ['s: {agent|startswith: Evil}\ncondition: s', ['agent="evil']],
  ['s: {agent|endswith: Evil}\ncondition: s', ['agent=evil"']],
  ['s: {agent: "*Evil*tool?"}\ncondition: s', ['agent=evil']],
  ['s: {agent|contains|cased: Evil}\ncondition: s', ['agent=evil']],
  ['s: {agent|re: ".+:role/evil:.+"}\ncondition: s', ['agent=:role/evil:']],
  ['s: {agent|re: "evils*"}\ncondition: s', ['agent=evil']],
  ['s: {agent|re: "(evil|good)"}\ncondition: s', undefined],
  ['s: {who.type: [Root, Other]}\ncondition: s', ['who.type="root"', 'who.type="other"']],
  ['s: {who.type: Root, agent: Evil}\ncondition: s', ['who.type="root"']],
  ['s: {a.b.c: "evil/tools"}\ncondition: s', ['tools']],
  ['s: {a.b.c: "12345"}\ncondition: s', undefined],
  ['s: {a.b.c: "Ünïcödé"}\ncondition: s', undefined],
  ['s: {agent: ab}\ncondition: s', undefined],
  ['s: {gone.x: anything}\ncondition: s', []],
  ['s: {gone.x: anything}\nt: {agent: Evil}\ncondition: 1 of them', ['agent="evil"']],
  ['s: {agent: Evil}\nt: {a.b.c|exists: true}\ncondition: s or t', undefined],
  ['s: {agent: Evil}\nt: {a.b.c|exists: true}\ncondition: s and not t', ['agent="evil"']],
  ['s: {agent: Evil}\ncondition: not s', undefined],
  ['k: [mimikatz]\ncondition: k', ['mimikatz']],
])('%s', (detection, expected) => {
  expect(needles(detection)).toEqual(expected);
});
