import type { Diagnostic } from '../../core/diagnostic.ts';
import { suggest } from '../../core/suggest.ts';
import { repeatWithoutRule, unknownAction } from './diagnostics.ts';
import type { SourceDocument } from './documents.ts';
import { type Entry, entry, type MapNode, merge, scalarString, without } from './located.ts';

interface State {
  global?: MapNode | undefined;
  previous?: MapNode | undefined;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Takes the document without its `action`; returns the document that results, or undefined for none. */
type Action = (
  body: MapNode,
  document: SourceDocument,
  action: Entry,
  state: State,
) => SourceDocument | undefined;

const actions: Readonly<Record<string, Action>> = {
  global: (body, _document, _action, state) => {
    state.global = body;
    state.previous = undefined;
    return undefined;
  },
  reset: (body, document, _action, state) => {
    state.global = undefined;
    state.previous = body.entries.length > 0 ? body : undefined;
    return state.previous && { ...document, root: body };
  },
  repeat: (body, document, action, state) => {
    if (!state.previous) {
      state.report(repeatWithoutRule(action.value.at));
      return { at: document.at };
    }
    state.previous = merge(state.previous, body);
    return { ...document, root: withGlobal(state.previous, state) };
  },
};

/**
 * Applies the collection actions of a file, as pySigma and rsigma do (they are older than the specification):
 * `global` is merged over each later document, `reset` forgets it, `repeat` merges into the document before and yields
 * that. Returns the documents that are left, in order.
 */
export function applyActions(
  documents: readonly SourceDocument[],
  report: (diagnostic: Diagnostic) => void,
): SourceDocument[] {
  const state: State = { report };
  return documents.flatMap((document) => applyOne(document, state) ?? []);
}

function applyOne(document: SourceDocument, state: State): SourceDocument | undefined {
  const { root } = document;
  const written = root && entry(root, 'action');
  if (!root || !written) {
    state.previous = root;
    return root ? { ...document, root: withGlobal(root, state) } : document;
  }
  const name = scalarString(written.value) ?? '';
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action) return action(without(root, 'action'), document, written, state);
  state.report(unknownAction(name, written.value.at, suggest(name, Object.keys(actions))));
  return { at: document.at };
}

/** The global document wins over the rule, as in pySigma. */
function withGlobal(root: MapNode, { global }: State): MapNode {
  return global ? merge(root, global) : root;
}
