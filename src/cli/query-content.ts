import { readFileSync } from 'node:fs';
import { compareDiagnostics, type Diagnostic, renderDiagnostic } from '../core/diagnostic.ts';
import { ContentError } from '../engine/content-error.ts';
import { contentProblem } from '../engine/parameters.ts';
import { lintQuery } from '../engine/query/lint-query.ts';
import { readReferenceFiles } from '../engine/query/reference-files.ts';
import { type LoadedQuery, loadQuery, type QueryOptions } from '../lang/aql/index.ts';
import { safeLines } from '../report/escape.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import type { QueryCommandOptions } from './query-options.ts';
import type { Terminal } from './terminal.ts';

/** A query with where it comes from. */
export interface QueryText {
  /** What diagnostics call it. */
  readonly file: string;
  readonly text: string;
}

/** @throws CommandError when the file cannot be read */
export function readQueryFile(path: string): QueryText {
  return { file: path, text: textOf(path) };
}

/**
 * What the command line says of queries.
 *
 * @throws CommandError when a file cannot be read, or has something wrong in it
 */
export function queryOptionsOf(options: QueryCommandOptions, terminal: Terminal): QueryOptions {
  const files = (options.referenceData ?? []).map((path) => ({ path, text: textOf(path) }));
  const { collections, properties, diagnostics } = readReferenceFiles(files);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const diagnostic of diagnostics) {
    terminal.err(`${safeLines(renderDiagnostic(diagnostic, texts.get(diagnostic.at?.file ?? '')))}\n`);
  }
  if (diagnostics.length > 0) {
    throw new CommandError('the reference data has errors.', { code: exitCodes.rulesRefused });
  }
  return {
    now: options.now ?? terminal.now(),
    zone: options.tz,
    windowColumn: options.windowBy,
    allTimes: options.allTimes ?? false,
    regexMatch: options.matches,
    references: { collections },
    properties,
  };
}

/** A query that can run, with what is to be said of it. */
export type ReadyQuery = LoadedQuery & { readonly query: NonNullable<LoadedQuery['query']> };

/**
 * Loads a query, and prints what is wrong with it.
 *
 * @throws CommandError when it cannot run
 */
export function loadReady({ file, text }: QueryText, options: QueryOptions, terminal: Terminal): ReadyQuery {
  const loaded = loadQuery(file, text, options);
  const { query } = loaded;
  const shown = loaded.diagnostics.filter(({ severity }) => severity !== 'info');
  for (const one of shown) terminal.err(`${renderSafely(one, text)}\n`);
  if (!query) throw new CommandError('the query cannot run.', { code: exitCodes.rulesRefused });
  return { ...loaded, query };
}

/** Everything that is to be said of a query, in the order of its text. */
export function allDiagnostics({ file, text }: QueryText, options: QueryOptions): readonly Diagnostic[] {
  const { diagnostics, query } = loadQuery(file, text, options);
  if (!query) return diagnostics;
  return [...diagnostics, ...lintQuery(file, text, options)].toSorted(compareDiagnostics);
}

/** A diagnostic that does nothing to a terminal, whatever the query holds. */
export function renderSafely(diagnostic: Diagnostic, text: string): string {
  return safeLines(renderDiagnostic(diagnostic, text));
}

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new CommandError(new ContentError(`${path}: ${contentProblem(error)}`).message, {
      code: exitCodes.inputUnreadable,
      cause: error,
    });
  }
}
