import type { NativeField, Step } from '../emit/siem/condition.ts';
import { stepsIn } from './native-fields.ts';

/** The steps of a path of the catalogue, which starts at the members of `protoPayload`. */
export function payloadSteps(path: string): readonly Step[] {
  return [{ key: 'protoPayload' }, ...stepsIn(path)];
}

/** A member of `protoPayload`, by its path in the grammar of the catalogue. */
export function payload(path: string): NativeField {
  return { name: `protoPayload.${path.replaceAll('[]', '')}`, places: [payloadSteps(path)] };
}
