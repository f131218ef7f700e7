import type { Diagnostic } from '../core/diagnostic.ts';
import { compareDiagnostics } from '../core/diagnostic.ts';
import { get, type MapNode, type Node, scalarString } from '../lang/sigma/located.ts';
import { type Report, say } from './diagnostic-codes.ts';
import type { Action, Guide, GuideContent, Pivot, Playbook, Role, TelemetryLog } from './guide.ts';
import { type GuideFile, readGuideFile } from './guide-file.ts';
import { readGuide } from './guide-reader.ts';
import type { Known } from './known.ts';
import { readAction, readPlaybook, readRole } from './playbook-reader.ts';
import type { Reader, Reading } from './read-node.ts';
import { readLog, readPivot } from './shared-reader.ts';
import { unusedParts } from './unused.ts';

/** What guides refer to outside of their own files. */
export type Outside = Pick<Known, 'techniques' | 'rules' | 'isOperation'>;

export interface LoadedGuides extends GuideContent {
  readonly diagnostics: readonly Diagnostic[];
  /** How many guides, playbooks and shared parts could not be used. */
  readonly refused: number;
}

/** Lists that guides and playbooks share, by the key that a file has them under. */
const sharedKeys = ['pivots', 'logs', 'roles', 'actions'] as const;
type SharedKey = (typeof sharedKeys)[number];

/**
 * Reads guides and playbooks. Every section has to be there, every reference has to exist, every command and every query has
 * to be safe to fill. Problems are collected with their places; a guide with an error is left out. Never throws.
 */
export function loadGuides(files: readonly GuideFile[], outside: Outside): LoadedGuides {
  const loading = new Loading(outside);
  const roots = files.flatMap((file) => {
    const root = readGuideFile(file, loading.report);
    if (!root) loading.refused += 1;
    return root ? [{ file, root }] : [];
  });
  const shared = roots.filter(({ root }) => isShared(root));
  for (const { root } of shared) loading.checkKeys(root);
  for (const key of sharedKeys) for (const { root } of shared) loading.readShared(key, get(root, key));
  for (const { file, root } of roots) if (!isShared(root)) loading.readTechnique(file, root);
  return loading.finish();
}

function isShared(root: MapNode): boolean {
  return sharedKeys.some((key) => get(root, key) !== undefined);
}

class Loading {
  readonly guides = new Map<string, Guide>();
  readonly playbooks = new Map<string, Playbook>();
  readonly pivots = new Map<string, Pivot>();
  readonly logs = new Map<string, TelemetryLog>();
  readonly roles = new Map<string, Role>();
  readonly actions = new Map<string, Action>();
  refused = 0;
  private readonly diagnostics: Diagnostic[] = [];
  private readonly places = new Map<string, Node>();
  private readonly reading: Reading;

  constructor(outside: Outside) {
    const { pivots, logs, roles, actions } = this;
    this.reading = {
      report: this.report,
      known: {
        ...outside,
        pivots: namesOf(pivots),
        logs: namesOf(logs),
        roles: namesOf(roles),
        actions: {
          get: (id: string) => actions.get(id)?.phase,
          has: (id: string) => actions.has(id),
          keys: () => actions.keys(),
        },
      },
    };
  }

  readonly report: Report = (diagnostic) => void this.diagnostics.push(diagnostic);

  checkKeys(root: MapNode): void {
    for (const { key, keyAt } of root.entries) {
      if (sharedKeys.some((one) => one === key)) continue;
      this.report(
        say('keyUnknown', `there is no key '${key}'`, keyAt, `The keys are ${sharedKeys.join(', ')}.`),
      );
    }
  }

  readShared(key: SharedKey, node: Node | undefined): void {
    if (node === undefined) return;
    if (node.kind !== 'list') {
      this.refused += 1;
      this.report(say('type', `\`${key}\` has to be a list`, node.at));
      return;
    }
    for (const item of node.items) this.readPart(key, item);
  }

  private readPart(key: SharedKey, node: Node): void {
    if (key === 'pivots') this.add(this.pivots, readPivot, node, 'pivot');
    else if (key === 'logs') this.add(this.logs, readLog, node, 'log');
    else if (key === 'roles') this.add(this.roles, readRole, node, 'role');
    else this.add(this.actions, readAction, node, 'action');
  }

  private add<T extends { readonly id: string }>(
    into: Map<string, T>,
    reader: Reader<T>,
    node: Node,
    what: string,
  ): void {
    const read = reader(node, '', this.reading);
    if (read && !this.isTwice(into.has(read.id), `${what} ${read.id}`, node)) {
      into.set(read.id, read);
      this.places.set(`${what} ${read.id}`, node);
    } else this.refused += 1;
  }

  readTechnique(file: GuideFile, root: MapNode): void {
    const technique = scalarString(get(root, 'technique'));
    const name = file.path.split(/[\\/]/).at(-1) ?? '';
    if (technique !== undefined && name.replace(/\.ya?ml$/, '') !== technique) {
      const message = `the file of ${technique} has to be called ${technique}.yml, not ${name}`;
      this.report(say('fileName', message, root.at));
      this.refused += 1;
      return;
    }
    if (file.kind === 'guide') this.addOf(this.guides, readGuide, root, 'guide');
    else this.addOf(this.playbooks, readPlaybook, root, 'playbook');
  }

  private addOf<T extends { readonly technique: string }>(
    into: Map<string, T>,
    reader: Reader<T>,
    root: MapNode,
    what: string,
  ): void {
    const read = reader(root, '', this.reading);
    if (read && !this.isTwice(into.has(read.technique), `${what} of ${read.technique}`, root)) {
      into.set(read.technique, read);
      this.places.set(`${what} ${read.technique}`, root);
    } else this.refused += 1;
  }

  private isTwice(is: boolean, what: string, { at }: Node): boolean {
    if (is) this.report(say('duplicate', `there is another ${what}`, at));
    return is;
  }

  finish(): LoadedGuides {
    const { guides, playbooks, pivots, logs, roles, actions, refused } = this;
    const content = { guides, playbooks, pivots, logs, roles, actions };
    for (const technique of guides.keys()) {
      if (playbooks.has(technique)) continue;
      const message = `${technique} has a guide and no playbook`;
      this.report(say('noPlaybook', message, this.places.get(`guide ${technique}`)?.at));
    }
    // What a broken guide would have used is not called unused.
    if (refused === 0) {
      for (const part of unusedParts(content)) {
        this.report(say('unused', `nothing uses the ${part}`, this.places.get(part)?.at));
      }
    }
    return { ...content, refused, diagnostics: this.diagnostics.toSorted(compareDiagnostics) };
  }
}

function namesOf(map: ReadonlyMap<string, unknown>): Known['pivots'] {
  return { has: (name) => map.has(name), keys: () => map.keys() };
}
