import type { Provider } from '../activity/vocabulary.ts';

/** A place in a command or query that a value of the finding fills: `<REGION>`. */
export interface Placeholder {
  readonly name: string;
  /** What it stands for, for whoever has to fill it by hand. */
  readonly meaning: string;
  /**
   * Where the value comes from: any event of the finding, one of its resources (the command is then printed once for each),
   * the command line, or the responder alone.
   */
  readonly from: 'event' | 'resource' | 'call' | 'responder';
  /** Of a resource: which ones. */
  readonly family?: string;
  /** `plain` values need no quoting anywhere; names may hold blanks and quotes, and stand for whole words only. */
  readonly shape: 'plain' | 'name';
  /** True when there may be several values, each a word. */
  readonly isList?: true;
}

const resourceFamilies: readonly (readonly [string, string])[] = [
  ['INSTANCE', 'the instance that the event is about'],
  ['NEW_INSTANCE', 'an instance that was created'],
  ['SNAPSHOT', 'the snapshot'],
  ['NEW_SNAPSHOT', 'a snapshot that was created or copied'],
  ['VOLUME', 'the disk'],
  ['NEW_VOLUME', 'a disk that was created'],
  ['IMAGE', 'the image'],
  ['NEW_IMAGE', 'an image that was created'],
  ['BACKUP', 'the backup or recovery point'],
  ['DATABASE', 'the database'],
  ['DATABASE_BACKUP', 'the snapshot or backup of a database'],
  ['FIREWALL', 'the security group or firewall'],
  ['INSTANCE_GROUP', 'the group that makes instances'],
  ['NEW_INSTANCE_GROUP', 'a group of instances that was created'],
  ['RESOURCE', 'the resource that was acted on'],
];

