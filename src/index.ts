/** The library: everything that the command line uses is exported here. */
export type { Activity, Attributes, Edge, Principal, Resource } from './activity/activity.ts';
export { argumentProblems, fillArguments } from './atomics/arguments.ts';
export type {
  Assertion,
  AtomicTest,
  ExpectedFinding,
  InputArgument,
  Latency,
  Step,
} from './atomics/atomic.ts';
export { type LoadedAtomics, loadAtomics } from './atomics/read-atomics.ts';
export { type LoadedBackground, loadBackground, type Routine } from './atomics/read-background.ts';
export { selectAtomics } from './atomics/select.ts';
export { type Actor, attack, attackUrl, findTechnique, type Technique } from './attack/attack.ts';
export { findOfficial, type OfficialTechnique, StixError } from './attack/stix.ts';
export { tacticName, tacticsByEdition } from './attack/tactics.ts';
export {
  type ChangeRecord,
  type ChangeScope,
  type ChangesFile,
  type LoadChangesOptions,
  type LoadedChanges,
  loadChanges,
  writeChanges,
} from './changes/index.ts';
export { operationTechniques } from './clouds/operation-techniques.ts';
export {
  type CarriedQuery,
  type CarriedRule,
  type CarryOptions,
  carryRules,
  findTarget,
  type SiemTarget,
  siemTargets,
} from './convert/index.ts';
export { compareDiagnostics, type Diagnostic, renderDiagnostic, type Span } from './core/diagnostic.ts';
export type { Json, JsonObject } from './core/json.ts';
export { type Level, levels } from './core/levels.ts';
export { type NameError, nameErrors } from './coverage/attack-names.ts';
export { type Coverage, type CoverageRow, type CoveringRule, coverageOf } from './coverage/matrix.ts';
export { componentsSaidToShow, techniquesSaidToShowIn } from './coverage/relations.ts';
export { coverageHtml } from './coverage/render/html.ts';
export { coverageLayer } from './coverage/render/navigator.ts';
export { coverageCsv, coverageJson } from './coverage/render/plain.ts';
export { coverageTable } from './coverage/render/table.ts';
export type { CoverageReport } from './coverage/report.ts';
export { type Sight, SightCounter } from './coverage/sight.ts';
export { defaultLimits, type Limits } from './decode/index.ts';
export {
  type Authoriser,
  type AuthoriserOptions,
  combine as combineVerdicts,
  createAuthoriser,
  type PipelineMismatch,
  type UnusedAuthorisation,
  type Verdict,
} from './detect/authorise/index.ts';
export { BaselineError, type StoredCell } from './detect/baseline/baseline-file.ts';
export type { Evidence, Finding } from './detect/finding/finding.ts';
export type { Incident, StoryLine } from './detect/incident/incident.ts';
export type {
  IncidentNetwork,
  InstanceNetwork,
  LookedUpDomain,
  NetworkCategory,
  NetworkPeer,
  NetworkUse,
} from './detect/incident/network.ts';
export type { NetworkStats } from './detect/incident/network-stats.ts';
export type { Change } from './detect/incremental/changes.ts';
export { Detector } from './detect/incremental/detector.ts';
export {
  type DetectorCounters,
  type DetectorOptions,
  detectorDefaults,
} from './detect/incremental/options.ts';
export { StateError } from './detect/incremental/state.ts';
export { type Family, familyOf, findResources } from './detect/lineage/family.ts';
export type { LineageNode } from './detect/lineage/graph.ts';
export type { Observation, RuleMatch as ObservedMatch } from './detect/observation.ts';
export type { ScorePart } from './detect/score/score.ts';
export { type SweepOptions, sweepDefaults } from './detect/sweep/sweep.ts';
export {
  type QueryColumn,
  QueryLimitError,
  type QueryResult,
  type RunOptions as QueryRunOptions,
  runQuery,
} from './emit/closure/query/index.ts';
export { type Explanation, explain } from './emit/reference/index.ts';
export {
  type ContainerDefinition,
  containersOf,
  findContainer,
  type OutputFile,
} from './emulate/containers/index.ts';
export { type EmulateOptions, emulate } from './emulate/emulate.ts';
export type { EmulatedRecord } from './emulate/emulated-record.ts';
export { hasBaseline, readBaseline, writeBaseline } from './engine/baseline-folder.ts';
export { readChangesFiles } from './engine/changes-files.ts';
export { coveringRules } from './engine/covering-rules.ts';
export { decodeRecords } from './engine/decode-records.ts';
export { type DetectionContent, DetectionViews } from './engine/detection-view.ts';
export {
  explainFinding,
  type FindingExplanation,
  type Inspection,
} from './engine/explain-finding.ts';
export { createHunt, type Hunt, type HuntOptions, type HuntResult, type PushOptions } from './engine/hunt.ts';
export {
  type HuntFilesOptions,
  type HuntFilesResult,
  huntFiles,
  type Progress,
} from './engine/hunt-files.ts';
export {
  type HuntLakeOptions,
  type HuntLakeResult,
  huntLake,
  type RecordCoverage,
} from './engine/hunt-lake.ts';
export {
  type BuildInventoryOptions,
  type BuiltInventory,
  buildInventory,
  loadInventory,
} from './engine/inventory.ts';
export { compactLake, type LakeCompactResult } from './engine/lake-compact.ts';
export { importIntoLake, type LakeImportOptions, type LakeImportResult } from './engine/lake-import.ts';
export { type LinkedFlows, type LinkFlowsOptions, linkFlows } from './engine/link-flows.ts';
export { lintRules } from './engine/lint-rules.ts';
export { type AtomicFiles, loadAtomicFiles, loadRoutines } from './engine/load-atomics.ts';
export {
  ContentError,
  enclosingParameters,
  loadPack,
  loadParameters,
  type Pack,
  type RuleFile,
  readRuleFiles,
  shippedPackNames,
} from './engine/load-content.ts';
export { guideFilesOf, loadGuides } from './engine/load-guides.ts';
export { createMatcher, type Matcher, type RuleMatch } from './engine/matcher.ts';
export { type MutantResult, type MutatedFile, mutateFile } from './engine/mutation/mutate-file.ts';
export { normalize } from './engine/normalize.ts';
export { type PackNoise, type RuleNoise, readNoise } from './engine/pack-noise.ts';
export { type ListedParameter, listParameters } from './engine/parameter-list.ts';
export {
  compareQueries,
  compareQueriesOnLake,
  type FilesComparison,
  type LakeComparison,
  type QueryComparison,
  type RowChange,
} from './engine/query/compare-queries.ts';
export { fixQuery, lintQuery } from './engine/query/lint-query.ts';
export {
  type FilesQueryResult,
  type QueryFilesOptions,
  type QueryFilesResult,
  QueryInputError,
  queryFiles,
} from './engine/query/query-files.ts';
export { type LakePlan, lakePlan, type QueryLakeResult, queryLake } from './engine/query/query-lake.ts';
export { readReferenceFiles } from './engine/query/reference-files.ts';
export {
  type AcceptedMutant,
  type RuleTestCase,
  RuleTestError,
  type RuleTestFile,
  readRuleTests,
} from './engine/read-rule-tests.ts';
export {
  componentsOf,
  operationsByRule,
  type ReachedOperation,
  type RuleOperations,
} from './engine/rule-operations.ts';
export { RuleFileTester, type RuleFileTests } from './engine/rule-test-files.ts';
export {
  operationsOf,
  type RuleTestResult,
  runRuleTests,
  shownTo,
} from './engine/rule-tests.ts';
export { FindingsError, readStoredFindings, type StoredFinding } from './engine/stored-findings.ts';
export { type TechniqueContent, techniqueView } from './engine/technique-view.ts';
export { type AtomicValidator, createAtomicValidator } from './engine/validate-atomics.ts';
export {
  type Action,
  type Case,
  type CaseOptions,
  caseOf,
  type Guide,
  type GuideContent,
  type GuideFile,
  type LoadedGuides,
  type Playbook,
  planResponse,
  type ResponsePlan,
  shellQuote,
} from './guides/index.ts';
export {
  type BuildOptions as InventoryBuildOptions,
  type DiffOptions as InventoryDiffOptions,
  type DiffRow,
  diffInventories,
  type Inventory,
  InventoryBuilder,
  type InventoryDiff,
  InventoryFileError,
  type InventoryResource,
  isInventoryFile,
  type Listing as InventoryListing,
  type Place as InventoryPlace,
  placesOf,
  type RegionCount,
  type RegionThresholds,
  readInventory,
  recogniseListing,
  writeInventory,
} from './inventory/index.ts';
export type { Correlation, CorrelationType } from './ir/correlation.ts';
export type { Query } from './ir/query/query.ts';
export type { LogSource, Rule, RuleMetadata } from './ir/rule.ts';
export {
  approvedSet,
  type Change as QueryCorrection,
  type FixedQuery,
  type LoadedQuery,
  loadQuery,
  printQuery,
  type QueryOptions,
  type ReferenceData,
  type ReferenceFile,
  withEmptySet,
} from './lang/aql/index.ts';
export {
  type LintOptions,
  type LoadOptions,
  type LoadResult,
  loadRules,
  type Parameter,
  type ParameterUse,
  type Placeholders,
  type SourceFile,
} from './lang/sigma/index.ts';
export { atomicText } from './report/atomic-text.ts';
export { type Found, profiles, type ReportContext, type ReportDefinition, reports } from './report/index.ts';
export { type JunitCase, junit } from './report/junit.ts';
export { lineageDot, lineageJson, lineageMermaid, lineageTree } from './report/lineage-text.ts';
export type { Block, Inline, Page, Section } from './report/page/page.ts';
export { pageHtml } from './report/page/page-html.ts';
export { pageMarkdown } from './report/page/page-markdown.ts';
export { pageText } from './report/page/page-text.ts';
export { officialSection } from './report/pages/attack-markdown.ts';
export { caseInvestigation } from './report/pages/investigation-section.ts';
export { listPage } from './report/pages/list-page.ts';
export { looksJson } from './report/pages/look-sections.ts';
export { playbookJson } from './report/pages/playbook-json.ts';
export { type PlanSubject, type PlaybookExtras, playbookPage } from './report/pages/playbook-page.ts';
export { rulePage } from './report/pages/rule-page.ts';
export { techniqueJson } from './report/pages/technique-json.ts';
export { type TechniquePageOptions, techniquePage } from './report/pages/technique-page.ts';
export type {
  AtomicView,
  DetectionView,
  ParameterView,
  TechniqueView,
} from './report/pages/technique-view.ts';
export { changeRows, changeSummary } from './report/query/changes.ts';
export { explainQuery } from './report/query/explain.ts';
export {
  type Cell,
  type RowContext,
  type RowFormat,
  type Rows,
  renderRows,
  rowFormats,
} from './report/query/rows.ts';
export { type QuerySummary, querySummary } from './report/query/summary.ts';
export type { Problem, RejectedPlace, RunStats } from './report/run-stats.ts';
export { reconciliation, type Summary, summarise, summaryText } from './report/summary.ts';
export { validationCases, validationJson, validationText } from './report/validation-text.ts';
export { type Input, type Listing, listInputs } from './sources/index.ts';
export {
  type LakePushOptions,
  type LakePushResult,
  type LakePushStep,
  pushLake,
} from './store/clickhouse/push.ts';
export type { Client, ClientOptions, ServerOptions } from './store/clickhouse/server.ts';
export { type ServerStats, serverStats } from './store/clickhouse/server-stats.ts';
export { LakeError, type LakeErrorCode } from './store/lake-error.ts';
export { LakeReader, type LakeReaderOptions, type TimeRange } from './store/lake-reader.ts';
export type { LakeStep } from './store/lake-writer.ts';
export type { LockHolder } from './store/lock.ts';
export type { SealCounts } from './store/seal.ts';
export { type LakeStats, lakeStats, type ProviderStats } from './store/stats.ts';
export { type LakeProblem, type LakeVerification, type VerifyOptions, verifyLake } from './store/verify.ts';
export { type FindingResult, type StepResult, type Validation, validate } from './validate/validation.ts';
