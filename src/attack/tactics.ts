/** What the tactics of ATT&CK are called, by the short name that Sigma's tags have. */
const names: Readonly<Record<string, string>> = {
  reconnaissance: 'Reconnaissance',
  'resource-development': 'Resource Development',
  'initial-access': 'Initial Access',
  execution: 'Execution',
  persistence: 'Persistence',
  'privilege-escalation': 'Privilege Escalation',
  'defense-evasion': 'Defense Evasion',
  stealth: 'Stealth',
  'defense-impairment': 'Defense Impairment',
  'credential-access': 'Credential Access',
  discovery: 'Discovery',
  'lateral-movement': 'Lateral Movement',
  collection: 'Collection',
  'command-and-control': 'Command and Control',
  exfiltration: 'Exfiltration',
  impact: 'Impact',
};

/** The name of a tactic; the short name itself when ATT&CK has no such tactic. */
export function tacticName(shortName: string): string {
  return names[shortName] ?? shortName;
}

/** The tactics of a technique as each edition has them, the newest first. ATT&CK 19 split Defense Evasion in two. */
export function tacticsByEdition(
  tactics: Readonly<Record<string, readonly string[]>>,
): readonly { readonly edition: string; readonly tactics: readonly string[] }[] {
  return Object.entries(tactics)
    .map(([edition, own]) => ({ edition, tactics: own }))
    .sort((a, b) => Number(b.edition) - Number(a.edition));
}
