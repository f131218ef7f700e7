import type { Span } from '../../core/diagnostic.ts';
import type { ParameterDeclaration } from '../../ir/rule.ts';
import { readAttribute } from './attribute.ts';
import { readDocuments, type SourceFile } from './documents.ts';
import {
  type Entry,
  get,
  type MapNode,
  type Node,
  type ScalarNode,
  scalarString,
  withEntry,
} from './located.ts';
import { parameterTarget, parameterValue } from './parameter-diagnostics.ts';
import { findTarget, type ParameterTarget, type Section } from './parameter-target.ts';
import { givenParameter, type ParameterUse, type Placeholders } from './parameters.ts';
import type { Report } from './report.ts';
import { parseTimespan } from './timespan.ts';

interface Setting {
  readonly report: Report;
  readonly placeholders: Placeholders;
  /** Takes a note of each parameter. */
  readonly uses: ParameterUse[];
}

const sections: readonly Section[] = ['correlation', 'filter', 'detection'];

/**
 * The document with the values that are given for its parameters in the place of its own. Errors are reported at the
 * value when that is what is wrong, else at the declaration.
 */
export function setParameters(root: MapNode, setting: Setting): MapNode {
  const section = sections.find((key) => get(root, key));
  const body = section && get(root, section);
  if (!section || body?.kind !== 'map') return root;
  const rule = scalarString(get(root, 'title')) ?? '';
  // What is wrong with the attribute itself is reported where the metadata are read.
  const attribute = readAttribute(root, () => undefined);
  noteLists(body, rule, attribute?.elements ?? {}, setting);
  let changed = body;
  for (const [name, declaration] of Object.entries(attribute?.parameters ?? {})) {
    const declared = { name, declaration, rule, at: placeOf(root, name) };
    const target = findTarget(body, section, declaration.sets);
    if (typeof target === 'string')
      setting.report(parameterTarget(name, declaration.sets, section, declared.at, target));
    else {
      const node = chooseValue(declared, target, setting);
      if (node) changed = replace(changed, target.path, node);
    }
  }
  return changed === body ? root : withEntry(root, section, changed);
}

interface Declared {
  readonly name: string;
  readonly declaration: ParameterDeclaration;
  readonly rule: string;
  readonly at: Span;
}

function placeOf(root: MapNode, name: string): Span {
  const attribute = get(root, 'nephoscope');
  const parameters = attribute?.kind === 'map' ? get(attribute, 'parameters') : undefined;
  const entries: readonly Entry[] = parameters?.kind === 'map' ? parameters.entries : [];
  return entries.find(({ key }) => key === name)?.keyAt ?? root.at;
}

/** What stands in the place of the rule's own value; undefined when nothing is given, or what cannot be used. */
function chooseValue(
  { name, declaration: { sets, element }, rule, at }: Declared,
  { node, kind }: ParameterTarget,
  { report, placeholders, uses }: Setting,
): ScalarNode | undefined {
  const standard = scalarString(node) ?? '';
  const use = { name, kind, standard, rule, at, ...(element === undefined ? {} : { element }) };
  const found = givenParameter(placeholders, name);
  if (!found) {
    uses.push({ ...use, value: standard });
    return undefined;
  }
  const { value } = found;
  const made = typeof value === 'string' ? readers[kind](value, found.at ?? node.at) : undefined;
  if (made) uses.push({ ...use, value, ...(found.at ? { from: found.at } : {}) });
  else {
    const text = typeof value === 'string' ? `'${value}'` : 'a list';
    report(parameterValue(name, expected[kind], text, found.at ?? at, { sets, rule, at }));
  }
  return made;
}

const expected: Readonly<Record<ParameterTarget['kind'], string>> = {
  number: 'a number such as `10`',
  timespan: 'a number with a unit such as `15m` or `24h`',
};

const readers: Readonly<Record<ParameterTarget['kind'], (text: string, at: Span) => ScalarNode | undefined>> =
  {
    timespan: (value, at) => (parseTimespan(value) === undefined ? undefined : { kind: 'scalar', value, at }),
    number: (text, at) =>
      /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)
        ? { kind: 'scalar', value: Number(text), decimal: text, at }
        : undefined,
  };

function replace(map: MapNode, [key, inner]: ParameterTarget['path'], value: ScalarNode): MapNode {
  const below = get(map, key);
  const made = inner !== undefined && below?.kind === 'map' ? replace(below, [inner], value) : value;
  return withEntry(map, key, made);
}

const reference = /%([\w.-]+)%/g;

/** Takes a note of the lists that a detection or a filter takes by `expand`. */
function noteLists(
  body: MapNode,
  rule: string,
  elements: Readonly<Record<string, string>>,
  { placeholders, uses }: Setting,
): void {
  const asked = new Map<string, Span>();
  for (const { value, at } of expanded(body))
    for (const [, name = ''] of String(value).matchAll(reference)) if (!asked.has(name)) asked.set(name, at);
  for (const [name, at] of asked) {
    const found = givenParameter(placeholders, name);
    const element = Object.hasOwn(elements, name) ? elements[name] : undefined;
    uses.push({
      name,
      kind: 'list',
      ...(element === undefined ? {} : { element }),
      ...(found ? { value: found.value } : {}),
      ...(found?.at ? { from: found.at } : {}),
      rule,
      at,
    });
  }
}

/** The scalars under keys with the modifier `expand`. */
function expanded(node: Node, isExpanded = false): ScalarNode[] {
  if (node.kind === 'scalar') return isExpanded ? [node] : [];
  if (node.kind === 'list') return node.items.flatMap((item) => expanded(item, isExpanded));
  return node.entries.flatMap(({ key, value }) => expanded(value, /\|expand(?:\||$)/.test(key)));
}

/** The names of all parameters that rule files ask for. Files that cannot be read ask for none. */
export function parameterNames(files: readonly SourceFile[]): Set<string> {
  const names = new Set<string>();
  const report = (): void => undefined;
  for (const { root } of files.flatMap((file) => readDocuments(file, report))) {
    if (!root) continue;
    const uses: ParameterUse[] = [];
    setParameters(root, { report, placeholders: {}, uses });
    for (const { name } of uses) names.add(name);
    // Those that set nothing are asked for all the same.
    for (const name of Object.keys(readAttribute(root, report)?.parameters ?? {})) names.add(name);
  }
  return names;
}
