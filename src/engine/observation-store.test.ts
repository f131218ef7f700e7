import { expect, test } from 'vitest';
import { activity } from '../../test/support/activities.ts';
import { ObservationStore } from './observation-store.ts';

const observation = (index: number): Parameters<ObservationStore['add']>[0] => ({
  id: `id-${index}`,
  time: index,
  activity: activity({ id: `id-${index}`, operation: `Größe ${'x'.repeat(index % 700)}` }),
  remembered: true,
  matches: [{ rule: index % 3, values: [['a', 'ü']] }],
});

test('gives back what it was given, in memory and beyond', () => {
  const store = new ObservationStore(10);
  for (let index = 0; index < 5000; index += 1) expect(store.add(observation(index))).toBe(index);
  for (const index of [0, 9, 10, 11, 4999, 2500, 10]) expect(store.find(index)).toEqual(observation(index));
  store.add(observation(5000));
  expect(store.find(5000)).toEqual(observation(5000));
  expect(store.find(5001)).toBeUndefined();
  expect(store.find(-1)).toBeUndefined();
  store.close();
  expect(store.find(9)).toEqual(observation(9));
  expect(store.find(10)).toBeUndefined();
});
