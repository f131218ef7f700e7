import { readFileSync } from 'node:fs';
import type { Provider } from '../activity/vocabulary.ts';
import { type Analytic, attack, type Strategy } from '../attack/attack.ts';
import type { CatalogueEntry } from '../clouds/catalogue.ts';
import { catalogueOf, findAzure, findGoogle } from '../clouds/catalogue-index.ts';

/** A name in ATT&CK that is not what it says. */
export interface NameError {
  readonly log: string;
  readonly name: string;
  readonly kind: /** No cloud has an operation of that name. */
    | 'no operation'
    /** The operation does not show the data component that it is filed under. */
    | 'filed elsewhere'
    /** It shows that component too, but is in the first place another. */
    | 'filed beside';
  /** The data component that it is filed under. */
  readonly filedUnder: string;
  /** The real operations; for one that is filed elsewhere the components that it shows in the first place. */
  readonly really: readonly string[];
  /** The analytics that name it so; none: it stands with the data component alone. */
  readonly analytics: readonly string[];
}

interface NotAnOperation {
  readonly provider: Provider;
  readonly name: string;
  readonly real: readonly string[];
}

const logs: readonly (readonly [RegExp, Provider])[] = [
  [/cloudtrail/i, 'aws'],
  [/^azure:/i, 'azure'],
  [/^gcp:/i, 'gcp'],
];

let unreal: readonly NotAnOperation[] | undefined;

/** The operations that ATT&CK means by a name in a log: itself, or those that it should have named. */
export function meantBy(log: string, name: string): CatalogueEntry[] {
  const provider = logs.find(([of]) => of.test(log))?.[1];
  if (provider === undefined) return [];
  const found = entriesNamed(provider, name);
  if (found.length > 0) return found;
  return (notAnOperation(provider, name)?.real ?? []).flatMap((real) => entriesNamed(provider, real));
}

/** The errors in the names of log sources, with what is right. Computed from the catalogue; nothing is listed by hand. */
export function nameErrors(): NameError[] {
  const filings = new Map<string, { filing: Filing; analytics: Set<string> }>();
  const add = (filing: Filing, analytic?: string): void => {
    const key = `${filing.log} ${filing.name.toLowerCase()} ${filing.filedUnder}`;
    const there = filings.get(key) ?? { filing, analytics: new Set() };
    if (analytic !== undefined) there.analytics.add(analytic);
    filings.set(key, there);
  };
  const { techniques, components } = attack();
  for (const { id, logSources } of techniques.flatMap(({ strategies }) => strategies.flatMap(analyticsOf)))
    for (const { log, component, operations = [] } of logSources)
      for (const name of operations) add({ log, name, filedUnder: component }, id);
  for (const { id, logSources } of components)
    for (const { log, operations } of logSources)
      for (const name of operations) add({ log, name, filedUnder: id });
  return [...filings.values()].flatMap(({ filing, analytics }) => {
    const error = errorOf(filing);
    return error ? [{ ...filing, ...error, analytics: [...analytics].toSorted() }] : [];
  });
}

type Filing = Pick<NameError, 'log' | 'name' | 'filedUnder'>;

function analyticsOf({ analytics }: Strategy): readonly Analytic[] {
  return analytics;
}

function errorOf({ log, name, filedUnder }: Filing): Pick<NameError, 'kind' | 'really'> | undefined {
  const provider = logs.find(([of]) => of.test(log))?.[1];
  if (provider === undefined) return undefined;
  const entries = entriesNamed(provider, name);
  if (entries.length === 0) {
    const known = notAnOperation(provider, name);
    return known && { kind: 'no operation', really: known.real };
  }
  const really = [...new Set(entries.flatMap(({ component }) => (component ? [component.id] : [])))];
  if (really.length === 0 || really.includes(filedUnder)) return undefined;
  const isBeside = entries.some(({ secondary = [], update }) =>
    [...secondary, update?.component].some((one) => one?.id === filedUnder),
  );
  return { kind: isBeside ? 'filed beside' : 'filed elsewhere', really };
}

function notAnOperation(provider: Provider, name: string): NotAnOperation | undefined {
  unreal ??= JSON.parse(
    readFileSync(new URL('../clouds/not-operations.json', import.meta.url), 'utf8'),
  ) as NotAnOperation[];
  return unreal.find((one) => one.provider === provider && one.name.toLowerCase() === name.toLowerCase());
}

/** `RunInstances`, or with its service: `ec2.amazonaws.com:RunInstances`. */
function entriesNamed(provider: Provider, name: string): CatalogueEntry[] {
  if (provider === 'aws') {
    const [service, operation] = name.includes(':') ? name.split(':') : [undefined, name];
    return catalogueOf('aws').filter(
      (entry) => entry.operation === operation && (service === undefined || entry.service === service),
    );
  }
  const entry = provider === 'azure' ? findAzure(name) : findGoogle(name, 'activity');
  return entry ? [entry] : [];
}
