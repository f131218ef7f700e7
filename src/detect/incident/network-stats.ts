/** What reading flow and DNS logs came to. read = linked + duplicates + the sums of unlinked, skipped and rejected. */
export interface NetworkStats {
  readonly inputs: { readonly read: number; readonly withProblems: number };
  readonly bytes: { readonly compressed: number; readonly text: number };
  readonly records: {
    /** Flows and queries: an entry of Azure's holds many flows. */
    readonly read: number;
    readonly linked: number;
    readonly duplicates: number;
    /** Readable, and of no instance that is followed; by reason. */
    readonly unlinked: Readonly<Record<string, number>>;
    readonly skipped: Readonly<Record<string, number>>;
    readonly rejected: Readonly<Record<string, number>>;
  };
  /** Instances that records were looked for, and those that were too many. */
  readonly instances: { readonly followed: number; readonly left: number };
  readonly problems: readonly { readonly path: string; readonly kind: string; readonly detail: string }[];
  /** Places of what was rejected; all are counted. */
  readonly rejectedPlaces: readonly {
    readonly path: string;
    readonly reason: string;
    readonly place: { readonly index: number; readonly offset?: number; readonly line?: number };
    readonly detail: string;
  }[];
  /** What was let go because there was too much of it. */
  readonly evicted: Readonly<Record<string, number>>;
}
