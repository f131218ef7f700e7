import type { Entry, MapNode, Node } from '../lang/sigma/located.ts';
import { changeFields } from './fields.ts';

const types: ReadonlyMap<string, string> = new Map(changeFields.map(({ name, type }) => [name, type]));

/** A row of our CSV in the form that `changes.yml` has: lists are split at `;`, tags are `name=value`, windows `start/end`. */
export function csvRecord(row: MapNode): MapNode {
  return {
    ...row,
    entries: row.entries.map((entry) => {
      const key = entry.key.trim().toLowerCase();
      return { ...entry, key, value: cellNode(types.get(key), entry.value) };
    }),
  };
}

function cellNode(type: string | undefined, cell: Node): Node {
  const parts = cell.kind === 'scalar' ? split(String(cell.value ?? '')) : [];
  const { at } = cell;
  const text = (value: string): Node => ({ kind: 'scalar', value, at });
  const pair = (part: string, mark: string): readonly [string, string] => {
    const cut = part.indexOf(mark);
    return cut < 0 ? [part, ''] : [part.slice(0, cut).trim(), part.slice(cut + mark.length).trim()];
  };
  if (type === 'texts') return { kind: 'list', items: parts.map(text), at };
  if (type === 'map') {
    const entries: Entry[] = parts.map((part) => {
      const [key, value] = pair(part, '=');
      return { key, keyAt: at, value: text(value) };
    });
    return { kind: 'map', entries, at };
  }
  if (type !== 'windows') return cell;
  const items: Node[] = parts.map((part) => {
    const [start, end] = pair(part, '/');
    return {
      kind: 'map',
      at,
      entries: [
        { key: 'start', keyAt: at, value: text(start) },
        { key: 'end', keyAt: at, value: text(end) },
      ],
    };
  });
  return { kind: 'list', items, at };
}

function split(cell: string): string[] {
  return cell
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
