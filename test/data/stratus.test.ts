import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { rank } from '../../src/core/levels.ts';
import { hunt } from '../support/chains/hunting.ts';

/** Real logs of attack techniques, each with what it shows; they stay outside the project. Without them this is skipped. */
const data = new URL('../../../shared/data/aws/', import.meta.url);

interface Label {
  readonly file: string;
  readonly ref_techniques: readonly string[];
  readonly in_scope: boolean;
}

const labels: readonly (readonly [string, Label])[] = existsSync(data)
  ? Object.entries(
      JSON.parse(readFileSync(new URL('stratus-labels.json', data), 'utf8')) as Record<string, Label>,
    )
  : [];
const inScope = labels.filter(([, label]) => label.in_scope);

function recordsOf({ file }: Label): readonly JsonObject[] {
  const content = JSON.parse(readFileSync(new URL(file.replace('stratus/aws/', 'stratus/'), data), 'utf8'));
  return Array.isArray(content) ? content : content.Records;
}

describe.skipIf(labels.length === 0)('logs of Stratus Red Team', () => {
  it('are there, those in scope among them', () => expect(inScope.length).toBeGreaterThan(5));

  it.each(inScope)('%s: a finding with its technique, at or above medium', (_name, label) => {
    const { findings } = hunt(recordsOf(label));
    const shown = findings.filter(({ level }) => rank(level) >= rank('medium'));
    for (const technique of label.ref_techniques) {
      expect(shown.flatMap(({ rule }) => rule.techniques)).toContain(technique);
    }
  });
});
