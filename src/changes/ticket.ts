import type { Span } from '../core/diagnostic.ts';
import { type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import type { ChangeStatus } from './change-record.ts';
import type { Located } from './record-fields.ts';

/** A ticket of any system: its fields by normalised name (`Planned start date` and `planned_start_date` are one). */
export interface Ticket {
  readonly fields: ReadonlyMap<string, Node>;
  readonly at: Span;
  /** What to put behind times without a zone: `Z` where the system is known to export UTC, else nothing. */
  readonly zone: '' | 'Z';
}

/** A ticket system: how its exports are read. */
export interface TicketSystem {
  readonly name: string;
  /** Where each field of ours stands, the most exact first. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** What the ticket's own words mean; undefined: they are not known. */
  statusOf(ticket: Ticket): { readonly status: ChangeStatus | undefined; readonly written: string };
}

export function fieldName(written: string): string {
  const label = /^custom field \((.*)\)$/i.exec(written.trim())?.[1] ?? written;
  return label
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

export function ticketFields(entries: MapNode['entries']): Map<string, Node> {
  const fields = new Map<string, Node>();
  for (const { key, value } of entries) {
    const name = fieldName(key);
    if (isFilled(value) && !fields.has(name)) fields.set(name, value);
  }
  return fields;
}

function isFilled(node: Node): boolean {
  if (node.kind === 'scalar') return node.value !== null && node.value !== '';
  return node.kind === 'list' ? node.items.length > 0 : node.entries.length > 0;
}

const shownKeys = ['display_value', 'displayname', 'value', 'name', 'emailaddress', 'key', 'id'];
const rawKeys = ['value', ...shownKeys];

/** The texts of a field: of references and options what they show, or their raw value. */
export function textsOf(node: Node | undefined, want: 'shown' | 'raw'): Located[] {
  if (node === undefined) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => textsOf(item, want));
  if (node.kind === 'scalar') {
    const text = scalarString(node)?.trim();
    return text ? [{ text, at: node.at }] : [];
  }
  for (const wanted of want === 'raw' ? rawKeys : shownKeys) {
    const found = node.entries.find(({ key }) => key.toLowerCase() === wanted)?.value;
    const text = scalarString(found)?.trim();
    if (found && text) return [{ text, at: found.at }];
  }
  return [];
}

/** Every name that a person or thing goes by in a field, for look-ups. */
export function namesOf(node: Node): Located[] {
  if (node.kind === 'list') return node.items.flatMap(namesOf);
  if (node.kind === 'scalar') return textsOf(node, 'shown');
  return node.entries.flatMap(({ value }) => (value.kind === 'scalar' ? textsOf(value, 'shown') : []));
}

/** The first of these fields that the ticket has. */
export function firstField(ticket: Ticket, names: readonly string[]): Node | undefined {
  for (const name of names) {
    const found = ticket.fields.get(fieldName(name));
    if (found) return found;
  }
  return undefined;
}
