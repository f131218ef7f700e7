import type { Window } from '../../../ir/query/query.ts';
import type { Expression as Ast, TimeClause } from '../ast.ts';
import { ceilMinute, floorMinute, millisecondsOf, readMoment, readRelativeMoment } from '../times.ts';
import type { Context } from './context.ts';

/** What a query without a time clause looks at. */
const defaultMinutes = 5;

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The window of events in the period; absent when the time does not matter. */
export function windowOf(period: Period, context: Context): Window | undefined {
  const { allTimes, windowColumn = 'starttime' } = context.options;
  if (allTimes) return undefined;
  const entry = context.vocabulary.find(windowColumn);
  if (!entry) throw new Error(`there is no column ${windowColumn}`);
  const { name, type, value } = entry;
  return { time: { kind: 'column', name, type, value }, ...period };
}

/** What a query looks at that says nothing of it. */
export function defaultPeriod({ options: { now } }: Context): Period {
  return lastPeriod(now, millisecondsOf(defaultMinutes, 'MINUTES'));
}

function lastPeriod(now: number, length: number): Period {
  return { from: floorMinute(now - length), to: ceilMinute(now) };
}

/**
 * The period of a time clause. Its resolution is a minute: `START '15:51:20' STOP '17:00:20'` is 15:51:00 to 17:00:59,
 * `START '15:51' STOP '17:00'` 15:51:00 to 16:59:59.
 */
export function periodOf(clause: TimeClause, context: Context): Period | undefined {
  const { now } = context.options;
  if (clause.kind === 'last') {
    if (clause.amount > 0) return lastPeriod(now, millisecondsOf(clause.amount, clause.unit));
    return context.say('time', 'LAST 0 is no time at all', clause.range);
  }
  const start = momentOf(clause.start, context);
  const stop = clause.stop ? momentOf(clause.stop, context) : now;
  if (start === undefined || stop === undefined) return undefined;
  const period = { from: floorMinute(start), to: ceilMinute(stop) };
  if (period.from < period.to) return period;
  return context.say('time', 'START is not before STOP', clause.range);
}

function momentOf(node: Ast, context: Context): number | undefined {
  const { now } = context.options;
  if (node.kind === 'number') return node.value;
  if (node.kind === 'text') {
    const moment = readMoment(node.value, context.zone);
    if (moment !== undefined) return moment;
  }
  const [argument] = node.kind === 'call' && node.name === 'PARSEDATETIME' ? node.arguments : [];
  if (argument?.kind === 'text') {
    const moment = readRelativeMoment(argument.value, now, context.zone);
    if (moment !== undefined) return moment;
  }
  return context.say('time', `${context.reporter.excerpt(node.range)} is no time`, node.range, {
    help: "write '2026-03-01 10:00', milliseconds, or PARSEDATETIME('2 hours ago')",
  });
}
