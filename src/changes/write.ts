import { stringify } from 'yaml';
import { formatTime } from '../core/time.ts';
import type { ChangeRecord } from './change-record.ts';
import { formatVersion } from './fields.ts';

/** The records as `changes.yml`, which reads back to the same records. All times name their zone. */
export function writeChanges(changes: readonly ChangeRecord[]): string {
  const document = { version: formatVersion, changes: changes.map(plain) };
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

function plain({
  id,
  title,
  kind,
  family,
  owner,
  reviewed,
  expires,
  status,
  scope,
  windows,
}: ChangeRecord): object {
  const limits = Object.entries(scope).filter(([, limit]) =>
    Array.isArray(limit) ? limit.length > 0 : Object.keys(limit as object).length > 0,
  );
  return {
    id,
    title,
    kind,
    ...(family && { family }),
    ...(owner && { owner }),
    ...(reviewed !== undefined && { reviewed: time(reviewed) }),
    ...(expires !== undefined && { expires: time(expires) }),
    status,
    ...Object.fromEntries(limits),
    ...(windows.length > 0 && {
      windows: windows.map(({ start, end }) => ({ start: time(start), end: time(end) })),
    }),
  };
}

function time(at: number): string {
  return formatTime(at).replace('.000Z', 'Z');
}
