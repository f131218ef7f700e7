import { objectKinds, verbs } from '../activity/vocabulary.ts';
import { suggest } from '../core/suggest.ts';

/** An action as it limits: a verb and an object, or a native operation with or without its service. */
export type ActionPattern =
  | { readonly kind: 'meaning'; readonly verb: string; readonly object: string }
  | { readonly kind: 'native'; readonly operation: string; readonly service?: string };

/** `create:snapshot` and `*:instance` are meanings; `ec2:RunInstances` and `RunInstances` are native operations. */
export function parseAction(text: string): ActionPattern {
  const colon = text.indexOf(':');
  if (colon < 0) return { kind: 'native', operation: text };
  const left = text.slice(0, colon);
  const right = text.slice(colon + 1);
  const isVerb = left === '*' || (verbs as readonly string[]).includes(left);
  const isObject = right === '*' || (objectKinds as readonly string[]).includes(right);
  if (isVerb && isObject) return { kind: 'meaning', verb: left, object: right };
  return { kind: 'native', operation: right, service: left };
}

/** What to say of an action that can fit nothing. */
export function actionProblem(text: string): { message: string; help?: string } | undefined {
  const action = parseAction(text);
  if (action.kind !== 'native' || action.service === undefined) return undefined;
  if ((verbs as readonly string[]).includes(action.service)) {
    const near = suggest(action.operation, objectKinds);
    return {
      message: `'${text}': there is no object '${action.operation}'`,
      ...(near && { help: `Did you mean '${action.service}:${near}'?` }),
    };
  }
  if (!(objectKinds as readonly string[]).includes(action.operation)) return undefined;
  const near = suggest(action.service, verbs);
  return {
    message: `'${text}': there is no verb '${action.service}'`,
    ...(near && { help: `Did you mean '${near}:${action.operation}'?` }),
  };
}
