import { Argument, Command } from 'commander';
import { writeChanges } from '../../changes/index.ts';
import { counted } from '../../report/counted.ts';
import {
  type ChangesOptions,
  changesOptions,
  loadChangesFiles,
  printChangesDiagnostics,
} from '../changes-content.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { keepInputs } from '../kept-inputs.ts';
import { openOutput } from '../output-file.ts';
import type { Terminal } from '../terminal.ts';
import { oneOf } from '../values.ts';

interface ImportOptions extends ChangesOptions {
  readonly output?: string;
  readonly force?: boolean;
}

const systems = ['servicenow', 'jira'] as const;

export function changesImportCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('import')
    .description('Turn exports of a ticket system into changes.yml, with what was not understood on stderr.')
    .addArgument(new Argument('<system>', systems.join(', ')).argParser(oneOf(systems)))
    .argument('<file...>', 'ServiceNow: JSON of the Table API, CSV; Jira: JSON of the REST search, CSV');
  changesOptions(command);
  return command
    .option('-o, --output <file>', 'write to a file')
    .option('--force', 'overwrite an existing output file')
    .action(async (system: (typeof systems)[number], paths: string[], options: ImportOptions) => {
      const content = loadChangesFiles(paths, options, { only: system });
      printChangesDiagnostics(content, ['error', 'warning', 'info'], terminal.err);
      await keepInputs([...paths, options.mapping], options.output);
      const output = await openOutput(options.output, options.force ?? false, terminal);
      await output.write(writeChanges(content.changes));
      await output.close();
      terminal.err(`${counted(content.changes.length, 'record')} written, ${content.refused} refused\n`);
      finish(content.refused > 0 ? exitCodes.rulesRefused : exitCodes.done);
    });
}
