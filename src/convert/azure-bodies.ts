import type { NativeField, Step } from '../emit/siem/condition.ts';
import { stepsIn } from './native-fields.ts';

/** Bodies are JSON in a text. */
const bodies: Readonly<Record<string, readonly Step[]>> = {
  request: [{ key: 'properties' }, { key: 'requestbody', json: true }],
  response: [{ key: 'properties' }, { key: 'responseBody', json: true }],
};

/** The steps of a path of the catalogue, which starts at a body or at the properties of the row. */
export function bodySteps(path: string): readonly (readonly Step[])[] {
  const [first, ...rest] = stepsIn(path);
  const start = bodies[first?.key ?? ''];
  return [start ? [...start, ...rest] : stepsIn(path)];
}

/** A field by its path in the grammar of the catalogue. */
export function bodyField(path: string): NativeField {
  return { name: path.replaceAll('[]', ''), places: bodySteps(path) };
}