/** Every placeholder there is; guides and playbooks of any pack use these. */
export const placeholders: ReadonlyMap<string, Placeholder> = new Map(
  [
    ...resourceFamilies.flatMap(([family, meaning]) => [
      ofResource(family, family, `${meaning}, by its id`),
      ofResource(`${family}_NAME`, family, `${meaning}, by its name`),
    ]),
    event('ACCOUNT', 'account, subscription or project'),
    event('TENANT', 'organisation or tenant'),
    event('REGION', 'region of the event'),
    event('ZONE', 'zone of the resource'),
    event('GROUP', 'resource group', 'name'),
    event('PRINCIPAL', 'who acted, as `principal.key` names it', 'name'),
    event('PRINCIPAL_NAME', 'who acted, by name', 'name'),
    event('PRINCIPAL_ID', 'who acted, by the id that the cloud gives'),
    event('ARN', 'the ARN of the user or role that acted', 'name'),
    event('USER', 'the IAM user that acted', 'name'),
    event('ROLE', 'the IAM role that acted', 'name'),
    event('MEMBER', 'who acted, as a member of IAM policies', 'name'),
    event('ACCESS_KEY', 'the access key of the session'),
    event('USER_KEY', 'the access key of the user, which begins with AKIA'),
    event('KEY', 'the key of the service account'),
    event('NEW_USER', 'an IAM user that was made or given credentials', 'name'),
    event('NEW_IDENTITY', 'a principal that was made or given rights', 'name'),
    event('GRANTEE', 'who was given access', 'plain', true),
    event('SHARED_MEMBER', 'who was given access, as a member of IAM policies; the first of several', 'name'),
    event('SOURCE_IP', 'source address'),
    event('SERVICE', 'service of the operation'),
    event('OPERATION', 'native name of the operation'),
    event('REQUEST', 'id of the request'),
    event('CORRELATION', 'id that related operations share'),
    event('FROM', 'a day before the first event'),
    event('TO', 'a day after the last event'),
    event('FROM_TEXT', 'the same without T and Z, as CloudTrail Lake wants it', 'name'),
    event('TO_TEXT', 'the same without T and Z, as CloudTrail Lake wants it', 'name'),
    call('LOGS', 'the audit logs: files or folders', true),
    call('FINDING', 'the id of the finding or incident'),
    responder('NOW', 'the present time in UTC, as `date -u +%FT%TZ` prints it'),
    responder('CASE', 'the number of the case'),
    responder('CASE_FOLDER', 'a folder for evidence that only responders can write to'),
    responder('EVIDENCE_ACCOUNT', 'the account, subscription or project that keeps evidence'),
    responder('EVIDENCE_GROUP', 'the resource group that keeps evidence'),
    responder('EVIDENCE_BUCKET', 'the bucket or storage account that the logs are exported to'),
    responder('EVIDENCE_KEY', 'the key that evidence is encrypted with'),
    responder('TRAIL', 'the trail that keeps the audit log'),
    responder('TRAIL_BUCKET', 'the bucket of the trail'),
    responder('TABLE', 'the table of the trail, or the id of the event data store'),
    responder('CHANGES', 'your file of declared changes and exceptions'),
    responder('BEFORE', 'an inventory or listing from before the event'),
    responder('AFTER', 'an inventory or listing from now'),
    responder('OTHER_REGION', 'each other region in turn'),
    responder('GOOD_REGION', 'a region that you do use'),
    responder('QUARANTINE', 'a security group or network security group that lets nothing through'),
    responder('NETWORK', 'the network that the instance is in'),
    responder('INTERFACE', 'the network interface of the instance'),
    responder('RULE', 'the rule of the firewall'),
    responder('PORT', 'the port of the rule'),
    responder('TRUSTED_ACCOUNT', 'an account on your list of trusted ones'),
    responder('ASSIGNMENT', 'the id of the association or role assignment that a command before lists'),
    responder('ROLE_NAME', 'the role of the assignment or binding'),
    responder('COPY', 'the copy that a command before made'),
    responder('VAULT', 'the backup vault'),
    responder('VAULT_GROUP', 'the resource group of the vault'),
    responder('ITEM', 'the protected item in the vault'),
    responder('CONTAINER', 'the container of the protected item'),
    responder('POINT', 'the snapshot, disk or recovery point to restore from'),
    responder('RESTORED', 'what a command before brought back'),
    responder(
      'OLD_VALUE',
      'the value before the change, that a command before printed or the case has noted',
    ),
    responder('NEW_KEY', 'the access key that a command before made'),
    responder('LOCK', 'the lock or lien'),
    responder('SCHEDULE', 'the snapshot schedule'),
    responder('GOOD_IMAGE', 'an image that is on the list of approved ones'),
    responder('MACHINE_TYPE', 'the type of the instance as your deployment has it'),
    responder('USER_DATA_FILE', 'a file with the start-up script, as file://…'),
    responder('TEMPLATE_FILE', 'the template of your deployment'),
    responder('EXTENSION', 'the extension that your deployment does not have'),
    responder('GALLERY', 'the gallery of the image'),
    responder('DEFINITION', 'the definition of the image'),
    responder('VERSION', 'the version of the image'),
    responder('QUOTA', 'the name of the quota'),
    responder('PREFERENCE', 'the id of the quota preference'),
    responder('LIMIT', 'the limit that was granted'),
  ].map((one) => [one.name, one]),
);

function ofResource(name: string, family: string, meaning: string): Placeholder {
  return { name, meaning, from: 'resource', family, shape: 'name' };
}

function event(
  name: string,
  meaning: string,
  shape: Placeholder['shape'] = 'plain',
  isList = false,
): Placeholder {
  return { name, meaning, from: 'event', shape, ...(isList ? { isList: true } : {}) };
}

function call(name: string, meaning: string, isList = false): Placeholder {
  return { name, meaning, from: 'call', shape: 'name', ...(isList ? { isList: true } : {}) };
}

function responder(name: string, meaning: string): Placeholder {
  return { name, meaning, from: 'responder', shape: 'plain' };
}

/** A placeholder in a text. */
const pattern = /<([A-Z][A-Z0-9_]*)>/g;

/** Names of the placeholders in a text, in their order. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** The text with each placeholder replaced; those for which nothing is given stay. */
export function replacePlaceholders(text: string, value: (name: string) => string | undefined): string {
  return text.replace(pattern, (whole, name: string) => value(name) ?? whole);
}

/** Names of resources in Azure may hold blanks, brackets and letters of any script; AWS and Google allow plain ones only. */
export function isPlain({ shape, from }: Placeholder, cloud: Provider | undefined): boolean {
  return shape === 'plain' || (from === 'resource' && (cloud === 'aws' || cloud === 'gcp'));
}
