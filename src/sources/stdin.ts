import { readable } from './file.ts';
import type { SourceDefinition } from './source.ts';

/** Standard input, written `-`. */
export const stdin: SourceDefinition = {
  name: 'stdin',
  description: 'standard input, as `-`',
  accepts: (path) => path === '-',
  list: () => Promise.resolve({ inputs: [{ path: '-', source: 'stdin' }], problems: [] }),
  open: () => ({
    stream: () => readable(() => process.stdin as AsyncIterable<Buffer>, '-'),
    release: () => void process.stdin.destroy(),
  }),
};
