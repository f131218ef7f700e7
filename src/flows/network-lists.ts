import type { NetworkCategory } from '../detect/incident/network.ts';
import { domainOf } from './values.ts';

/** The lists of a pack that say what a domain or a port is known for, by the category that they stand for. */
const domainLists: Readonly<Record<string, NetworkCategory>> = {
  mining_domains: 'mining',
  file_sharing_domains: 'file-sharing',
  paste_domains: 'paste',
  messaging_domains: 'messaging',
};

/** The parameters that are read: all of them lists. */
export const networkParameters: readonly string[] = [
  ...Object.keys(domainLists),
  'mining_ports',
  'provider_domains',
  'trusted_accounts',
];

/** An entry of a list that cannot be what the list is for. */
export interface ListProblem {
  readonly list: string;
  /** What was expected, and found. */
  readonly message: string;
}

/** What is known of domains, ports and accounts: data of a pack, which a parameters file overrides. */
export class NetworkLists {
  readonly problems: readonly ListProblem[];
  readonly miningPorts: ReadonlySet<number>;
  private readonly domains = new Map<string, NetworkCategory>();
  private readonly ofProviders: ReadonlySet<string>;
  private readonly trusted: ReadonlySet<string>;

  /** @param lists parameters by name; those that are not for this are passed over */
  constructor(lists: Readonly<Record<string, readonly string[]>>) {
    const problems: ListProblem[] = [];
    for (const [list, category] of Object.entries(domainLists)) {
      for (const domain of domainsOf(lists[list], list, problems)) {
        // A domain in two lists is of the first.
        if (!this.domains.has(domain)) this.domains.set(domain, category);
      }
    }
    this.ofProviders = new Set(domainsOf(lists['provider_domains'], 'provider_domains', problems));
    this.miningPorts = new Set(portsOf(lists['mining_ports'], problems));
    this.trusted = new Set(lists['trusted_accounts'] ?? []);
    this.problems = problems;
  }

  /** What a domain, or one that it lies below, is known for. */
  categoryOf(domain: string): NetworkCategory | undefined {
    for (const one of suffixes(domain)) {
      const category = this.domains.get(one);
      if (category) return category;
    }
    return undefined;
  }

  isProvider(domain: string): boolean {
    for (const one of suffixes(domain)) if (this.ofProviders.has(one)) return true;
    return false;
  }

  /** An account, subscription, project or network that data may go to. */
  isTrusted(name: string): boolean {
    return this.trusted.has(name);
  }
}

function* suffixes(domain: string): Generator<string> {
  for (let at = 0; at !== -1 && at < domain.length; ) {
    yield domain.slice(at);
    const dot = domain.indexOf('.', at);
    if (dot === -1) return;
    at = dot + 1;
  }
}

function domainsOf(list: readonly string[] | undefined, name: string, problems: ListProblem[]): string[] {
  return (list ?? []).flatMap((written) => {
    const domain = domainOf(written.replace(/^\*?\./, ''));
    if (/^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]+$/.test(domain)) return [domain];
    problems.push({ list: name, message: `expected a domain such as example.com, found '${written}'` });
    return [];
  });
}

function portsOf(list: readonly string[] | undefined, problems: ListProblem[]): number[] {
  return (list ?? []).flatMap((written) => {
    const port = Number(written);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return [port];
    problems.push({ list: 'mining_ports', message: `expected a port from 1 to 65535, found '${written}'` });
    return [];
  });
}
