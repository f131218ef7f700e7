const ticketKey =
  /^(?:[\w-]+[:/])?(?:change|chg|ticket|itsm|jira|servicenow|snow|rfc|cr)(?:[-_ .]?(?:id|no|nr|number|ref|reference|ticket|request|key|issue))*$/i;
const ticketValue =
  /^#?((?:CHG|CRQ|RFC|REQ|RITM|INC|TASK|CTASK|CR)[-_ ]?\d{3,12}|[A-Z][A-Z0-9_]{1,14}-\d{1,9})$/i;

/**
 * The id of a change ticket among tags or labels: a key that means a ticket (`change-id`, `ticket`, `jira`) and a value
 * that looks like one (`CHG0012345`, `OPS-123`). `declared` is a value that stands for itself, such as an STS source
 * identity; session names and descriptions do not count, anybody writes them.
 */
export function findTicket(
  tags: Readonly<Record<string, string>> | undefined,
  declared?: string,
): string | undefined {
  if (tags) {
    for (const [key, value] of Object.entries(tags)) {
      const ticket = ticketKey.test(key) ? ticketValue.exec(value.trim())?.[1] : undefined;
      if (ticket) return ticket.toUpperCase();
    }
  }
  return declared === undefined ? undefined : ticketValue.exec(declared)?.[1]?.toUpperCase();
}
