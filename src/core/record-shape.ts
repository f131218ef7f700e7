import type { JsonObject } from './json.ts';

/** What the value of a member tells the scanner. */
export type MemberUse = 'operation' | 'service' | 'time' | 'id' | 'account';

/** A member of the records of one shape. */
export interface ShapeMember {
  /** At most 30 characters of ASCII. */
  readonly name: string;
  /** The member at the top that it stands in; absent for members at the top. */
  readonly within?: string;
  readonly use?: MemberUse;
  /** A record without it is parsed. */
  readonly required?: boolean;
  /** A record that has it did not plainly succeed. */
  readonly notPlain?: boolean;
  /** A record in which it is another text is parsed, or did not plainly succeed. */
  readonly equals?: { readonly text: string; readonly otherwise: 'parse' | 'not-plain' };
  /** A record in which it is neither an object nor null is parsed, or did not plainly succeed. */
  readonly object?: { readonly otherwise: 'parse' | 'not-plain' };
}

/**
 * What records of one kind look like, so that they can be told apart without being parsed. A record that has a member at
 * its top which is not named here is none of them.
 */
export interface RecordShape {
  readonly name: string;
  /** What the beginning of a file of such records holds. */
  readonly mark: string;
  readonly members: readonly ShapeMember[];
  /** Members at the top that are texts wherever they are there, and those that are objects. */
  readonly texts: readonly string[];
  readonly objects: readonly string[];
  /** Several records can make one operation: all of them, or none, have to be read. */
  readonly folds: boolean;
  /** Records of the operation in their shortest form; the operation can mean what it means in any of them. */
  samples(operation: string, service: string): readonly JsonObject[];
}
