/** A row of a table, an event or a document. */
export type Row = Readonly<Record<string, unknown>>;
