import type { Progress } from '../engine/hunt-files.ts';
import type { Terminal } from './terminal.ts';

const EVERY_MS = 100;

/** One line on stderr that is drawn over itself; silent where stderr is no terminal. */
export class ProgressLine {
  private readonly terminal: Terminal;
  private readonly started: number;
  private drawn = 0;
  private shown = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.started = terminal.now();
  }

  update(progress: Progress): void {
    const now = this.terminal.now();
    if (!this.terminal.errIsTerminal || now - this.drawn < EVERY_MS) return;
    this.drawn = now;
    this.shown = true;
    const line = this.line(progress, (now - this.started) / 1000).slice(0, this.terminal.width - 1);
    this.terminal.err(`\r\u001b[2K${line}`);
  }

  clear(): void {
    if (this.shown) this.terminal.err('\r\u001b[2K');
    this.shown = false;
  }

  private line(
    { inputs, inputsDone, bytes, bytesDone, records, signals, isFlows }: Progress,
    seconds: number,
  ): string {
    if (isFlows)
      return `flow logs: ${inputsDone}/${inputs} inputs · ${(bytesDone / 1_000_000).toFixed(0)} MB`;
    const share = bytes > 0 ? Math.min(1, bytesDone / bytes) : inputsDone / Math.max(1, inputs);
    const left = share > 0.02 && share < 1 ? ` · ${duration((seconds / share) * (1 - share))} left` : '';
    const rate = seconds > 0 ? Math.round(records / seconds).toLocaleString('en-US') : '–';
    return (
      `${Math.floor(share * 100)} % · ${inputsDone}/${inputs} inputs · ${(bytesDone / 1_000_000).toFixed(0)} MB · ` +
      `${records.toLocaleString('en-US')} records · ${rate}/s · ${signals.toLocaleString('en-US')} signals${left}`
    );
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
