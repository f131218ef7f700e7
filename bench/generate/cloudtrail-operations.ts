import { notable } from './cloudtrail-notable.ts';
import { otherReads } from './cloudtrail-other-reads.ts';
import { commonReads } from './cloudtrail-reads.ts';
import type { Operation } from './cloudtrail-scene.ts';
import { writes } from './cloudtrail-writes.ts';

/** The calls of an ordinary day: four fifths read. */
export const operations: readonly Operation[] = [...commonReads, ...otherReads, ...writes, ...notable];
