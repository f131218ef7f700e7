import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { normalize } from '../../src/engine/normalize.ts';
import {
  diffInventories,
  InventoryBuilder,
  InventoryFileError,
  readInventory,
  recogniseListing,
  writeInventory,
} from '../../src/inventory/index.ts';
import { someRecords } from '../support/hunting.ts';
import { listings } from '../support/listings.ts';
import { fuzz, mutateRecord } from '../support/mutate.ts';

const LONGEST_MS = 3000;
const records = someRecords(5, 40);

test('odd listings and Activities: never an exception, never long; what is written reads back', async () => {
  const runs = await fuzz((random) => {
    const start = performance.now();
    const builder = new InventoryBuilder();
    for (let left = 6; left > 0; left -= 1) {
      const listing = recogniseListing(mutateRecord(random.pick(Object.values(listings)), random));
      if (listing) builder.addListing(listing);
    }
    for (let left = 6; left > 0; left -= 1) {
      for (const activity of normalize(mutateRecord(random.pick(records), random)))
        builder.addActivity(activity);
    }
    const inventory = builder.build();
    const again = readInventory(JSON.parse(writeInventory(inventory)) as JsonObject);
    expect(JSON.stringify(again)).toBe(JSON.stringify(inventory));
    const other = new InventoryBuilder().build();
    diffInventories(other, inventory);
    diffInventories(inventory, other, { logs: again });
    expect(performance.now() - start).toBeLessThan(LONGEST_MS);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
  expect(runs).toBeGreaterThan(10);
});

test('odd files of inventory are read or refused', async () => {
  const builder = new InventoryBuilder();
  for (const value of Object.values(listings)) {
    const listing = recogniseListing(value);
    if (listing) builder.addListing(listing);
  }
  for (const record of records) for (const activity of normalize(record)) builder.addActivity(activity);
  const sound = JSON.parse(writeInventory(builder.build())) as JsonObject;
  await fuzz((random) => {
    try {
      // A file has no holes in its lists.
      const written = JSON.stringify(mutateRecord(sound, random));
      const inventory = readInventory(JSON.parse(written) as JsonObject);
      diffInventories(inventory, builder.build());
      diffInventories(builder.build(), inventory);
    } catch (error) {
      if (!(error instanceof InventoryFileError)) throw error;
    }
  });
});
