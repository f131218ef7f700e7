import { formatTime } from '../../core/time.ts';
import type { Query, Select } from '../../ir/query/query.ts';

/** What a query is understood as: in words what was decided for it, then the intermediate representation, and the SQL for a lake. */
export function explainQuery(
  query: Query,
  text: string,
  plan: { readonly sql: string; readonly inProcess?: string },
  asJson: boolean,
): string {
  if (asJson) return `${JSON.stringify({ query: text, ir: query, lake: plan }, null, 2)}\n`;
  const { sql, inProcess } = plan;
  const heading =
    inProcess === undefined ? 'SQL' : `SQL for the events; the rest runs in process: ${inProcess}`;
  return `${[...facts(query), '', 'IR', JSON.stringify(query.select, null, 2), '', heading, sql].join('\n')}\n`;
}

function facts({ select, tables, zone, now, readsRecords }: Query): string[] {
  const names = Object.keys(tables);
  return [
    `Columns    ${select.items.map(({ name, type }) => `${name} (${type})`).join(', ')}`,
    ...windows(select),
    `Zone       ${zone}`,
    `Now        ${formatTime(now)}`,
    `Order      ${select.order.map(orderText).join(', ')}`,
    `Reads      ${readsRecords ? 'Activities and their native records' : 'Activities'}`,
    ...(names.length > 0 ? [`Tables     ${names.join(', ')}`] : []),
  ];
}

function windows({ source }: Select): string[] {
  if (source.kind === 'select') return windows(source.select);
  const { window } = source;
  if (!window) return ['Window     all times'];
  const column = window.time.kind === 'column' ? window.time.name : 'time';
  return [`Window     ${formatTime(window.from)} ≤ ${column} < ${formatTime(window.to)}`];
}

function orderText({ value, direction }: Select['order'][number]): string {
  if (value.kind === 'item') return `column ${value.index + 1} ${direction}`;
  return `${value.kind === 'field' ? value.path : value.kind.replace('-', ' ')} ${direction}`;
}
