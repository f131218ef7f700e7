export { type BuildOptions, InventoryBuilder } from './builder.ts';
export { type DiffOptions, diffInventories, type InventoryDiff } from './diff.ts';
export type { DiffRow } from './diff-row.ts';
export { InventoryFileError, isInventoryFile, readInventory, writeInventory } from './inventory-file.ts';
export type { Listing } from './listing.ts';
export { type Place, placesOf } from './places.ts';
export { recogniseListing } from './recognise.ts';
export type { RegionCount, RegionThresholds } from './regions.ts';
export type { Inventory, InventoryResource } from './resource.ts';
