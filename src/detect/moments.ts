/** Events of one time together, in their order. Times do not fall. */
export function* moments<T extends { readonly observation: { readonly time: number } }>(
  events: Iterable<T>,
): Generator<readonly T[]> {
  let moment: T[] = [];
  for (const event of events) {
    if (moment[0] && moment[0].observation.time !== event.observation.time) {
      yield moment;
      moment = [];
    }
    moment.push(event);
  }
  if (moment.length > 0) yield moment;
}
