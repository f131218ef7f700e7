import type { Signal } from '../detect/signal.ts';

export interface ReportContext {
  /** Columns of the terminal; tables fit into them. */
  readonly width: number;
  readonly colour: boolean;
}

/** One way of writing signals. */
export interface ReportDefinition {
  readonly name: string;
  readonly description: string;
  /** The text in pieces, so that a large result is never one string. Signals come in event time. */
  render(signals: readonly Signal[], context: ReportContext): Iterable<string>;
}
