import { fold } from '../../ir/fold.ts';

/** Code points and what they become, as two texts of equal length in code points: what SQL's TRANSLATE takes. */
export interface CaseTable {
  readonly from: string;
  readonly to: string;
}

const made = new Map<string, CaseTable>();

/**
 * The mapping as this program has it, so that the engines agree with it whatever edition of Unicode they know. ASCII is
 * in it too.
 */
export function caseTable(name: 'fold' | 'lower' | 'upper'): CaseTable {
  let table = made.get(name);
  if (!table) {
    table = tableOf(mappings[name]);
    made.set(name, table);
  }
  return table;
}

const mappings: Readonly<Record<'fold' | 'lower' | 'upper', (char: string) => string>> = {
  fold,
  lower: (char) => single(char, char.toLowerCase()),
  upper: (char) => single(char, char.toUpperCase()),
};

/** What would become several code points stays. */
function single(char: string, changed: string): string {
  return [...changed].length === 1 ? changed : char;
}

const LAST = 0x10ffff;
const SURROGATES = [0xd800, 0xdfff] as const;

function tableOf(mapping: (char: string) => string): CaseTable {
  let from = '';
  let to = '';
  for (let code = 0; code <= LAST; code += 1) {
    if (code >= SURROGATES[0] && code <= SURROGATES[1]) continue;
    const char = String.fromCodePoint(code);
    const changed = mapping(char);
    if (changed === char) continue;
    from += char;
    to += changed;
  }
  return { from, to };
}
