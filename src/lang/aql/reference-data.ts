/** What QRadar calls reference data, as the user brought it. Names ignore case. */
export interface ReferenceData {
  readonly collections: readonly ReferenceCollection[];
}

interface Collection {
  readonly name: string;
  /** Values and keys are compared without regard to case (QRadar: ALNIC). */
  readonly ignoreCase: boolean;
}

export type ReferenceCollection =
  | (Collection & { readonly kind: 'set'; readonly values: readonly string[] })
  | (Collection & { readonly kind: 'map'; readonly entries: ReadonlyMap<string, string> })
  | (Collection & { readonly kind: 'map-of-sets'; readonly entries: ReadonlyMap<string, readonly string[]> })
  | (Collection & {
      readonly kind: 'table';
      /** Outer key → inner key (column) → value. */
      readonly rows: ReadonlyMap<string, ReadonlyMap<string, string>>;
    });

export type CollectionKind = ReferenceCollection['kind'];
