import type { MapNode } from '../lang/sigma/located.ts';
import type { ChangeStatus } from './change-record.ts';
import { firstField, type Ticket, type TicketSystem, textsOf, ticketFields } from './ticket.ts';

/** States of `change_request` in the base system: the value of the field, and its label. */
const states: ReadonlyMap<string, 'before' | 'ready' | 'closed' | 'cancelled'> = new Map([
  ['-5', 'before'],
  ['new', 'before'],
  ['-4', 'before'],
  ['assess', 'before'],
  ['-3', 'before'],
  ['authorize', 'before'],
  ['-2', 'ready'],
  ['scheduled', 'ready'],
  ['-1', 'ready'],
  ['implement', 'ready'],
  ['0', 'ready'],
  ['review', 'ready'],
  ['3', 'closed'],
  ['closed', 'closed'],
  ['closed_complete', 'closed'],
  ['4', 'cancelled'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

const byState = { before: 'pending', ready: 'approved', closed: 'closed', cancelled: 'cancelled' } as const;

/**
 * Change requests of ServiceNow: the Table API (`{result: […]}`), the list's JSON export (`{records: […]}`) and its CSV, by
 * names or labels of columns. The planned window counts, not the actual one, which whoever works on the change writes.
 */
export const serviceNow: TicketSystem = {
  name: 'servicenow',
  fields: {
    id: ['number'],
    title: ['short_description', 'description'],
    owner: ['assigned_to', 'requested_by', 'opened_by', 'assignment_group'],
    principals: ['assigned_to'],
    resources: ['cmdb_ci', 'configuration_item'],
    start: ['start_date', 'planned_start_date'],
    end: ['end_date', 'planned_end_date'],
  },
  statusOf: (ticket) => {
    const state = textsOf(firstField(ticket, ['state']), 'raw')[0]?.text ?? '';
    const approval = textsOf(firstField(ticket, ['approval']), 'raw')[0]?.text.toLowerCase() ?? '';
    const written = [state, approval].filter((part) => part !== '').join(', ');
    return {
      status: statusOf(states.get(state.toLowerCase().replace(/\s+/g, '_')), state, approval),
      written,
    };
  },
};

/**
 * Approved is what the approval says; without one, a state that comes after it. Rejected and not yet requested approvals
 * count against the state: an emergency change may be worked on before anybody has agreed.
 */
function statusOf(
  known: 'before' | 'ready' | 'closed' | 'cancelled' | undefined,
  state: string,
  approval: string,
): ChangeStatus | undefined {
  if (known === 'cancelled' || /^cancell?ed$/.test(approval)) return 'cancelled';
  if (approval === 'rejected') return 'rejected';
  if (state !== '' && known === undefined) return undefined;
  if (approval === 'approved') return known === 'closed' ? 'closed' : 'approved';
  if (approval !== '') return 'pending';
  return known === undefined ? undefined : byState[known];
}

/** Records of an export; those that are no change (no number) are left to the reader of records to refuse. */
export function serviceNowTicket(node: MapNode): Ticket {
  const fields = ticketFields(node.entries);
  return { fields, at: node.at, zone: holdsRawValues(fields) ? 'Z' : '' };
}

/**
 * The Table API gives values as they are stored, in UTC, unless it is asked for display values, which are in the zone of the
 * user who asks; exports of lists hold display values. A state is a number only among stored values.
 */
function holdsRawValues(fields: Ticket['fields']): boolean {
  const state = fields.get('state') ?? fields.get('start_date');
  if (state?.kind === 'map') return state.entries.some(({ key }) => key === 'value');
  return /^-?\d+$/.test(textsOf(fields.get('state'), 'raw')[0]?.text ?? '');
}
