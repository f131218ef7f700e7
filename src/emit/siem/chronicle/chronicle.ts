import { lineComment } from '../comment.ts';
import type { Plan } from '../fold-plan.ts';
import { defineTarget, type Language } from '../language.ts';
import { write, writeLines } from '../say.ts';
import type { QueryAbout, SiemTarget } from '../target.ts';
import { correlate } from './correlate.ts';
import { grammar, metaLines, ruleName } from './rule-text.ts';
import { createSpeaker, firstValue } from './speaker.ts';
import { tables, type UdmTable } from './tables.ts';

function writePlan({ where }: Plan<string>, { logType, cloud }: UdmTable, about: QueryAbout): string {
  const items = where.kind === 'all' ? where.items : [where];
  const lines = items.map((item) =>
    item.kind === 'any' ? `    (${writeLines(item, grammar, '     ')})` : `    ${write(item, grammar)}`,
  );
  return [
    `rule ${ruleName(`${about.title} ${cloud}`)} {`,
    ...metaLines(about),
    '',
    '  events:',
    `    $e.metadata.log_type = "${logType}"`,
    ...lines,
    '',
    '  condition:',
    '    $e',
    '}',
  ].join('\n');
}

const language: Language<UdmTable, string> = {
  name: 'chronicle',
  title: 'Google SecOps (YARA-L 2.0)',
  extension: 'yaral',
  tables,
  speaker: createSpeaker,
  write: writePlan,
  value: firstValue,
  correlate,
  comment: (lines) => lineComment('//', lines),
};

/** Google SecOps: YARA-L 2.0 over the Unified Data Model, which keeps little of what requests say. */
export const definition: SiemTarget = defineTarget(language);
