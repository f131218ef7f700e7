import { isLevel, type Level, levels } from '../../core/levels.ts';
import { suggest } from '../../core/suggest.ts';
import type { LogSource, RelatedRule, Rule } from '../../ir/rule.ts';
import { readAttackTags } from './attack.ts';
import { readAttribute } from './attribute.ts';
import {
  dateForm,
  idForm,
  keyMissing,
  logsourceEmpty,
  relatedForm,
  tagForm,
  titleLong,
  unknownLevel,
  unknownStatus,
  wrongType,
} from './diagnostics.ts';
import { describe, get, type MapNode, type Node, scalarString } from './located.ts';
import type { Report } from './report.ts';

export type Metadata = Pick<
  Rule,
  | 'title'
  | 'name'
  | 'level'
  | 'status'
  | 'description'
  | 'author'
  | 'license'
  | 'date'
  | 'modified'
  | 'references'
  | 'related'
  | 'tags'
  | 'falsepositives'
  | 'fields'
  | 'techniques'
  | 'tactics'
  | 'nephoscope'
>;

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const date = /^\d{4}-\d{2}-\d{2}$/;
const tag = /^[a-z][a-z0-9-]*\.[a-z0-9.-]+$/i;
const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const relations = ['derived', 'obsolete', 'merged', 'renamed', 'similar'];

/** Everything about a rule but its detection. Returns undefined when a required key is missing or wrong. */
export function readMetadata(root: MapNode, report: Report, what = 'the rule'): Metadata | undefined {
  const title = readTitle(root, what, report);
  const level = readLevel(root, report);
  const tags = readTags(root, report);
  const attribute = readAttribute(root, report);
  const fields = readList(root, 'fields', report);
  if (title === undefined || level === undefined) return undefined;
  return {
    title,
    level,
    ...optional('name', readText(root, 'name', report)),
    ...optional('status', readStatus(root, report)),
    ...optional('description', readText(root, 'description', report)),
    ...optional('author', readAuthor(root, report)),
    ...optional('license', readText(root, 'license', report)),
    ...optional('date', readDate(root, 'date', report)),
    ...optional('modified', readDate(root, 'modified', report)),
    references: readList(root, 'references', report) ?? [],
    related: readRelated(root, report),
    tags,
    falsepositives: readList(root, 'falsepositives', report) ?? [],
    ...(fields ? { fields } : {}),
    ...readAttackTags(tags),
    ...(attribute ? { nephoscope: attribute } : {}),
  };
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: string });
}

/** The title, which the specification requires of rules, filters and correlations alike. */
export function readTitle(root: MapNode, what: string, report: Report): string | undefined {
  const node = get(root, 'title');
  const title = scalarString(node);
  if (title !== undefined && title !== '') {
    if (title.length > 256 && node) report(titleLong(title.length, node.at));
    return title;
  }
  if (node) report(wrongType('title', 'a string', describe(node), node.at));
  else
    report(
      keyMissing(
        what,
        'title',
        root.at,
        suggest(
          'title',
          root.entries.map(({ key }) => key),
        ),
      ),
    );
  return undefined;
}

/** The id as written, with a warning when it is not a UUID. */
export function readId(root: MapNode, report: Report): string | undefined {
  const node = get(root, 'id');
  const id = scalarString(node);
  if (node && id !== undefined && !uuid.test(id)) report(idForm(id, node.at));
  return id;
}

/** The log source; required of rules, and it has to name something. */
export function readLogsource(root: MapNode, what: string, report: Report): LogSource | undefined {
  const node = get(root, 'logsource');
  if (!node) {
    report(
      keyMissing(
        what,
        'logsource',
        root.at,
        suggest(
          'logsource',
          root.entries.map(({ key }) => key),
        ),
      ),
    );
    return undefined;
  }
  if (node.kind !== 'map') {
    report(wrongType('logsource', 'a map', describe(node), node.at));
    return undefined;
  }
  const logsource = {
    ...optional('category', readText(node, 'category', report)),
    ...optional('product', readText(node, 'product', report)),
    ...optional('service', readText(node, 'service', report)),
  };
  if (Object.keys(logsource).length > 0) return logsource;
  report(logsourceEmpty(node.at));
  return undefined;
}

/** A scalar as text; null counts as not given. */
export function readText(root: MapNode, key: string, report: Report): string | undefined {
  const node = get(root, key);
  if (!node || node.kind === 'scalar') return scalarString(node);
  report(wrongType(key, 'a string', describe(node), node.at));
  return undefined;
}

function readAuthor(root: MapNode, report: Report): string | undefined {
  const node = get(root, 'author');
  return node?.kind === 'list'
    ? readList(root, 'author', report)?.join(', ')
    : readText(root, 'author', report);
}

function readLevel(root: MapNode, report: Report): Level | undefined {
  const node = get(root, 'level');
  const text = scalarString(node);
  if (!node || (node.kind === 'scalar' && node.value === null)) return 'medium';
  if (isLevel(text)) return text;
  report(unknownLevel(text ?? describe(node), node.at, suggest(text ?? '', levels)));
  return undefined;
}

function readStatus(root: MapNode, report: Report): string | undefined {
  const status = readText(root, 'status', report);
  const node = get(root, 'status');
  if (node && status !== undefined && !statuses.includes(status)) {
    report(unknownStatus(status, node.at, suggest(status, statuses)));
  }
  return status;
}

/** A date as `YYYY-MM-DD`; the older `YYYY/MM/DD` is read with a warning. */
function readDate(root: MapNode, key: string, report: Report): string | undefined {
  const written = readText(root, key, report);
  const node = get(root, key);
  if (!node || written === undefined || date.test(written)) return written;
  report(dateForm(written, node.at));
  return written.replaceAll('/', '-');
}

/** A list of strings; a single string counts as a list of one. */
function readList(root: MapNode, key: string, report: Report): string[] | undefined {
  const node = get(root, key);
  if (!node || (node.kind === 'scalar' && node.value === null)) return undefined;
  const items: readonly Node[] = node.kind === 'list' ? node.items : [node];
  const wrong = items.filter((item) => item.kind !== 'scalar');
  for (const item of wrong) report(wrongType(key, 'a list of strings', describe(item), item.at));
  return items.map(scalarString).filter((text) => text !== undefined);
}

function readTags(root: MapNode, report: Report): string[] {
  const node = get(root, 'tags');
  const tags = readList(root, 'tags', report) ?? [];
  const single = node ? [node] : [];
  const items = node?.kind === 'list' ? node.items : single;
  for (const item of items) {
    const text = scalarString(item);
    if (text === undefined || tag.test(text)) continue;
    const canonical = text.replaceAll('_', '-');
    report(tagForm(text, item.at, tag.test(canonical) ? canonical : undefined));
  }
  return tags;
}

function readRelated(root: MapNode, report: Report): RelatedRule[] {
  const node = get(root, 'related');
  if (!node || node.kind === 'scalar') return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    const id = item.kind === 'map' ? scalarString(get(item, 'id')) : undefined;
    const type = item.kind === 'map' ? get(item, 'type') : undefined;
    const text = scalarString(type);
    if (id === undefined || !type || text === undefined) {
      report(wrongType('related', 'a list of maps with id and type', describe(item), item.at));
      return [];
    }
    if (relations.includes(text)) return [{ id, type: text }];
    const near = text === 'obsoletes' ? 'obsolete' : suggest(text, relations);
    report(relatedForm(text, type.at, near));
    return [{ id, type: near ?? text }];
  });
}
