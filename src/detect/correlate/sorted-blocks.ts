/** Numbers in ascending order, in blocks, so that adding one among many moves few. */
export type SortedBlocks = number[][];

const LONGEST = 512;

export function addSorted(blocks: SortedBlocks, value: number): void {
  const index = blockOf(blocks, value);
  const block = blocks[index];
  if (!block) {
    blocks.push([value]);
    return;
  }
  block.splice(place(block, value), 0, value);
  if (block.length > LONGEST) blocks.splice(index, 1, block.slice(0, LONGEST / 2), block.slice(LONGEST / 2));
}

/** Removes one occurrence of a value that is there. */
export function removeSorted(blocks: SortedBlocks, value: number): void {
  for (let index = firstHolding(blocks, value); index < blocks.length; index += 1) {
    const block = blocks[index] as number[];
    const at = place(block, value);
    if (block[at] !== value) continue;
    block.splice(at, 1);
    if (block.length === 0) blocks.splice(index, 1);
    return;
  }
}

/**
 * The value at a percentile (0–100), interpolated linearly between the nearest ranks; undefined when there is none.
 */
export function percentileOf(blocks: SortedBlocks, percentile: number): number | undefined {
  const count = blocks.reduce((sum, { length }) => sum + length, 0);
  if (count === 0) return undefined;
  const position = (percentile / 100) * (count - 1);
  const below = at(blocks, Math.floor(position));
  const above = at(blocks, Math.ceil(position));
  return below + (above - below) * (position - Math.floor(position));
}

function at(blocks: SortedBlocks, rank: number): number {
  let before = 0;
  for (const block of blocks) {
    if (rank < before + block.length) return block[rank - before] as number;
    before += block.length;
  }
  return Number.NaN;
}

/** The block that a new value belongs into: the last one that does not begin after it. */
function blockOf(blocks: SortedBlocks, value: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((blocks[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first block that may hold the value: its last number is not below it. */
function firstHolding(blocks: SortedBlocks, value: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle]?.at(-1) ?? Number.NEGATIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the first number that is not below the value. */
function place(block: readonly number[], value: number): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((block[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
