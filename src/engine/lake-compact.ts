import type { CompactCounts } from '../store/compact.ts';
import { engineFailed } from '../store/lake-error.ts';
import { LakeWriter, type LakeWriterOptions } from '../store/lake-writer.ts';
import type { LockHolder } from '../store/lock.ts';
import type { SealCounts } from '../store/seal.ts';
import { foldOperations } from './operation-records.ts';

export interface LakeCompactResult extends CompactCounts {
  /** What an import that died had left, sealed now. */
  readonly sealed: SealCounts;
  /** The process that died. */
  readonly tookOver: LockHolder | undefined;
}

/**
 * Puts the sealed files of a lake together, one for each provider and day, and seals what an import that died has left.
 *
 * @throws LakeError
 */
export async function compactLake(
  lake: string,
  options: Omit<LakeWriterOptions, 'doing'>,
): Promise<LakeCompactResult> {
  const writer = await LakeWriter.open(lake, { ...options, doing: 'lake compact', create: false });
  try {
    await foldOperations(await writer.resume());
    const sealed = await writer.seal();
    return { ...(await writer.compact()), sealed, tookOver: writer.tookOver };
  } catch (error) {
    throw engineFailed(error, lake, 'written');
  } finally {
    writer.close();
  }
}
