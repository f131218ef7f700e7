import { type Provider, providers } from '../activity/vocabulary.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { SourceFile } from '../lang/sigma/documents.ts';
import type { PrincipalSpec, Step, ValueSpec } from './atomic.ts';
import { MapReader, Reading } from './map-reader.ts';
import { readPrincipals, readSteps, readValues } from './read-telemetry.ts';
import { readRoots } from './yaml-root.ts';

/** Something that happens in a cloud every day, in the form of a test's telemetry. */
export interface Routine {
  readonly name: string;
  readonly provider: Provider;
  /** How often it happens beside the others. */
  readonly weight: number;
  readonly values: readonly ValueSpec[];
  readonly principals: ReadonlyMap<string, PrincipalSpec>;
  readonly steps: readonly Step[];
}

export interface LoadedBackground {
  readonly routines: readonly Routine[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads files of routines. A file that is wrong is reported and left out. Never throws. */
export function loadBackground(files: readonly SourceFile[]): LoadedBackground {
  const diagnostics: Diagnostic[] = [];
  const routines = files.flatMap((file) =>
    readRoots(file, (one) => void diagnostics.push(one)).flatMap((root) => {
      const reading = new Reading((one) => void diagnostics.push(one));
      const map = new MapReader(root, 'a file of routines', ['provider', 'principals', 'routines'], reading);
      const provider = map.word('provider', providers, 'needed') ?? 'aws';
      const principals = readPrincipals(map, reading);
      const read = map.maps('routines', 'needed').map((node): Routine => {
        const one = new MapReader(node, 'a routine', ['name', 'weight', 'values', 'telemetry'], reading);
        return {
          name: one.text('name', 'needed') ?? '',
          provider,
          weight: Math.max(1, Number(one.text('weight') ?? 1)),
          values: readValues(one, reading),
          principals,
          steps: one
            .maps('telemetry', 'needed')
            .flatMap((step) => readSteps(step, provider, 'optional', reading)),
        };
      });
      return reading.isWhole ? read : [];
    }),
  );
  return { routines, diagnostics };
}
