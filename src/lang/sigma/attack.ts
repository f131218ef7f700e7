/**
 * ATT&CK v19 split the tactic Defense Evasion into Stealth and Defense Impairment and renumbered the techniques below;
 * public rules carry both generations. Our canonical generation is v18. Where v19 joined several techniques, the
 * first one listed is what the new number is read as.
 */
const renumbered: readonly (readonly [v18: string, v19: string])[] = [
  ['T1562.001', 'T1685'],
  ['T1562', 'T1685'],
  ['T1562.006', 'T1685'],
  ['T1562.002', 'T1685.001'],
  ['T1562.008', 'T1685.002'],
  ['T1562.012', 'T1685.004'],
  ['T1070.001', 'T1685.005'],
  ['T1070.002', 'T1685.006'],
  ['T1562.004', 'T1686'],
  ['T1562.004', 'T1686.003'],
  ['T1562.007', 'T1686.001'],
  ['T1562.010', 'T1689'],
  ['T1562.003', 'T1690'],
];

const toCanonical = new Map<string, string>();
const toNext = new Map<string, string>();
for (const [v18, v19] of renumbered) {
  if (!toCanonical.has(v19)) toCanonical.set(v19, v18);
  if (!toNext.has(v18)) toNext.set(v18, v19);
}

const tactics: ReadonlySet<string> = new Set([
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
]);

/** The v18 technique id for an id of either generation; `undefined` when the text is no technique id. */
export function canonicalTechnique(text: string): string | undefined {
  const id = text.toUpperCase();
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return undefined;
  return toCanonical.get(id) ?? id;
}

/** The technique id as the given generation writes it. */
export function techniqueIn(id: string, version: 18 | 19): string {
  return version === 19 ? (toNext.get(id) ?? id) : (canonicalTechnique(id) ?? id);
}

/** The v18 tactic for a tactic of either generation, written with `-` or `_`; undefined when there is none. */
export function canonicalTactic(text: string): string | undefined {
  const name = text.toLowerCase().replaceAll('_', '-');
  if (name === 'stealth' || name === 'defense-impairment') return 'defense-evasion';
  return tactics.has(name) ? name : undefined;
}

export interface AttackTags {
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
}

/** What a rule's tags say about ATT&CK, in the canonical generation, each once, in the order of the tags. */
export function readAttackTags(tags: readonly string[]): AttackTags {
  const techniques = new Set<string>();
  const found = new Set<string>();
  for (const tag of tags) {
    if (!tag.toLowerCase().startsWith('attack.')) continue;
    const name = tag.slice('attack.'.length);
    const technique = canonicalTechnique(name);
    const tactic = canonicalTactic(name);
    if (technique) techniques.add(technique);
    if (tactic) found.add(tactic);
  }
  return { techniques: [...techniques], tactics: [...found] };
}
