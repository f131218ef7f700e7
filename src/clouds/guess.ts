import type { ObjectKind, Verb } from '../activity/vocabulary.ts';

/** What an operation that no catalogue knows seems to do, read from its name. */
export interface Guess {
  readonly verb: Verb;
  readonly object: ObjectKind;
  readonly access: 'read' | 'write';
}

/** First words of an operation, longest meaning first where one word begins another. */
const verbWords: readonly (readonly [RegExp, Verb])[] = [
  [/^(describe|list|search|query|scan|lookup|aggregatedlist|batchdescribe|batchlist|discover)/, 'enumerate'],
  [
    /^(get|read|view|head|test|check|validate|preview|estimate|batchget|select|download|fetch|count|is|verify)/,
    'read',
  ],
  [/^(unshare|revoke|deauthorize)/, 'unshare'],
  [/^(share|authorize|grant)/, 'share'],
  [/^(detach|disassociate|unmount|removerolefrom|deregistertargets)/, 'detach'],
  [/^(attach|associate|mount)/, 'attach'],
  [/^(undelete|restore|recover)/, 'restore'],
  [/^(delete|remove|terminate|deregister|destroy|purge|batchdelete|drop|cancel|abort|leave)/, 'delete'],
  [/^(unlock|unprotect)/, 'unprotect'],
  [/^(lock|protect)/, 'protect'],
  [/^(start|resume|poweron|activate)/, 'start'],
  [/^(stop|suspend|pause|deallocate|poweroff|hibernate|deactivate)/, 'stop'],
  [/^(reboot|restart|reset)/, 'restart'],
  [/^(revert|rollback|reimage|backtrack)/, 'revert'],
  [/^(disable)/, 'disable'],
  [/^(enable)/, 'enable'],
  [/^(copy|clone|replicate)/, 'copy'],
  [/^(move|migrate|transfer)/, 'move'],
  [/^(export)/, 'export'],
  [/^(import|upload)/, 'import'],
  [/^(scale|resize)/, 'scale'],
  [/^(invoke|execute|sendcommand|runcommand|run(?=[a-z]*command)|run(?=[a-z]*job))/, 'execute'],
  [/^(consolelogin|login|signin|switchrole|assume|connect|startsession)/, 'login'],
  [/^(request)/, 'request'],
  [
    /^(create|run|insert|bulkinsert|allocate|launch|register|generate|issue|publish|provision|purchase|new)/,
    'create',
  ],
  [
    /^(put|update|modify|set|patch|add|change|edit|tag|untag|replace|write|configure|apply|rotate|upgrade|merge)/,
    'modify',
  ],
];

/** Words in an operation's or service's name that say what it is about; the first that occurs wins. */
const objectWords: readonly (readonly [RegExp, ObjectKind])[] = [
  [/db(cluster)?snapshot|automatedbackup|databasebackup|backuprun|longtermretention/, 'database_backup'],
  [/recoverypoint|backup|vault/, 'backup'],
  [/dbinstance|dbcluster|database|cloudsql|rds|sql\/|spanner|dynamodb|redshift/, 'database'],
  [/snapshot|restorepoint/, 'snapshot'],
  [/volume|disk/, 'volume'],
  [/autoscaling|scaleset|instancegroup|fleet|nodegroup|nodepool|agentpool/, 'instance_group'],
  [/launchtemplate|instancetemplate|launchconfiguration/, 'template'],
  [
    /keypair|accesskey|listkeys|listconnectionstrings|publishxml|secret|credential|password|loginprofile|serviceaccountkey|sshpublickey|token|certificate/,
    'credential',
  ],
  [
    /trail|logging|flowlog|detector|loggroup|diagnosticsettings|eventselector|sinks?$|configrecorder|insights\//,
    'logging',
  ],
  [/securitygroup|firewall|vpc|subnet|network|route|gateway|address|dns|loadbalanc|hostedzone/, 'network'],
  [/image|ami$/, 'image'],
  [/command|runcommand|extension/, 'command'],
  [/lock/, 'lock'],
  [/serviceaccount|iam|role|user|group|policy|permission|sts\.|identity|authorization/, 'iam'],
  [/quota|limit/, 'quota'],
  [/function|lambda/, 'function'],
  [/cluster|container|pod|eks|ecs|kubernetes/, 'container'],
  [/bucket|object|storage|s3\.|blob/, 'storage'],
  [/kms|encryption|key/, 'encryption'],
  [/stack|deployment/, 'deployment'],
  [/tag|label/, 'tag'],
  [/region|availabilityzone|zone/, 'region'],
  [/organization|subscription|project|account/, 'account'],
  [/instance|virtualmachine/, 'instance'],
  [/schedule|resourcepolic/, 'schedule'],
  [/reservation|capacity/, 'capacity'],
  [/setting|attribute|configuration|preference/, 'setting'],
];

const guesses = new Map<string, Guess>();
const remembered = 5000;

/** Guesses from an AWS `eventSource` and `eventName`; the verb is the first word of the name. */
export function guessAws(eventSource: string, eventName: string): Guess {
  return remember(`${eventSource}:${eventName}`, () => guess(eventName, `${eventName} ${eventSource}`));
}

/** Guesses from an Azure operation: the last segment is `write`, `delete`, `read`, or `action` after its name. */
export function guessAzure(operation: string): Guess {
  return remember(operation, () => {
    const segments = operation.toLowerCase().split('/');
    const last = segments.at(-1);
    // The vaults of Key Vault hold keys, those of Recovery Services backups.
    const types =
      segments[0] === 'microsoft.keyvault' ? ['encryption', ...segments.slice(2)] : segments.slice(1);
    const subject = types.reverse().join(' ');
    if (last === 'write') return { verb: 'modify', object: objectOf(subject), access: 'write' };
    return guess((last === 'action' ? segments.at(-2) : last) ?? '', subject);
  });
}

/** Guesses from an activity of Entra ID (`Add member to role`, `Sign-in activity`): all of them are about identities. */
export function guessEntra(activity: string): Guess {
  return remember(`entra ${activity}`, () => ({ ...guess(activity.replaceAll('-', ''), ''), object: 'iam' }));
}

/** Guesses from a Google method: the last part is its verb, the part before it what it acts on. */
export function guessGoogle(method: string): Guess {
  return remember(method, () => {
    const parts = method.split('.');
    return guess(parts.at(-1) ?? '', parts.reverse().join(' '));
  });
}

function remember(key: string, make: () => Guess): Guess {
  let found = guesses.get(key);
  if (!found) {
    found = make();
    if (guesses.size >= remembered) guesses.clear();
    guesses.set(key, found);
  }
  return found;
}

function guess(action: string, subject: string): Guess {
  const word = action.toLowerCase();
  const verb = verbWords.find(([pattern]) => pattern.test(word))?.[1] ?? 'other';
  return {
    verb,
    object: objectOf(subject),
    access: verb === 'enumerate' || verb === 'read' ? 'read' : 'write',
  };
}

function objectOf(subject: string): ObjectKind {
  for (const part of subject.toLowerCase().split(' ')) {
    const found = objectWords.find(([pattern]) => pattern.test(part));
    if (found) return found[1];
  }
  return 'resource';
}
