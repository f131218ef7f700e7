import type { Expression } from '../../ir/query/expression.ts';
import type { Select, Window } from '../../ir/query/query.ts';
import { expressionsOf } from '../../ir/query/reads-records.ts';
import { childrenOf } from '../../ir/query/walk.ts';
import type { SealedFile } from '../../store/manifest.ts';

/** Which sealed files with Activities can hold events that the query, or a query in it, asks for. */
export function filesFor(select: Select): (file: SealedFile) => boolean {
  const windows = windowsOf(select);
  return (file) => windows.some((window) => mayHold(file, window));
}

/** The windows of all events that are read; undefined for those without one. */
function windowsOf(select: Select): (Window | undefined)[] {
  const { source } = select;
  const own = source.kind === 'select' ? windowsOf(source.select) : [source.window];
  return [...own, ...expressionsOf(select).flatMap(inExpression)];
}

function inExpression(expression: Expression): (Window | undefined)[] {
  const own = expression.kind === 'in-query' ? windowsOf(expression.query) : [];
  return [...own, ...childrenOf(expression).flatMap(inExpression)];
}

/** An event without a time is outside every window. */
function mayHold(file: SealedFile, window: Window | undefined): boolean {
  if (window?.time.kind !== 'column') return true;
  const { from, to } = window;
  if (window.time.name === 'starttime' || window.time.name === 'endtime')
    return file.lastStart >= from && file.firstStart < to;
  return window.time.name === 'devicetime' ? file.last >= from && file.first < to : true;
}
