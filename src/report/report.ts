import type { Finding } from '../detect/finding/finding.ts';
import type { Incident } from '../detect/incident/incident.ts';

export interface ReportContext {
  /** Columns of the terminal; tables fit into them. */
  readonly width: number;
  readonly colour: boolean;
}

/** What a hunt found, in event time. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

/** One way of writing what was found. */
export interface ReportDefinition {
  readonly name: string;
  readonly description: string;
  /** The text in pieces, so that a large result is never one string. */
  render(found: Found, context: ReportContext): Iterable<string>;
}
