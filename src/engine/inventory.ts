import { recognise } from '../clouds/index.ts';
import { ReadError } from '../core/byte-source.ts';
import type { JsonObject } from '../core/json.ts';
import { decode, defaultLimits, type Limits } from '../decode/index.ts';
import {
  type BuildOptions,
  type Inventory,
  InventoryBuilder,
  isInventoryFile,
  readInventory,
  recogniseListing,
} from '../inventory/index.ts';
import { type Input, listInputs, openInput } from '../sources/index.ts';
import { withoutDetection } from './close-operation.ts';
import { huntFiles, type Progress } from './hunt-files.ts';

export interface BuildInventoryOptions extends BuildOptions {
  /** Worker threads for logs. */
  readonly threads: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the reading early; what was read until then is given. */
  readonly signal?: AbortSignal;
}

export interface BuiltInventory {
  readonly inventory: Inventory;
  /** How many listings of each shape were read. */
  readonly listings: ReadonlyMap<string, number>;
  /** Activities of the logs. */
  readonly activities: number;
  /** Listings that are one page of several: what they leave out may exist. */
  readonly partial: readonly string[];
  /** What could not be read, in words, with its path. */
  readonly problems: readonly string[];
}

/** A listing is one JSON value however many resources it has, so the caps that protect from odd records are wider. */
const limits: Limits = { ...defaultLimits, members: 50_000_000, recordBytes: 512 * 1024 * 1024 };
/** So many audit records and no listing: the file is a log. */
const ENOUGH = 20;

/** The input is a log: nothing more of it is needed here. */
class IsLog extends Error {}

interface Sighted {
  listings: number;
  auditRecords: number;
  readonly problems: string[];
}

/**
 * One inventory of everything behind the paths: listings of the clouds and earlier inventories, told by content, and audit logs, whose Activities say
 * what was made and deleted, when and by whom.
 *
 * @throws InventoryFileError for a file of inventory of another version; a worker's error when one dies
 */
export async function buildInventory(
  paths: readonly string[],
  options: BuildInventoryOptions,
): Promise<BuiltInventory> {
  const builder = new InventoryBuilder(options);
  const listings = new Map<string, number>();
  const partial: string[] = [];
  const { inputs, problems: missing } = await listInputs(paths);
  const problems = missing.map(({ path, detail }) => `${path}: ${detail}`);
  const logs: Input[] = [];
  for (const input of inputs) {
    if (options.signal?.aborted) break;
    const sighted = await readListings(input, (record) => {
      if (isInventoryFile(record)) {
        builder.addInventory(readInventory(record));
        listings.set('inventory', (listings.get('inventory') ?? 0) + 1);
        return true;
      }
      const listing = recogniseListing(record);
      if (!listing) return false;
      builder.addListing(listing);
      listings.set(listing.shape, (listings.get(listing.shape) ?? 0) + 1);
      if (listing.isPartial) partial.push(`${input.path}: ${listing.shape}`);
      return true;
    });
    const isLog = sighted.auditRecords > 0 || sighted.listings === 0;
    if (isLog && input.source === 'stdin') {
      problems.push(`${input.path}: no listing of a cloud; give logs as files or folders`);
    } else if (isLog) logs.push(input);
    else for (const problem of sighted.problems) problems.push(problem);
  }
  let activities = 0;
  if (logs.length > 0) {
    const { stats } = await huntFiles({ inputs: logs, problems: [] }, [], {
      ...withoutDetection,
      everyActivity: true,
      threads: options.threads,
      onActivity: (activity) => {
        activities += 1;
        builder.addActivity(activity);
      },
      ...(options.onProgress && { onProgress: options.onProgress }),
      ...(options.signal && { signal: options.signal }),
    });
    for (const { path, kind, detail } of stats.problems) problems.push(`${path}: ${kind}: ${detail}`);
  }
  return { inventory: builder.build(), listings, activities, partial, problems };
}

/**
 * One side of a comparison: a file of inventory, or what its listings and logs build.
 *
 * @throws as `buildInventory`
 */
export async function loadInventory(path: string, options: BuildInventoryOptions): Promise<BuiltInventory> {
  const { inputs } = await listInputs([path]);
  const [only] = inputs;
  if (inputs.length === 1 && only && only.source !== 'stdin') {
    let found: Inventory | undefined;
    await readListings(only, (record) => {
      if (!isInventoryFile(record)) return false;
      found = readInventory(record);
      return true;
    });
    if (found) return { inventory: found, listings: new Map(), activities: 0, partial: [], problems: [] };
  }
  return buildInventory([path], options);
}

/** @param take gives false for what is no listing */
async function readListings(input: Input, take: (record: JsonObject) => boolean): Promise<Sighted> {
  const sighted: Sighted = { listings: 0, auditRecords: 0, problems: [] };
  try {
    const { problem } = await decode(
      openInput(input),
      {
        record: (record, container, { index }) => {
          if (take(record)) sighted.listings += 1;
          else if (recognise(record, { container, index, path: input.path })) sighted.auditRecords += 1;
          if (sighted.listings === 0 && sighted.auditRecords >= ENOUGH) throw new IsLog();
        },
        skip: () => undefined,
        reject: (reason, { line }, detail) =>
          sighted.problems.push(`${input.path}:${line === undefined ? '' : `${line}:`} ${reason}: ${detail}`),
      },
      limits,
    );
    if (problem) sighted.problems.push(`${input.path}: ${problem.detail}`);
  } catch (error) {
    if (error instanceof ReadError) sighted.problems.push(`${input.path}: ${error.message}`);
    else if (!(error instanceof IsLog)) throw error;
  }
  return sighted;
}
