import { get, type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import type { ChangeStatus } from './change-record.ts';
import { fieldName, firstField, type Ticket, type TicketSystem, textsOf, ticketFields } from './ticket.ts';

/** Statuses of the change workflows that Jira Service Management ships, and of its plain ones. */
const statuses: Readonly<Record<ChangeStatus, readonly string[]>> = {
  approved: [
    'approved',
    'scheduled',
    'awaiting_implementation',
    'implementing',
    'implementation',
    'in_progress',
    'work_in_progress',
    'under_review',
  ],
  closed: ['closed', 'done', 'completed', 'resolved', 'implemented'],
  pending: [
    'open',
    'to_do',
    'new',
    'draft',
    'planning',
    'review',
    'authorize',
    'awaiting_approval',
    'awaiting_cab_approval',
    'waiting_for_approval',
    'peer_review_/_change_manager_approval',
    'failed',
  ],
  rejected: ['rejected', 'declined'],
  cancelled: ['canceled', 'cancelled', 'withdrawn'],
};

const meaning: ReadonlyMap<string, ChangeStatus> = new Map(
  Object.entries(statuses).flatMap(([status, names]) => names.map((name) => [name, status as ChangeStatus])),
);

/**
 * Issues of Jira: answers of the REST search (`{issues: [{key, fields}]}`, with `expand=names` also custom fields by their
 * labels) and CSV exports. Planned times stand in custom fields, by the labels that Jira Service Management gives them.
 */
export const jira: TicketSystem = {
  name: 'jira',
  fields: {
    id: ['issue_key', 'key'],
    title: ['summary'],
    owner: ['assignee', 'reporter'],
    principals: ['assignee'],
    resources: ['affected_resources'],
    start: ['planned_start', 'planned_start_date', 'change_start_date', 'change_start', 'start_date'],
    end: [
      'planned_end',
      'planned_end_date',
      'change_completion_date',
      'change_end',
      'end_date',
      'due_date',
      'duedate',
    ],
  },
  statusOf: (ticket) => {
    const written = textsOf(firstField(ticket, ['status']), 'shown')[0]?.text ?? '';
    return { status: meaning.get(fieldName(written)), written };
  },
};

/** @param names labels of fields by their ids, as `expand=names` gives them */
export function jiraTicket(node: MapNode, names: ReadonlyMap<string, string>): Ticket {
  const inner = get(node, 'fields');
  if (inner?.kind !== 'map') return { fields: ticketFields(node.entries), at: node.at, zone: '' };
  const labelled = inner.entries.map((entry) => ({ ...entry, key: names.get(entry.key) ?? entry.key }));
  return { fields: ticketFields([...node.entries, ...labelled, ...inner.entries]), at: node.at, zone: '' };
}

/** The labels of fields in an answer. */
export function jiraNames(root: MapNode): ReadonlyMap<string, string> {
  const names = get(root, 'names');
  if (names?.kind !== 'map') return new Map();
  return new Map(
    names.entries.map(({ key, value }: { key: string; value: Node }) => [key, scalarString(value) ?? key]),
  );
}
