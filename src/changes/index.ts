export { type ActionPattern, parseAction } from './action-pattern.ts';
export {
  type ChangeKind,
  type ChangeRecord,
  type ChangeScope,
  type ChangeStatus,
  changeKey,
  type ExceptionFamily,
  isOpen,
  type Window,
} from './change-record.ts';
export { type ChangesFile, type LoadChangesOptions, type LoadedChanges, loadChanges } from './load.ts';
export { writeChanges } from './write.ts';
