import { type ActivityField, activityFields } from './fields.ts';

/** The part of JSON Schema (2020-12) that the Activity needs. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
}

interface Node {
  field?: ActivityField;
  list: boolean;
  readonly children: Map<string, Node>;
}

const alwaysThere = new Set([
  'principal',
  'principal.via',
  'source',
  'components',
  'resources',
  'edges',
  'attrs',
  'correlation',
  'quality',
  'evidence',
]);

/** The JSON Schema of the Activity, made from the field table; objects allow no member that the table lacks. */
export function activitySchema(): JsonSchema {
  const root: Node = { list: false, children: new Map() };
  for (const field of activityFields) insert(root, field);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'nephoscope Activity',
    description: 'One thing that somebody did to a cloud, normalised. Times are epoch milliseconds, UTC.',
    ...withRaw(objectSchema(root, '')),
  };
}

/** `raw` is whatever the cloud wrote: the schema says nothing of it. */
function withRaw(schema: JsonSchema): JsonSchema {
  const raw: JsonSchema = { description: 'the native record, or the list of them, when it was asked for' };
  return { ...schema, properties: { ...schema.properties, raw } };
}

function insert(root: Node, field: ActivityField): void {
  let node = root;
  for (const part of field.name.split('.')) {
    const name = part.replace(/\[\]$/, '');
    const child = node.children.get(name) ?? { list: false, children: new Map() };
    if (part.endsWith('[]')) child.list = true;
    node.children.set(name, child);
    node = child;
  }
  node.field = field;
}

function nodeSchema(node: Node, path: string): JsonSchema {
  if (node.field) return fieldSchema(node.field);
  const object = node.children.has('*') ? mapSchema(node) : objectSchema(node, path);
  return node.list ? { type: 'array', items: object } : object;
}

function objectSchema({ children }: Node, path: string): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, child] of children) {
    const below = path === '' ? name : `${path}.${name}`;
    properties[name] = nodeSchema(child, below);
    if (child.field?.required || alwaysThere.has(below)) required.push(name);
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function mapSchema({ children }: Node): JsonSchema {
  const any = children.get('*')?.field;
  return { type: 'object', additionalProperties: any ? fieldSchema(any) : true };
}

function fieldSchema({ type, values, meaning }: ActivityField): JsonSchema {
  const description = meaning;
  if (type === 'texts') return { type: 'array', items: { type: 'string' }, description };
  const base = type === 'text' ? { type: 'string' } : { type };
  return { ...base, ...(values ? { enum: values } : {}), description };
}
