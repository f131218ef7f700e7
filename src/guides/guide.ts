import type { Provider } from '../activity/vocabulary.ts';

/** What the three clouds each have their own text for. */
export type PerCloud<T> = Readonly<Record<Provider, T>>;

/** What an investigator asks, in the order in which it is asked. */
export const questionKinds = ['who', 'where', 'what', 'scope', 'timing'] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** What a decision comes to. */
export const verdicts = ['attack', 'suspicious', 'authorised', 'routine', 'misconfiguration'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * The detection page of a technique: the sections of Palantir's Alerting and Detection Strategy framework, and the guide
 * for whoever investigates. Ids, names and tactics are not in it: those are facts of ATT&CK.
 */
export interface Guide {
  readonly technique: string;
  readonly title: string;
  readonly description: string;
  readonly goal: string;
  readonly categorization: string;
  readonly strategy: string;
  readonly context: string;
  readonly blindspots: readonly string[];
  readonly falsepositives: readonly FalsePositive[];
  readonly validation: readonly string[];
  readonly priority: string;
  readonly response: string;
  readonly investigation: Investigation;
  /** Logs that have to be on, by id. */
  readonly telemetry: readonly { readonly log: string; readonly shows: string }[];
  /** The detection of single events in the languages of other platforms. */
  readonly platforms: Queries;
  /** What those cannot say. */
  readonly platformnote: string;
  readonly references: readonly Reference[];
  /** Techniques that come before, after or instead. */
  readonly related?: readonly string[];
}

/** A harmless case, and how to make sure that it is one. */
export interface FalsePositive {
  readonly case: string;
  readonly check: string;
  readonly fields: readonly string[];
  /** How to keep it from coming back, with what expires. */
  readonly tune: string;
}

export interface Investigation {
  readonly meaning: string;
  readonly questions: readonly Question[];
  readonly before: readonly Neighbour[];
  readonly after: readonly Neighbour[];
  readonly decisions: readonly Decision[];
  readonly preserve: readonly string[];
}

export interface Question {
  readonly about: QuestionKind;
  readonly ask: string;
  /** Fields of the finding or of its Activity that answer it. */
  readonly fields: readonly string[];
  /** Ids of pivots. */
  readonly pivots: readonly string[];
  readonly tells: string;
}

/** What to look for before or after the event. */
export interface Neighbour {
  readonly what: string;
  /** Native operations, where a cloud has them. */
  readonly aws?: readonly string[];
  readonly azure?: readonly string[];
  readonly gcp?: readonly string[];
  readonly means: string;
}

export interface Decision {
  readonly evidence: string;
  /** Rules and correlations of the pack that show it, by name, id or title. */
  readonly rules?: readonly string[];
  readonly verdict: Verdict;
  readonly next: string;
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

/** The languages of queries, each with the name of where it runs. */
export const queryLanguages = {
  aql: 'IBM QRadar (AQL)',
  athena: 'Amazon Athena (SQL)',
  lake: 'AWS CloudTrail Lake (SQL)',
  kql: 'Azure Log Analytics, Microsoft Sentinel (KQL)',
  logging: 'Google Cloud Logging (filter)',
} as const;
export type QueryLanguage = keyof typeof queryLanguages;
export type Queries = Readonly<Partial<Record<QueryLanguage, string>>>;

/** A look at the logs from a value of the finding: what runs here, and queries for where the logs are. */
export interface Pivot {
  readonly id: string;
  readonly title: string;
  /** A question in AQL that is asked of the files; of all times when it names none. */
  readonly ask?: string;
  /** Further commands. */
  readonly run?: readonly string[];
  readonly queries: Queries;
}

/** A log that has to be on, and what it is called where it can be searched. */
export interface TelemetryLog {
  readonly id: string;
  readonly cloud: Provider;
  readonly title: string;
  readonly default: string;
  readonly tables: readonly string[];
  readonly check: readonly Command[];
  readonly enable: string;
  readonly url: string;
}

/** Phases of a response, in their order; evidence is kept before anything is contained. */
export const phases = [
  'validation',
  'scope',
  'impact',
  'evidence',
  'containment',
  'eradication',
  'recovery',
  'lessons',
] as const;
export type Phase = (typeof phases)[number];

/** The tag of a phase, as playbooks of incident response have them. */
export const phaseTags: Readonly<Record<Phase, string>> = {
  validation: 'ANALYSIS',
  scope: 'ANALYSIS',
  impact: 'ANALYSIS',
  evidence: 'ANALYSIS',
  containment: 'CONTAINMENT',
  eradication: 'ERADICATION',
  recovery: 'RECOVERY',
  lessons: 'POST-INCIDENT',
};

/** Phases whose steps change something: they can be checked and undone, or say why not. */
export const changingPhases: readonly Phase[] = ['containment', 'eradication', 'recovery'];

export interface Playbook {
  readonly technique: string;
  readonly threat: string;
  readonly objective: string;
  readonly indicators: readonly string[];
  /** What to do first when it is still going on. */
  readonly urgent: string;
  readonly steps: Readonly<Record<Phase, readonly Step[]>>;
}

export interface Step {
  readonly action: string;
  readonly why: string;
}

/** Who carries steps out, and what that person may do. */
export interface Role {
  readonly id: string;
  readonly title: string;
  readonly does: string;
  readonly entitlements: PerCloud<string>;
}

/** One thing that a responder does, in the three clouds; playbooks name it by its id. */
export interface Action {
  readonly id: string;
  readonly name: string;
  readonly phase: Phase;
  readonly role: string;
  readonly does: string;
  /** What is done by people and needs no command. */
  readonly tasks?: readonly string[];
  /** Commands of this program, over the logs that are there. */
  readonly here?: readonly Command[];
  readonly aws?: CloudAction;
  readonly azure?: CloudAction;
  readonly gcp?: CloudAction;
}

export interface CloudAction {
  /** Permissions that the commands need. */
  readonly rights?: readonly string[];
  readonly commands?: readonly Command[];
  readonly verify?: readonly Command[];
  readonly rollback?: readonly Command[];
  /** Why there is no way back. */
  readonly irreversible?: string;
  /** Why this cloud has no such thing, or what stands in its place. */
  readonly absent?: string;
}

export interface Command {
  readonly run: string;
  /** What is printed when it is as it should be, or what to look for in it. */
  readonly expect: string;
  /** Kinds of principals that it is for; all when absent. */
  readonly principals?: readonly string[];
}

/** Everything that packs say about techniques. */
export interface GuideContent {
  readonly guides: ReadonlyMap<string, Guide>;
  readonly playbooks: ReadonlyMap<string, Playbook>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly pivots: ReadonlyMap<string, Pivot>;
  readonly logs: ReadonlyMap<string, TelemetryLog>;
}
