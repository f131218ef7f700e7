import type { Span } from '../core/diagnostic.ts';
import type { Entry, MapNode, Node } from '../lang/sigma/located.ts';
import { type ChangeStatus, changeStatuses } from './change-record.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { changeFields } from './fields.ts';
import type { Mapping } from './mapping.ts';
import { readPrincipal } from './principal-key.ts';
import type { Located } from './record-fields.ts';
import { firstField, namesOf, type Ticket, type TicketSystem, textsOf } from './ticket.ts';
import { ticketTime } from './ticket-time.ts';

interface Seen {
  readonly at: Span;
  count: number;
}

const types: ReadonlyMap<string, string> = new Map(changeFields.map(({ name, type }) => [name, type]));

/** Turns the tickets of one file into records in the form of `changes.yml`; what is unknown is told once for each name. */
export class TicketReader {
  private readonly system: TicketSystem;
  private readonly mapping: Mapping;
  private readonly unknownStatuses = new Map<string, Seen>();
  private readonly unknownPeople = new Map<string, Seen>();

  constructor(system: TicketSystem, mapping: Mapping) {
    this.system = system;
    this.mapping = mapping;
  }

  record(ticket: Ticket): MapNode {
    const entries: Entry[] = [];
    const add = (key: string, value: Node): void => void entries.push({ key, keyAt: value.at, value });
    const names = new Set([...Object.keys(this.system.fields), ...this.mapping.fields.keys()]);
    for (const name of names) {
      const field = firstField(ticket, this.mapping.fields.get(name) ?? this.system.fields[name] ?? []);
      if (field === undefined) continue;
      if (name === 'principals') {
        const keys = this.principals(field);
        if (keys.length > 0) add(name, { kind: 'list', items: keys.map(scalarNode), at: field.at });
      } else this.addField(name, field, ticket, add);
    }
    add('status', scalarNode({ text: this.status(ticket), at: ticket.at }));
    return { kind: 'map', entries, at: ticket.at };
  }

  /** What was not understood, once for each name, with how often it occurred. */
  finish(report: Report): void {
    for (const [written, { at, count }] of this.unknownStatuses) {
      const message = `the state '${written}' of ${tickets(count)} is not known: it is taken for 'pending'`;
      report(say('statusUnknown', message, at, 'Say what it means under `statuses` in a mapping.'));
    }
    for (const [name, { at, count }] of this.unknownPeople) {
      const message = `'${name}' in ${tickets(count)} stands for no principal`;
      report(
        say('principalUnmapped', message, at, 'Name the principal keys under `principals` in a mapping.'),
      );
    }
  }

  private addField(
    name: string,
    field: Node,
    { zone }: Ticket,
    add: (key: string, value: Node) => void,
  ): void {
    const type = types.get(name);
    if (type === 'texts') {
      const items = textsOf(field, 'shown').flatMap(split).map(scalarNode);
      if (items.length > 0) add(name, { kind: 'list', items, at: field.at });
      return;
    }
    const isTime = type === 'time' || type === 'date';
    const [first] = textsOf(field, isTime || name === 'id' ? 'raw' : 'shown');
    if (first === undefined) return;
    if (!isTime) add(name, scalarNode(first));
    else add(name, scalarNode({ ...first, text: withZone(ticketTime(first.text), zone) }));
  }

  private principals(field: Node): Located[] {
    const whole = namesOf(field);
    const known = whole.flatMap((name) => this.keysOf(name));
    if (known.length > 0) return known;
    const keys: Located[] = [];
    for (const part of textsOf(field, 'shown').flatMap(split)) {
      const found = this.keysOf(part);
      keys.push(...found);
      if (found.length === 0) count(this.unknownPeople, part);
    }
    return keys;
  }

  private keysOf({ text, at }: Located): Located[] {
    const mapped = this.mapping.principals.get(text.toLowerCase());
    if (mapped) return mapped.map((key) => ({ text: key, at }));
    return 'key' in readPrincipal(text) ? [{ text, at }] : [];
  }

  private status(ticket: Ticket): ChangeStatus {
    const { status, written } = this.system.statusOf(ticket);
    const [state = ''] = written.split(', ');
    const mapped =
      this.mapping.statuses.get(written.toLowerCase()) ?? this.mapping.statuses.get(state.toLowerCase());
    const direct = changeStatuses.find((one) => one === written.toLowerCase());
    const found = mapped ?? status ?? direct;
    if (found) return found;
    count(this.unknownStatuses, { text: written || 'nothing', at: ticket.at });
    return 'pending';
  }
}

function withZone(time: string, zone: string): string {
  return /\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.test(time) ? `${time}${zone}` : time;
}

function split({ text, at }: Located): Located[] {
  const parts = text.split(/[,;\n]/).map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => ({ text: part, at }));
}

function scalarNode({ text, at }: Located): Node {
  return { kind: 'scalar', value: text, at };
}

function count(seen: Map<string, Seen>, { text, at }: Located): void {
  const known = seen.get(text);
  if (known) known.count += 1;
  else seen.set(text, { at, count: 1 });
}

function tickets(amount: number): string {
  return amount === 1 ? 'one ticket' : `${amount} tickets`;
}
