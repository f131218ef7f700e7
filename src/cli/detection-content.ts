import { dirname, resolve } from 'node:path';
import { compareDiagnostics, type Diagnostic, renderDiagnostic } from '../core/diagnostic.ts';
import {
  ContentError,
  enclosingFiles,
  enclosingParameters,
  loadPack,
  loadParameters,
  type Pack,
  type RuleFile,
  readRuleFiles,
} from '../engine/load-content.ts';
import { type Parameters, unusedParameters } from '../engine/parameters.ts';
import type { Correlation } from '../ir/correlation.ts';
import type { Rule, RuleMetadata } from '../ir/rule.ts';
import { loadRules, type ParameterUse, type SourceFile } from '../lang/sigma/index.ts';
import { terminalSafe } from '../report/escape.ts';
import { CommandError } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** The options by which a person says which rules to use; the same for every command that takes rules. */
export interface ContentOptions {
  readonly rules?: readonly string[];
  /** Packs by name or folder; `false` for none. */
  readonly pack?: readonly string[] | false;
  readonly parameters?: string;
  readonly strict?: boolean;
  /** Ids or titles of rules to leave out. */
  readonly excludeRule?: readonly string[];
}

export interface DetectionContent {
  readonly rules: readonly Rule[];
  readonly files: readonly RuleFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly refused: number;
  /** Inner ones before those that refer to them. */
  readonly correlations: readonly Correlation[];
  /** The parameters that rules and correlations ask for, and what is given. */
  readonly parameters: readonly ParameterUse[];
  readonly placeholders: Readonly<Parameters>;
  readonly packs: readonly Pack[];
  /** What to say beside the diagnostics of rules. */
  readonly warnings?: readonly string[];
  /** What correlations refer to in the packs that the given paths lie in; only when asked for. */
  readonly around: readonly (Rule | Correlation)[];
}

/** The pack that is used when none is named. */
export const DEFAULT_PACK = 'cloud-compute';

/** Rule files and their parameters. */
export interface RuleFiles {
  readonly shipped: readonly RuleFile[];
  readonly given: readonly RuleFile[];
  readonly placeholders: Readonly<Parameters>;
  readonly packs: readonly Pack[];
  /** Parameters of the file that nothing uses, in words. */
  readonly warnings: readonly string[];
}

/**
 * Reads the files of packs and of rule paths; a parameters file overrides what packs set.
 *
 * @throws CommandError when a path cannot be read.
 */
export function gatherRuleFiles(
  packNames: readonly string[],
  paths: readonly string[],
  parameters: string | undefined,
): RuleFiles {
  try {
    const packs = packNames.map(loadPack);
    const own = parameters === undefined ? {} : loadParameters(parameters);
    const shipped = packs.flatMap(({ files }) => files);
    const given = readRuleFiles(paths);
    // One file of each folder tells the pack: a path may be a folder that holds several packs.
    const folders = new Map(given.map(({ file }) => [dirname(file), file]));
    const around = [...folders.values()].map(enclosingParameters);
    const set: Parameters = Object.assign({}, ...around, ...packs.map((pack) => pack.parameters));
    const unused = unusedParameters(own, [...shipped, ...given], set);
    return {
      shipped,
      given,
      placeholders: { ...set, ...own },
      packs,
      warnings: unused.map((text) => `warning: ${parameters}: ${text}`),
    };
  } catch (error) {
    if (error instanceof ContentError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}

/**
 * What correlations in rule paths may refer to beside them: the other files of the packs that the paths lie in.
 *
 * @throws CommandError when a pack cannot be read
 */
export function contentAround(
  paths: readonly string[],
  { given, placeholders }: Pick<RuleFiles, 'given' | 'placeholders'>,
): readonly (Rule | Correlation)[] {
  const own = new Set(given.map(({ file }) => resolve(file)));
  const others = enclosingFiles(paths).filter(({ file }) => !own.has(resolve(file)));
  // Correlations among them may refer to the given files: loaded with them, and without what those hold.
  const { rules, correlations } = loadRules([...others, ...given], { placeholders });
  const mine = new Set(given.map(({ path }) => path));
  return [...rules, ...correlations].filter(({ source }) => !mine.has(source.path));
}

/**
 * Loads packs and rule paths. Without either, the shipped pack.
 *
 * @param looksAround whether correlations under the paths may refer to the other files of the packs that these lie in
 * @throws CommandError when a path cannot be read.
 */
export function loadContent(options: ContentOptions, looksAround = false): DetectionContent {
  const named = options.pack === false ? [] : (options.pack ?? [DEFAULT_PACK]);
  const paths = options.rules ?? [];
  const files = gatherRuleFiles(named, paths, options.parameters);
  const { shipped, given, placeholders, packs, warnings } = files;
  const around = looksAround ? contentAround(paths, files) : [];
  // Packs are written with our extensions: strictness is for the rules that the person brings.
  const ofPacks = loadRules(shipped, { placeholders });
  const known = [...around, ...ofPacks.rules, ...ofPacks.correlations];
  const loads = [ofPacks, loadRules(given, { placeholders, strict: options.strict ?? false, known })];
  return {
    rules: unique(loads.flatMap(({ rules }) => rules)).filter(
      (rule) => !isExcluded(rule, options.excludeRule ?? []),
    ),
    correlations: unique(loads.flatMap(({ correlations }) => correlations)).filter(
      (one) => !isExcluded(one, options.excludeRule ?? []),
    ),
    files: [...shipped, ...given],
    diagnostics: loads.flatMap(({ diagnostics }) => diagnostics).toSorted(compareDiagnostics),
    parameters: loads.flatMap(({ parameters }) => parameters),
    placeholders,
    packs,
    warnings,
    around,
    refused: loads.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** Techniques that the packs have guides for. */
export function guideNames({ packs }: Pick<DetectionContent, 'packs'>): ReadonlySet<string> {
  return new Set(packs.flatMap(({ guides }) => guides));
}

function isExcluded({ id, title, name }: RuleMetadata, excluded: readonly string[]): boolean {
  return excluded.some((one) => [id, name, title].some((own) => own?.toLowerCase() === one.toLowerCase()));
}

/** How many rules wait for lists that nobody has filled, and for which. */
export function offIn(rules: readonly Rule[]): { readonly rules: number; readonly lists: readonly string[] } {
  const waiting = rules.filter(({ off }) => off !== undefined);
  return { rules: waiting.length, lists: [...new Set(waiting.flatMap(({ off = [] }) => off))].toSorted() };
}

/** The same rule or correlation given twice (a pack and a folder that holds it) runs once. */
function unique<T extends Rule | Correlation>(rules: readonly T[]): T[] {
  return [...new Map(rules.map((rule) => [`${rule.id}\u001f${rule.digest}`, rule])).values()];
}

/** Prints the warnings, and with carets the diagnostics of these severities. */
export function printDiagnostics(
  {
    diagnostics,
    files,
    warnings = [],
  }: Pick<DetectionContent, 'diagnostics' | 'warnings'> & { readonly files: readonly SourceFile[] },
  severities: readonly Diagnostic['severity'][],
  terminal: Terminal,
): void {
  for (const warning of warnings) terminal.err(`${terminalSafe(warning)}\n`);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const diagnostic of diagnostics) {
    if (!severities.includes(diagnostic.severity)) continue;
    const source = diagnostic.at === undefined ? undefined : texts.get(diagnostic.at.file);
    terminal.err(`${renderDiagnostic(diagnostic, source)}\n`);
  }
}
