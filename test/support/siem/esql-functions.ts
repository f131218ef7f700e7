import { contains, parseNetwork } from '../../../src/ir/cidr.ts';
import { timePart } from '../../../src/ir/timestamp.ts';

/** The pattern of LIKE as an expression. */
export function globRegex(glob: string): RegExp {
  const source = glob.replace(/\\(.)|[*?]|[.+^${}()|[\]]/gs, (text, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
    if (text === '*') return '[^]*';
    return text === '?' ? '[^]' : `\\${text}`;
  });
  return new RegExp(`^${source}$`);
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Functions of ES|QL whose arguments are all there. */
export const functions: Record<string, (...values: unknown[]) => unknown> = {
  TO_LOWER: (value) => text(value)?.toLowerCase() ?? null,
  TO_STRING: (value) => (Array.isArray(value) ? value.map(String) : String(value)),
  TO_IP: (value) => value,
  TO_DOUBLE: (value) => (Number.isNaN(Number(value)) || value === '' ? null : Number(value)),
  TO_DATETIME: (value) => (typeof value === 'number' ? value : Date.parse(String(value))),
  STARTS_WITH: (value, start) => text(value)?.startsWith(String(start)) ?? null,
  ENDS_WITH: (value, end) => text(value)?.endsWith(String(end)) ?? null,
  LOCATE: (value, part) => String(value).indexOf(String(part)) + 1,
  MV_CONCAT: (value, separator) => (Array.isArray(value) ? value.join(String(separator)) : String(value)),
  CIDR_MATCH: (value, ...networks) =>
    networks.some((network) => {
      const parsed = parseNetwork(String(network));
      return parsed !== undefined && contains(parsed, String(value));
    }),
  DATE_EXTRACT: (part, time) => {
    const parts: Record<string, 'hour' | 'minute' | 'weekday' | 'day' | 'week' | 'month' | 'year'> = {
      HOUR_OF_DAY: 'hour',
      DAY_OF_WEEK: 'weekday',
      MINUTE_OF_HOUR: 'minute',
      DAY_OF_MONTH: 'day',
      ALIGNED_WEEK_OF_YEAR: 'week',
      MONTH_OF_YEAR: 'month',
      YEAR: 'year',
    };
    const named = parts[String(part)];
    return named && typeof time === 'number' ? timePart(time, named) : null;
  },
};
