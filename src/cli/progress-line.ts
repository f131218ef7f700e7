import type { Progress } from '../engine/hunt-files.ts';
import { StatusLine } from './status-line.ts';
import type { Terminal } from './terminal.ts';

/** How far a hunt is, on one line of a terminal. */
export class ProgressLine {
  private readonly terminal: Terminal;
  private readonly started: number;
  private readonly status: StatusLine;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.started = terminal.now();
    this.status = new StatusLine(terminal);
  }

  update(progress: Progress): void {
    if (!this.status.isDue) return;
    this.status.show(this.line(progress, (this.terminal.now() - this.started) / 1000));
  }

  /** Of Activities out of a lake. */
  updateShare(done: number, all: number, signals: number): void {
    if (!this.status.isDue) return;
    this.status.show(
      `${Math.floor((100 * done) / Math.max(1, all))} % · ${done.toLocaleString('en-US')} activities · ` +
        `${signals.toLocaleString('en-US')} signals`,
    );
  }

  /** Something else that takes its time. */
  say(text: string): void {
    this.status.say(text);
  }

  clear(): void {
    this.status.clear();
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
