import { describe, expect, it } from 'vitest';
import { siemTargets } from '../../../src/convert/index.ts';
import { pack } from '../../support/chains/hunting.ts';
import { carriedBy } from '../../support/siem/conversions.ts';
import { type Lexeme, lex } from '../../support/siem/lexer.ts';
import { runners } from '../../support/siem/runners.ts';

/** The names in a query that are fields. */
const fieldWords: Readonly<Record<string, (lexemes: readonly Lexeme[]) => readonly string[]>> = {
  logscale: (lexemes) =>
    lexemes
      .filter(({ kind, text }, at) => kind === 'word' && text.includes('.') && lexemes[at + 1]?.text !== '(')
      .map(({ text }) => text),
  chronicle: (lexemes) =>
    lexemes.filter(({ text }) => /^\$e\d*\./.test(text)).map(({ text }) => text.replace(/^\$e\d*\./, '')),
  sumo: (lexemes) => {
    const made = new Set(lexemes.filter((_one, at) => isMade(lexemes, at)).map(({ text }) => text));
    return lexemes
      .filter(({ kind, text }, at) => kind === 'word' && /^!?\w+_/.test(text) && lexemes[at + 1]?.text !== '(')
      .map(({ text }) => text)
      .filter((text) => !made.has(text));
  },
};

/** Behind `as`, or in the list behind it. */
function isMade(lexemes: readonly Lexeme[], at: number): boolean {
  let place = at;
  while (lexemes[place - 1]?.text === ',') place -= 2;
  return lexemes[place - 1]?.text === 'as';
}

const known: Readonly<Record<string, RegExp>> = {
  logscale: /^(?:Vendor\.|#event\.)/,
  chronicle: /^(?:metadata|network|principal|security_result|src|target|additional)\./,
  sumo: /^_sourceCategory$|^_messagetime$|^_raw$/,
};

describe.each(siemTargets)('$name', (target) => {
  const carried = carriedBy(target);

  it('has a query or a reason for every rule and correlation of the pack', () => {
    expect(carried).toHaveLength(pack.rules.length + pack.correlations.length);
    const silent = carried.filter(({ queries, refusals }) => queries.length + refusals.length === 0);
    expect(silent).toEqual([]);
    const vague = carried.flatMap(({ refusals }) => refusals.filter(({ reason }) => reason.length < 12));
    expect(vague).toEqual([]);
  });

  it('tells in the comment of a query what it says differently', () => {
    for (const { queries } of carried)
      for (const { document, losses, differences } of queries) {
        const told = document.match(/(?:Finds more|Finds less|Differs): /g)?.length ?? 0;
        expect(told > 0).toBe(losses.length + differences.length > 0);
      }
  });

  it('writes queries that can be read', () => {
    const queries = carried.flatMap(({ queries: some }) => some);
    expect(queries.length).toBeGreaterThan(100);
    const runner = runners.find((one) => one.target === target.name);
    for (const { query, service } of queries) {
      if (runner) runner.finds(query, service, []);
      else {
        const isKnown = known[target.name] as RegExp;
        const strange = fieldWords[target.name]?.(lex(query)).filter((word) => !isKnown.test(word));
        expect(strange, query).toEqual([]);
      }
    }
  });
});
