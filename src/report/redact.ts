import type { Json } from '../core/json.ts';

/** Stands for what is not printed. */
export const REDACTED = '<redacted>';

/** Members whose values are scripts, passwords or keys, in whatever case and with or without `_` and `-`. */
const secretNames =
  /^(?:userdata|customdata|rawkey|rsaencryptedkey|(?:admin|master|master(?:user)?)?password|passwd|secret(?:accesskey|key|string|binary)?|privatekey|sshprivatekey|accesssas|sasuri|sastoken|sharedaccess\w*|sessiontoken|accesstoken|refreshtoken|authtoken|clientsecret|connectionstring|protectedsettings|commandtoexecute)$/;
/** Keys of Google's metadata items, whose text stands beside them. */
const secretItems = /(?:startup-script|shutdown-script|user-data|sysprep|ssh-keys|windows-keys)/i;
/** Signatures in URLs: Azure SAS, AWS and Google signed URLs. */
const signatures =
  /([?&](?:sig|x-amz-signature|x-amz-security-token|x-amz-credential|x-goog-signature|x-goog-credential|signature)=)[^&\s"']+/gi;

/** A copy of a native record without what must not be printed: start-up scripts, passwords, keys, signatures of links. */
export function redact(value: Json): Json {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(redact);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const isItem = isSecretItem(value);
  return Object.fromEntries(
    entries.map(([name, one]) => [
      name,
      isSecret(name) || (isItem && name === 'value') ? hidden(one) : redact(one),
    ]),
  );
}

/** Texts and numbers that `redact` hides from a record: where one of them is shown elsewhere, it has to be hidden, too. */
export function hiddenIn(record: Json): ReadonlySet<string> {
  const found = new Set<string>();
  collect(record, false, found);
  return found;
}

function collect(value: Json, isHidden: boolean, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) {
    if (isHidden && value !== null && value !== '' && typeof value !== 'boolean') found.add(String(value));
    else if (typeof value === 'string') inText(value, (inner) => collect(inner, false, found));
    return;
  }
  const isItem = isSecretItem(value);
  for (const [name, one] of Object.entries(value as Readonly<Record<string, Json>>)) {
    collect(one, isHidden || isSecret(name) || (isItem && name === 'value'), found);
  }
}

/** Calls with what a JSON text holds; gives what was given for it, undefined when the text is no JSON. */
function inText<T>(text: string, use: (value: Json) => T): T | undefined {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return undefined;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  return use(value);
}

/** One of Google's metadata items whose text is secret. */
function isSecretItem(value: object): boolean {
  const { key } = value as { readonly key?: unknown };
  return typeof key === 'string' && secretItems.test(key);
}

/** Whether a path leads through a member whose value is secret: `requestParameters.userData`, `a.b[0].adminPassword`. */
export function isSecretPath(path: string): boolean {
  return path.split(/[^\w-]+/).some(isSecret);
}

/** The values by which a correlation grouped, named by their fields. */
export function redactGroup(
  group: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(group).map(([name, value]) => {
      if (value === null || value === '') return [name, value];
      return [name, isSecretPath(name) ? REDACTED : redactText(value)];
    }),
  );
}

function isSecret(name: string): boolean {
  return secretNames.test(name.toLowerCase().replace(/[_-]/g, ''));
}

/** Presence stays visible; a script's `{value: …}` and empty values say nothing and stay. */
function hidden(value: Json): Json {
  return value === null || value === '' || typeof value === 'boolean' ? value : REDACTED;
}

/** Azure writes bodies as JSON text inside the record. */
function redactText(text: string): string {
  const whole = inText(text, (value) => JSON.stringify(redact(value)));
  if (whole !== undefined) return whole;
  // A body that was cut off: nothing of it can be told apart, so its quoted values are judged by their names.
  if (!/^\s*[[{]/.test(text)) return text.replace(signatures, `$1${REDACTED}`);
  return text.replace(/"(\w+)"\s*:\s*"(?:[^"\\]|\\.)*"?/g, (part, name: string) =>
    isSecret(name) ? `"${name}":"${REDACTED}"` : part.replace(signatures, `$1${REDACTED}`),
  );
}
