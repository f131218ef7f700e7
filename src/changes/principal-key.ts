/** What is wrong with a principal as it was written, or what it stands for. */
export type ReadPrincipal =
  | { readonly key: string; readonly broad?: string }
  | { readonly problem: string; readonly help: string };

const forms =
  'Copy `principal.key` from `nephoscope normalize`: `aws:arn:aws:iam::ACCOUNT:role/NAME`, ' +
  '`azure:TENANT:OBJECT-ID`, `gcp:serviceAccount:ADDRESS`.';

/**
 * A principal key or a pattern of one. An IAM ARN stands for `aws:` and the ARN; the ARN of a session is refused, since its
 * last part is a name that the caller chooses. `broad` says why a pattern lets in more than it seems to.
 */
export function readPrincipal(written: string): ReadPrincipal {
  const text = /^arn:[\w*-]+:/.test(written) ? `aws:${written}` : written;
  if (/^\*+$/.test(text)) return { problem: `'${written}' is everybody, which is no principal`, help: forms };
  if (/^aws:arn:[\w*-]+:sts:/.test(text)) {
    return {
      problem: `'${written}' is the ARN of a session, whose name the caller chooses`,
      help: 'Name the role: `arn:aws:iam::ACCOUNT:role/NAME`.',
    };
  }
  if (/^aws:source-identity:/.test(text)) {
    return { problem: `'${written}' is a name that the caller chooses`, help: forms };
  }
  if (!/^(?:aws|azure|gcp):./.test(text) && !text.startsWith('*')) {
    return { problem: `'${written}' is no principal key`, help: forms };
  }
  const broad = broadness(text);
  return broad === undefined ? { key: text } : { key: text, broad };
}

function broadness(key: string): string | undefined {
  if (key.startsWith('*'))
    return 'it begins with `*`: everybody can name a principal so that it ends like this';
  if (/^(?:aws|azure|gcp):\*/.test(key)) return 'it fits principals of every account';
  const account = /^aws:arn:[\w*-]+:iam::([^:]*):/.exec(key)?.[1];
  return account?.includes('*') ? 'it fits the same name in accounts of others' : undefined;
}
