import { compareDiagnostics, type Diagnostic, renderDiagnostic } from '../core/diagnostic.ts';
import { ContentError, loadPack, loadParameters, readRuleFiles } from '../engine/load-content.ts';
import type { Rule } from '../ir/rule.ts';
import { loadRules, type SourceFile } from '../lang/sigma/index.ts';
import { CommandError } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** The options by which a person says which rules to use; the same for every command that takes rules. */
export interface ContentOptions {
  readonly rules?: readonly string[];
  /** Packs by name or folder; `false` for none. */
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly strict?: boolean;
}

export interface DetectionContent {
  readonly rules: readonly Rule[];
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly refused: number;
}

const DEFAULT_PACK = 'cloud-compute';

/**
 * Loads packs and rule paths. Without either, the shipped pack.
 *
 * @throws CommandError when a path cannot be read.
 */
export async function loadContent(options: ContentOptions): Promise<DetectionContent> {
  try {
    const named = options.pack === false ? [] : (options.pack ?? [DEFAULT_PACK]);
    const packs = await Promise.all(named.map(loadPack));
    const own = options.parameters === undefined ? {} : await loadParameters(options.parameters);
    const placeholders = Object.assign({}, ...packs.map(({ parameters }) => parameters), own) as Record<
      string,
      string[]
    >;
    const strict = options.strict ?? false;
    const given = await readRuleFiles(options.rules ?? []);
    const shipped = packs.flatMap(({ files }) => files);
    // Packs are written with our extensions: strictness is for the rules that the person brings.
    const loads = [loadRules(shipped, { placeholders }), loadRules(given, { placeholders, strict })];
    return {
      rules: unique(loads.flatMap(({ rules }) => rules)),
      files: [...shipped, ...given],
      diagnostics: loads.flatMap(({ diagnostics }) => diagnostics).toSorted(compareDiagnostics),
      refused: loads.reduce((sum, { refused }) => sum + refused, 0),
    };
  } catch (error) {
    if (error instanceof ContentError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

/** The same rule given twice (a pack and a folder that holds it) runs once. */
function unique(rules: readonly Rule[]): Rule[] {
  return [...new Map(rules.map((rule) => [`${rule.id}\u001f${rule.digest}`, rule])).values()];
}

/** Prints the diagnostics of at least this severity, with carets. */
export function printDiagnostics(
  { diagnostics, files }: Pick<DetectionContent, 'diagnostics' | 'files'>,
  severities: readonly Diagnostic['severity'][],
  terminal: Terminal,
): void {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const diagnostic of diagnostics) {
    if (!severities.includes(diagnostic.severity)) continue;
    const source = diagnostic.at === undefined ? undefined : texts.get(diagnostic.at.file);
    terminal.err(`${renderDiagnostic(diagnostic, source)}\n`);
  }
}
