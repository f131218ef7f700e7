/**
 * What is needed to take back the latest steps of a detection: for each frame of steps the values of before. A hunt
 * that has all its events in order never takes anything back and opens no frame; then nothing is kept.
 */
export class Journal {
  private readonly frames: (() => void)[][] = [];
  /** Grows with each frame; 0 while none is open. */
  private current = 0;

  get frame(): number {
    return this.current;
  }

  get depth(): number {
    return this.frames.length;
  }

  /** From here on changes can be taken back. */
  open(): void {
    this.frames.push([]);
    this.current += 1;
  }

  record(undo: () => void): void {
    this.frames.at(-1)?.push(undo);
  }

  /** Takes back everything since the latest frame was opened, and removes the frame. */
  undo(): void {
    const frame = this.frames.pop() ?? [];
    for (let index = frame.length - 1; index >= 0; index -= 1) frame[index]?.();
    this.current += 1;
  }

  /** The oldest frame cannot be taken back any more. */
  commit(): void {
    this.frames.shift();
  }
}
