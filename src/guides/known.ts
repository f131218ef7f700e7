import type { Provider } from '../activity/vocabulary.ts';

/** Names that exist. */
export interface Names {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/** What references in guides are held against. */
export interface Known {
  /** Ids of techniques of ATT&CK. */
  readonly techniques: Names;
  /** Ids, names and titles of rules and correlations. */
  readonly rules: Names;
  /** True for a native operation of that cloud, as catalogues write it. */
  readonly isOperation: (cloud: Provider, operation: string) => boolean;
  /** Ids of what guides and playbooks share. */
  readonly pivots: Names;
  readonly logs: Names;
  readonly roles: Names;
  /** Actions with their phases. */
  readonly actions: Names & { get(id: string): string | undefined };
}
