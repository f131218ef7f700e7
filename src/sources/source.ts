import type { ByteSource } from '../core/byte-source.ts';

/** One input that is to be read: where it is, and how large it is where that is known. Plain data: it crosses threads. */
export interface Input {
  /** As shown to people and kept as evidence: the path or URL. */
  readonly path: string;
  /** The name of the source that opens it. */
  readonly source: string;
  readonly size?: number;
  /** Another one when the content is another: the time of its last change, an object's tag. */
  readonly version?: string;
}

/** A path that could not be turned into inputs. */
export interface PathProblem {
  readonly path: string;
  readonly kind: 'not-found' | 'no-permission' | 'unreadable' | 'no-match' | 'not-installed';
  readonly detail: string;
}

export interface Listing {
  readonly inputs: readonly Input[];
  readonly problems: readonly PathProblem[];
}

/** A place that bytes come from. */
export interface SourceDefinition {
  readonly name: string;
  readonly description: string;
  /** Whether a path given on the command line is for this source. */
  accepts(path: string): boolean;
  /** The inputs behind a path, in a stable order. Problems are reported, not thrown. */
  list(path: string): Promise<Listing>;
  open(input: Input): ByteSource;
}
