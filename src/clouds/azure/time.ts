import type { Json } from '../../core/json.ts';
import { epochMs } from '../time.ts';

const portal = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))? ?([AP]M)$/;
const powershell = /^\/Date\((\d{10,16})\)\/$/;

/**
 * The time of a row. Besides what every cloud writes: `12/22/2025, 11:15:00.123 AM`, the CSV export of the portal, and
 * `/Date(1766402100000)/`, the JSON of Windows PowerShell.
 */
export function timeOf(value: Json | undefined): number | undefined {
  const time = epochMs(value);
  if (time !== undefined || typeof value !== 'string') return time;
  const milliseconds = powershell.exec(value)?.[1];
  return milliseconds ? Number(milliseconds) : portalTime(value);
}

function portalTime(value: string): number | undefined {
  const match = portal.exec(value);
  if (!match) return undefined;
  const [, month, day, year, hour, minute, second, fraction = '', half] = match;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const pad = (part: string | number | undefined): string => String(part).padStart(2, '0');
  return epochMs(
    `${year}-${pad(month)}-${pad(day)}T${pad(hours)}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
  );
}
