import type { Json, JsonObject } from '../core/json.ts';
import { type Explanation, explain } from '../emit/reference/index.ts';
import type { Rule } from '../ir/rule.ts';
import { hiddenIn, isSecretPath, REDACTED, redact } from '../report/redact.ts';

/**
 * Why a rule matches a record or not, without the values that a printed record has not either. The rule looks at the
 * record itself: what it asks of a start-up script is still answered.
 */
export function explainForPrint(rule: Rule, facts: JsonObject): Explanation {
  return withoutSecrets(explain(rule, facts), hiddenIn(facts));
}

function withoutSecrets(node: Explanation, hidden: ReadonlySet<string>): Explanation {
  const children = node.children.map((child) => withoutSecrets(child, hidden));
  const { field } = node;
  if (!field) return { ...node, children };
  const isSecret = isSecretPath(field.name) || isSecretPath(field.path ?? '');
  const shown = (value: Json): Json => shownValue(value, isSecret, hidden);
  const values = field.values.map(shown);
  return { ...node, children, field: { ...field, values, matching: field.matching.map(shown) } };
}

function shownValue(value: Json, isSecret: boolean, hidden: ReadonlySet<string>): Json {
  if (value === null || value === '' || typeof value === 'boolean') return value;
  if (isSecret) return REDACTED;
  const isScalar = typeof value === 'string' || typeof value === 'number';
  return isScalar && hidden.has(String(value)) ? REDACTED : redact(value);
}
