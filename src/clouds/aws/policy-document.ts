import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** The statements of a policy that allow something; none when the text is no policy. */
export function allowStatements(policy: string): readonly JsonObject[] {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return [];
  }
  if (!isObject(document)) return [];
  return listOf(document['Statement']).filter(
    (one): one is JsonObject => isObject(one) && one['Effect'] === 'Allow',
  );
}

/** Most members of a policy are a value or a list of them. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}

/** From the widest on: all of AWS, then what gives the rest, or every machine. */
export const wideActions: readonly string[] = ['*', 'iam:*', 'ec2:*'];

/**
 * The widest of `*`, `iam:*` and `ec2:*` that a policy allows on everything. A statement with a condition, with `NotAction` or with
 * `NotResource` does not count: how wide it is cannot be told from it alone. What other statements or policies deny is not looked at.
 */
export function wideRights(policy: string): string | undefined {
  const allowed = new Set(
    allowStatements(policy)
      .filter((one) => one['Condition'] === undefined && listOf(one['Resource']).includes('*'))
      .flatMap((one) => listOf(one['Action']).map(actionName)),
  );
  return wideActions.find((action) => allowed.has(action));
}

function actionName(action: Json): string {
  const name = typeof action === 'string' ? action.toLowerCase() : '';
  return name === '*:*' ? '*' : name;
}
