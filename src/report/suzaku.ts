import { isObject, type Json } from '../core/json.ts';
import { formatTime } from '../core/time.ts';
import type { Finding } from '../detect/finding/finding.ts';
import { csvLine } from './csv.ts';
import type { ReportDefinition } from './report.ts';

/** A column of Suzaku's AWS timeline: paths into the record, tried in order, or something of the rule. */
interface Column {
  readonly heading: string;
  readonly paths?: readonly string[];
  readonly value?: (finding: Finding) => string;
}

const abbreviations: Readonly<Record<string, string>> = {
  critical: 'crit',
  high: 'high',
  medium: 'med',
  low: 'low',
  informational: 'info',
};

/** The columns of Yamato Security's Suzaku, `aws-ct-timeline`, default profile: the same order and spelling. */
const suzakuColumns: readonly Column[] = [
  {
    heading: 'Timestamp',
    value: ({ time }) =>
      time === undefined
        ? ''
        : formatTime(time)
            .replace('T', ' ')
            .replace(/\.\d+Z$/, ''),
  },
  { heading: 'RuleTitle', value: ({ rule }) => rule.title },
  { heading: 'RuleAuthor', value: ({ rule }) => rule.author ?? '' },
  { heading: 'Level', value: ({ level }) => abbreviations[level] ?? level },
  { heading: 'EventName', paths: ['eventName'], value: ({ activity }) => activity?.operation ?? '' },
  { heading: 'ErrorCode', paths: ['errorCode'], value: ({ activity }) => activity?.error?.code ?? '' },
  {
    heading: 'ErrorMessage',
    paths: ['errorMessage'],
    value: ({ activity }) => activity?.error?.message ?? '',
  },
  { heading: 'EventSource', paths: ['eventSource'], value: ({ activity }) => activity?.service ?? '' },
  { heading: 'AWS-Region', paths: ['awsRegion'], value: ({ activity }) => activity?.region ?? '' },
  { heading: 'SrcIP', paths: ['sourceIPAddress'], value: ({ activity }) => activity?.source.ip ?? '' },
  { heading: 'UserAgent', paths: ['userAgent'], value: ({ activity }) => activity?.source.userAgent ?? '' },
  {
    heading: 'UserName',
    paths: ['userIdentity.userName', 'userIdentity.sessionContext.sessionIssuer.userName'],
    value: ({ activity }) => activity?.principal.name ?? '',
  },
  {
    heading: 'UserType',
    paths: ['userIdentity.type'],
    value: ({ activity }) => activity?.principal.type ?? '',
  },
  {
    heading: 'UserAccountID',
    paths: ['userIdentity.accountId'],
    value: ({ activity }) => activity?.account ?? '',
  },
  { heading: 'UserARN', paths: ['userIdentity.arn'] },
  {
    heading: 'UserPrincipalID',
    paths: ['userIdentity.principalId'],
    value: ({ activity }) => activity?.principal.id ?? '',
  },
  { heading: 'UserAccessKeyID', paths: ['userIdentity.accessKeyId'] },
  { heading: 'EventID', paths: ['eventID'], value: ({ activity }) => activity?.id ?? '' },
  { heading: 'Tags', value: ({ rule }) => rule.tags.join(' ¦ ') },
  { heading: 'RuleID', value: ({ rule }) => rule.id },
];

/** Needs the records: run the hunt with them kept. Records of other clouds fill the columns from the Activity. */
export const suzaku: ReportDefinition = {
  name: 'suzaku',
  description: "CSV with the columns of Suzaku's AWS timeline",
  *render({ findings }) {
    yield csvLine(suzakuColumns.map(({ heading }) => heading));
    for (const finding of findings)
      yield csvLine(suzakuColumns.map((column) => cell(column, finding) || '-'));
  },
};

function cell({ paths = [], value }: Column, finding: Finding): string {
  for (const path of paths) {
    const found = follow(finding.record, path.split('.'));
    if (found !== undefined) return found;
  }
  return value?.(finding) ?? '';
}

function follow(record: Json | undefined, path: readonly string[]): string | undefined {
  let at: Json | undefined = record;
  for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  if (typeof at === 'string') return at === '' ? undefined : at;
  return typeof at === 'number' || typeof at === 'boolean' ? String(at) : undefined;
}
