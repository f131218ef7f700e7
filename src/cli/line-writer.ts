/** Characters that may wait for a slow reader before reading is held back. */
const MOST_WAITING = 4 * 1024 * 1024;

/** Writes lines in their order without making those who add them wait; `ready` is where they wait. */
export class LineWriter {
  private readonly write: (text: string) => Promise<void>;
  private readonly failure = new AbortController();
  private error: unknown;
  private waiting: string[] = [];
  private size = 0;
  private writing: Promise<void> | undefined;

  constructor(write: (text: string) => Promise<void>) {
    this.write = write;
  }

  /** Aborted when a write failed: nobody will take what follows. */
  get failed(): AbortSignal {
    return this.failure.signal;
  }

  add(line: string): void {
    if (this.failed.aborted) return;
    this.waiting.push(line);
    this.size += line.length;
    this.writing ??= this.drain();
  }

  /** Resolves when more may be added. */
  async ready(): Promise<void> {
    while (this.size > MOST_WAITING && this.writing !== undefined) await this.writing;
  }

  /** @throws what the write threw */
  async end(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    if (this.error !== undefined) throw this.error;
  }

  private async drain(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const text = this.waiting.join('');
        this.waiting = [];
        this.size = 0;
        await this.write(text);
      }
    } catch (error) {
      this.error = error;
      this.failure.abort();
    } finally {
      this.writing = undefined;
    }
  }
}
