import type { Provider } from '../activity/vocabulary.ts';
import type { Span } from '../core/diagnostic.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { Level } from '../core/levels.ts';

/** A value that the person who runs the test may set, named `#{name}` in its commands. */
export interface InputArgument {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'path' | 'url' | 'integer' | 'float';
  /** Absent: the person has to set it. */
  readonly default?: string;
  readonly at: Span;
}

/** A text of commands, and where it stands. */
export interface Script {
  readonly text: string;
  readonly at: Span;
}

export interface Dependency {
  readonly description: string;
  /** Ends with 0 when the prerequisite is there. */
  readonly check: Script;
  readonly get: Script;
}

export interface Executor {
  readonly name: string;
  readonly elevationRequired: boolean;
  readonly command: Script;
  readonly cleanup?: Script;
}

/** How long a log takes to show an event, as its vendor documents it; milliseconds. */
export interface Latency {
  readonly log: string;
  readonly from: number;
  readonly to: number;
}

/**
 * An id that the cloud gives. `like` says how the emulator makes one up (`vol-0<hex 16>`), `matches` (RE2) what a real one
 * looks like. Validation takes it from the first step that shows it, and every other step has to show the same.
 */
export interface ValueSpec {
  readonly name: string;
  readonly like: string;
  readonly matches?: string;
  readonly at: Span;
}

/** Somebody who does steps of the test, beside `tester`, who does all that name nobody. */
export interface PrincipalSpec {
  readonly kind: 'person' | 'pipeline' | 'service';
  /** Name of the user, role, application or service account; `service`: of the service. */
  readonly name: string;
  /** Azure: the object id. */
  readonly id?: string;
}

/** A field and what it has to hold: any of `values`, compared by `test`. */
export interface Assertion {
  /** As it is written: `verb`, `record.requestParameters.volumeId`. */
  readonly field: string;
  /** Paths that may hold it, in the order in which they are tried; `record.` is taken off. */
  readonly paths: readonly string[];
  /** Of the native record; else of the Activity. */
  readonly ofRecord: boolean;
  readonly test: 'equals' | 're' | 'contains' | 'startswith' | 'endswith' | 'exists';
  readonly values: readonly string[];
  readonly at: Span;
}

/** One operation that the test performs, as the log tells it. */
export interface Step {
  readonly name: string;
  /** After the start of the step before; milliseconds. */
  readonly after: number;
  /** How long the operation takes; Azure and Google log its end, too. */
  readonly takes: number;
  /** `tester`, or a name in `principals`. */
  readonly by: string;
  readonly service?: string;
  readonly operation: string;
  /** Other names that logs have for the operation: they are taken for it, and never emulated. */
  readonly also: readonly string[];
  readonly resource?: string;
  readonly request?: Json;
  readonly response?: Json;
  /** The rest, by the name of the member in the cloud's builder: region, zone, method, status, log, labels, … */
  readonly more: JsonObject;
  readonly expect: readonly Assertion[];
  readonly at: Span;
}

/** What holds for all steps together. */
export interface Together {
  /** Fields of the Activity that are equal in all steps. */
  readonly same: readonly string[];
  /** Fields that usually are: where they differ, the steps still belong together, with less confidence. */
  readonly usually: readonly string[];
  /** From the first step to the last, milliseconds. */
  readonly within?: number;
  /** The steps may come in any order: the cloud works on several at once. */
  readonly anyOrder: boolean;
  /** Input arguments that only this test uses: a record that has their value is of a run of it. */
  readonly marks: readonly string[];
}

/** A detection that has to fire, and how loud at least. */
export interface ExpectedFinding {
  /** Name, id or title of the rule. */
  readonly rule: string;
  readonly level: Level;
  /** A list of the site (`used_regions`): while it is empty, the detection cannot fire and is not asked for. */
  readonly needs?: string;
  readonly at: Span;
}

/** One test of one technique in one cloud. */
export interface AtomicTest {
  /** `T1578.002-aws-1`: technique, cloud, ordinal among the tests that are loaded. */
  readonly key: string;
  readonly technique: string;
  readonly techniqueName: string;
  readonly name: string;
  readonly guid: string;
  readonly description: string;
  readonly provider: Provider;
  readonly inputs: readonly InputArgument[];
  readonly dependencies: readonly Dependency[];
  readonly executor: Executor;
  readonly cost: string;
  readonly blastRadius: string;
  /** What its log cannot show, and other things to know. */
  readonly remarks: readonly string[];
  readonly latency: readonly Latency[];
  readonly values: readonly ValueSpec[];
  readonly principals: ReadonlyMap<string, PrincipalSpec>;
  readonly steps: readonly Step[];
  readonly together: Together;
  readonly findings: readonly ExpectedFinding[];
  readonly source: { readonly path: string; readonly line: number };
}
