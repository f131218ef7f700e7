import type { Provider } from '../activity/vocabulary.ts';
import { compareDiagnostics, type Diagnostic } from '../core/diagnostic.ts';
import { compareTexts } from '../core/text-order.ts';
import type { SourceFile } from '../lang/sigma/documents.ts';
import { type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import type { AtomicTest, Dependency, Executor, InputArgument, Script } from './atomic.ts';
import { type Report, say } from './diagnostic-codes.ts';
import { lintAtomic } from './lint.ts';
import { MapReader, Reading } from './map-reader.ts';
import { readExtension } from './read-telemetry.ts';
import { readRoots } from './yaml-root.ts';

export interface LoadedAtomics {
  /** By technique, cloud and the order of the files. */
  readonly atomics: readonly AtomicTest[];
  readonly diagnostics: readonly Diagnostic[];
  /** Tests that were refused, and files that could not be read at all. */
  readonly refused: number;
}

type Unkeyed = Omit<AtomicTest, 'key'>;

const fileKeys = ['attack_technique', 'display_name', 'atomic_tests'];
const testKeys = [
  'name',
  'auto_generated_guid',
  'description',
  'supported_platforms',
  'input_arguments',
  'dependency_executor_name',
  'dependencies',
  'executor',
  'nephoscope',
];
const platforms: Readonly<Record<string, Provider>> = {
  'iaas:aws': 'aws',
  'iaas:azure': 'azure',
  'iaas:gcp': 'gcp',
};

/**
 * Reads atomic tests in Atomic Red Team's form with our extension under `nephoscope:`. A test that is wrong is refused and
 * reported, the others stand. Never throws.
 */
export function loadAtomics(files: readonly SourceFile[]): LoadedAtomics {
  const diagnostics: Diagnostic[] = [];
  const told = new Set<string>();
  // A step that is repeated is read as often, and says the same each time.
  const report: Report = (diagnostic) => {
    const said = JSON.stringify(diagnostic);
    if (!told.has(said)) diagnostics.push(diagnostic);
    told.add(said);
  };
  const found: Unkeyed[] = [];
  const byGuid = new Map<string, Unkeyed>();
  let refused = 0;
  for (const file of files) {
    const read = readFile(file, report);
    refused += read.refused;
    for (const test of read.tests) {
      const earlier = byGuid.get(test.guid);
      if (earlier) {
        refused += 1;
        report(duplicate(test, earlier));
      } else {
        byGuid.set(test.guid, test);
        found.push(test);
      }
    }
  }
  return { atomics: keyed(found), diagnostics: diagnostics.toSorted(compareDiagnostics), refused };
}

function duplicate({ guid, source }: Unkeyed, earlier: Unkeyed): Diagnostic {
  const at = { file: source.path, line: source.line, column: 1 };
  const first = { file: earlier.source.path, line: earlier.source.line, column: 1 };
  return {
    ...say('guid', `the auto_generated_guid ${guid} is that of another test: this one is refused`, at),
    notes: [{ message: 'it stands here already', at: first }],
  };
}

/** Numbers the tests of each technique and cloud. */
function keyed(tests: readonly Unkeyed[]): AtomicTest[] {
  const counts = new Map<string, number>();
  const ordered = tests.toSorted(
    (a, b) => compareTexts(a.technique, b.technique) || compareTexts(a.provider, b.provider),
  );
  return ordered.map((test) => {
    const group = `${test.technique}-${test.provider}`;
    const ordinal = (counts.get(group) ?? 0) + 1;
    counts.set(group, ordinal);
    return { key: `${group}-${ordinal}`, ...test };
  });
}

function readFile(file: SourceFile, report: Report): { tests: Unkeyed[]; refused: number } {
  const tests: Unkeyed[] = [];
  let refused = 0;
  const roots = readRoots(file, report);
  if (roots.length === 0) refused += 1;
  for (const root of roots) {
    const head = new Reading(report);
    const map = new MapReader(root, 'a file of atomic tests', fileKeys, head);
    const technique = map.text('attack_technique', 'needed') ?? '';
    const techniqueName = map.text('display_name', 'needed') ?? '';
    if (technique !== '' && !/^T\d{4}(\.\d{3})?$/.test(technique)) {
      const help = 'Write it as ATT&CK does: T1578 or T1578.002.';
      head.fail('value', `'${technique}' is no technique`, map.placeOf('attack_technique'), help);
    }
    const nodes = map.maps('atomic_tests', 'needed');
    for (const node of nodes) {
      const test = readTest(node, { technique, techniqueName, path: file.path }, report);
      if (test && head.isWhole) tests.push(test);
      else refused += 1;
    }
    if (nodes.length === 0 && !head.isWhole) refused += 1;
  }
  return { tests, refused };
}

interface Head {
  readonly technique: string;
  readonly techniqueName: string;
  readonly path: string;
}

function readTest(
  node: MapNode,
  { technique, techniqueName, path }: Head,
  report: Report,
): Unkeyed | undefined {
  const reading = new Reading(report);
  const map = new MapReader(node, 'an atomic test', testKeys, reading);
  const provider = readPlatform(map, reading) ?? 'aws';
  const executor = map.map('executor', 'needed');
  const extension = map.map('nephoscope', 'needed');
  const inputs = map.map('input_arguments');
  const test: Unkeyed | undefined = extension && {
    technique,
    techniqueName,
    name: map.text('name', 'needed') ?? '',
    guid: readGuid(map, reading),
    description: map.text('description', 'needed') ?? '',
    provider,
    inputs: inputs ? inputs.entries.map(({ key, value }) => readInput(key, value, reading)) : [],
    dependencies: map.maps('dependencies').map((one) => readDependency(one, reading)),
    executor: readExecutor(executor, reading),
    ...readExtension(extension, provider, reading),
    source: { path, line: node.at.line },
  };
  // What is written is looked into only when all of it could be read: what follows from an error is no news.
  if (test && reading.isWhole) lintAtomic(test, reading, report);
  return reading.isWhole ? test : undefined;
}

/** What a test leaves in a log is told for one cloud. */
function readPlatform(map: MapReader, reading: Reading): Provider | undefined {
  map.needed('supported_platforms');
  const written = map.texts('supported_platforms');
  const [first, ...others] = written;
  const provider = first && platforms[first.text];
  if (first && !provider) {
    const help = `There are ${Object.keys(platforms).join(', ')}.`;
    reading.fail('value', `'${first.text}' is no platform that is known here`, first.at, help);
  }
  const [second] = others;
  if (second)
    reading.fail(
      'value',
      'a test has one platform: what it leaves in the log is told for one cloud',
      second.at,
    );
  return provider;
}

function readGuid(map: MapReader, reading: Reading): string {
  const guid = map.text('auto_generated_guid', 'needed')?.toLowerCase() ?? '';
  if (guid !== '' && !/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/.test(guid))
    reading.fail('guid', `'${guid}' is no GUID`, map.placeOf('auto_generated_guid'));
  return guid;
}

const argumentTypes = ['string', 'path', 'url', 'integer', 'float'] as const;

function readInput(name: string, node: Node, reading: Reading): InputArgument {
  if (!/^\w+$/.test(name)) reading.fail('value', `'${name}' is no name of an input argument`, node.at);
  if (node.kind !== 'map') {
    reading.fail('type', `the input argument \`${name}\` has to be a map`, node.at);
    return { name, description: '', type: 'string', at: node.at };
  }
  const map = new MapReader(node, 'an input argument', ['description', 'type', 'default'], reading);
  const standard = scalarString(map.node('default'));
  return {
    name,
    description: map.text('description', 'needed') ?? '',
    type: map.word('type', argumentTypes, 'needed') ?? 'string',
    ...(standard === undefined ? {} : { default: standard }),
    at: node.at,
  };
}

function readScript(map: MapReader, key: string): Script {
  return { text: map.text(key, 'needed') ?? '', at: map.placeOf(key) };
}

function readDependency(node: MapNode, reading: Reading): Dependency {
  const keys = ['description', 'prereq_command', 'get_prereq_command'];
  const map = new MapReader(node, 'a dependency', keys, reading);
  return {
    description: map.text('description', 'needed') ?? '',
    check: readScript(map, 'prereq_command'),
    get: readScript(map, 'get_prereq_command'),
  };
}

const executors = ['sh', 'bash', 'powershell', 'command_prompt', 'manual'] as const;

function readExecutor(node: MapNode | undefined, reading: Reading): Executor {
  if (!node)
    return {
      name: 'sh',
      elevationRequired: false,
      command: { text: '', at: { file: '', line: 1, column: 1 } },
    };
  const keys = ['name', 'elevation_required', 'command', 'cleanup_command'];
  const map = new MapReader(node, 'an executor', keys, reading);
  return {
    name: map.word('name', executors, 'needed') ?? 'sh',
    elevationRequired: map.flag('elevation_required') ?? false,
    command: readScript(map, 'command'),
    ...(map.has('cleanup_command') ? { cleanup: readScript(map, 'cleanup_command') } : {}),
  };
}
