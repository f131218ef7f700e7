import type { Json } from '../core/json.ts';

const REDACTED = '<redacted>';

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
  const isItem = entries.some(
    ([name, one]) => name === 'key' && typeof one === 'string' && secretItems.test(one),
  );
  return Object.fromEntries(
    entries.map(([name, one]) => [
      name,
      isSecret(name) || (isItem && name === 'value') ? hidden(one) : redact(one),
    ]),
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
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') {
    try {
      return JSON.stringify(redact(JSON.parse(text) as Json));
    } catch {
      // A body that was cut off: nothing of it can be told apart, so its quoted values are judged by their names below.
      return text.replace(/"(\w+)"\s*:\s*"(?:[^"\\]|\\.)*"?/g, (whole, name: string) =>
        isSecret(name) ? `"${name}":"${REDACTED}"` : whole.replace(signatures, `$1${REDACTED}`),
      );
    }
  }
  return text.replace(signatures, `$1${REDACTED}`);
}
