export type { ChangeRecord, ChangeScope } from './change-record.ts';
export type { ChangesFile } from './changes-file.ts';
export { type LoadChangesOptions, type LoadedChanges, loadChanges } from './load.ts';
export { writeChanges } from './write.ts';
