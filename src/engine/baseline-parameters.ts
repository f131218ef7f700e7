import type { Span } from '../core/diagnostic.ts';
import { type BaselineOptions, baselineDefaults } from '../detect/baseline/baseline.ts';
import { givenParameter, type Placeholders, parseTimespan } from '../lang/sigma/index.ts';
import { ContentError } from './content-error.ts';

/** Parameters of what is remembered: they are no rule's. */
export const baselineParameters: readonly {
  readonly name: string;
  readonly member: 'horizon' | 'learning' | 'ripening';
}[] = [
  { name: 'baseline_horizon', member: 'horizon' },
  { name: 'baseline_learning', member: 'learning' },
  { name: 'baseline_ripening', member: 'ripening' },
];

/**
 * How long is remembered what has been seen, with what the parameters say.
 *
 * @throws ContentError for a value that is no timespan
 */
export function baselineFrom(parameters: Placeholders): BaselineOptions {
  const set = baselineParameters.flatMap(({ name, member }) => {
    const found = givenParameter(parameters, name);
    if (!found) return [];
    const time = typeof found.value === 'string' ? parseTimespan(found.value) : undefined;
    if (time !== undefined) return [[member, time] as const];
    const text = typeof found.value === 'string' ? `'${found.value}'` : 'a list';
    throw new ContentError(
      `${placeText(found.at)}the parameter '${name}' has to be a number with a unit such as \`90d\`, not ${text}`,
    );
  });
  return { ...baselineDefaults, ...Object.fromEntries(set) };
}

function placeText(at: Span | undefined): string {
  return at ? `${at.file}:${at.line}:${at.column}: ` : '';
}
