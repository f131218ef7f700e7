import { suggest } from '../../core/suggest.ts';
import type { ParameterDeclaration, RuleAttribute } from '../../ir/rule.ts';
import { wrongType } from './diagnostics.ts';
import { describe, entry, get, type MapNode, scalarString } from './located.ts';
import { attributeKey, parameterDeclaration } from './parameter-diagnostics.ts';
import type { Report } from './report.ts';

/** What the attribute `nephoscope` may hold. */
const keys = ['elements', 'guide', 'needs', 'noise', 'parameters'] as const;
const parameterKeys = ['sets', 'element'] as const;

/** How parameters are named: as in `%name%`. */
const nameForm = /^[\w.-]+$/;

/**
 * Our custom attribute of a rule or correlation; undefined when there is none. What is wrong with it is reported: unknown
 * keys as warnings, parameters that cannot be used as errors.
 */
export function readAttribute(root: MapNode, report: Report): RuleAttribute | undefined {
  const node = get(root, 'nephoscope');
  if (!node || (node.kind === 'scalar' && node.value === null)) return undefined;
  if (node.kind !== 'map') {
    report(wrongType('nephoscope', 'a map', describe(node), node.at));
    return undefined;
  }
  reportUnknown(node, 'nephoscope', keys, report);
  const guide = readText(node, 'guide', report);
  const noise = readText(node, 'noise', report);
  const needs = readNeeds(node, report);
  const elements = readElements(node, report);
  const parameters = readParameters(node, report);
  return {
    ...(guide === undefined ? {} : { guide }),
    ...(noise === undefined ? {} : { noise }),
    ...(needs ? { needs } : {}),
    ...(elements ? { elements } : {}),
    ...(parameters ? { parameters } : {}),
  };
}

function reportUnknown(node: MapNode, where: string, known: readonly string[], report: Report): void {
  for (const { key, keyAt } of node.entries)
    if (!known.includes(key)) report(attributeKey(where, key, known, keyAt, suggest(key, known)));
}

function readText(node: MapNode, key: string, report: Report): string | undefined {
  const value = get(node, key);
  if (!value) return undefined;
  const text = scalarString(value);
  if (text === undefined || text === '') report(wrongType(key, 'a text', describe(value), value.at));
  return text === '' ? undefined : text;
}

function readNeeds(node: MapNode, report: Report): readonly string[] | undefined {
  const needs = get(node, 'needs');
  if (!needs) return undefined;
  const items = needs.kind === 'list' ? needs.items : [needs];
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && typeof item.value === 'string') return [item.value];
    report(wrongType('needs', 'names of lists', describe(item), item.at));
    return [];
  });
}

function readElements(node: MapNode, report: Report): Record<string, string> | undefined {
  const elements = entry(node, 'elements')?.value;
  if (!elements) return undefined;
  if (elements.kind !== 'map') {
    report(
      wrongType('elements', 'a map of lists and the elements they are', describe(elements), elements.at),
    );
    return undefined;
  }
  return Object.fromEntries(
    elements.entries.flatMap(({ key }) => {
      const text = readText(elements, key, report);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}

function readParameters(node: MapNode, report: Report): Record<string, ParameterDeclaration> | undefined {
  const parameters = get(node, 'parameters');
  if (!parameters) return undefined;
  if (parameters.kind !== 'map') {
    report(wrongType('parameters', 'a map of parameters by name', describe(parameters), parameters.at));
    return undefined;
  }
  return Object.fromEntries(
    parameters.entries.flatMap(({ key, keyAt, value }) => {
      if (!nameForm.test(key)) {
        report(
          parameterDeclaration(
            `the parameter name '${key}' has other characters than A–Z, 0–9, _ . -`,
            keyAt,
          ),
        );
        return [];
      }
      if (value.kind !== 'map') {
        report(wrongType(key, 'a map such as `{ sets: timespan }`', describe(value), value.at));
        return [];
      }
      reportUnknown(value, key, parameterKeys, report);
      const sets = readText(value, 'sets', report);
      const element = readText(value, 'element', report);
      if (sets !== undefined)
        return [[key, { sets, ...(element === undefined ? {} : { element }) }] as const];
      if (!get(value, 'sets'))
        report(parameterDeclaration(`the parameter '${key}' does not say what it \`sets\``, keyAt));
      return [];
    }),
  );
}
