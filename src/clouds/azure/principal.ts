import type { Principal } from '../../activity/activity.ts';
import type { PrincipalType } from '../../activity/vocabulary.ts';
import { type JsonObject, member, text } from '../../core/json.ts';
import { canonicalId } from './resource-id.ts';
import { authorizationOf } from './row.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const schema = 'http://schemas.microsoft.com/';
const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const claim = {
  object: `${schema}identity/claims/objectidentifier`,
  tenant: `${schema}identity/claims/tenantid`,
  scope: `${schema}identity/claims/scope`,
  upn: `${soap}upn`,
  name: `${soap}name`,
  spn: `${soap}spn`,
  methods: `${schema}claims/authnmethodsreferences`,
} as const;

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const tenantInIssuer = /\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\/?$/i;
/** A component of the platform writes the type of its own settings; a person's name would have an `@`. */
const platformName = /^Microsoft\.[A-Za-z.]+\/[A-Za-z/]+$/;

/** Applications of Microsoft whose ids are known, with the tool that they are. */
const apps: ReadonlyMap<string, { readonly name: string; readonly tool?: string }> = new Map([
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', { name: 'Azure CLI', tool: 'azure-cli' }],
  ['1950a258-227b-4e31-a9cf-717495945fc2', { name: 'Azure PowerShell', tool: 'powershell' }],
  ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c', { name: 'Azure Portal', tool: 'console' }],
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', { name: 'Azure Resource Manager' }],
  ['aebc6443-996d-45c2-90f0-388ff96faa56', { name: 'Visual Studio Code', tool: 'vscode' }],
  ['872cd9fa-d31f-45e0-9eab-6e460a02d1f1', { name: 'Visual Studio', tool: 'visual-studio' }],
  ['262044b1-e2ce-469f-a196-69ab7ada62d3', { name: 'Azure Backup' }],
]);

/** The application whose token was used. */
export function appIdOf(claims: JsonObject | undefined): string | undefined {
  return text(claims?.['appid'])?.toLowerCase();
}

/** The tool behind the token. There is no user agent in the Activity Log; the application is its fingerprint. */
export function toolOf(claims: JsonObject | undefined): string | undefined {
  const app = appIdOf(claims);
  return app === undefined ? undefined : apps.get(app)?.tool;
}

/**
 * Who acted, from the claims of the token: the object id in its tenant, which no caller chooses. Without claims (later rows
 * of an operation, short exports) the `caller`; last of all the holder of the role assignment that allowed the call, which
 * may be a group, so its type is unknown.
 */
export function principalOf(
  row: JsonObject,
  claims: JsonObject | undefined,
  tenant: string | undefined,
): Principal {
  const caller = text(row['caller']);
  const service = platformOf(claims, caller);
  if (service)
    return { key: `azure:service:${service}`, type: 'service', name: service, app: service, via: [] };
  const home = text(claims?.[claim.tenant]) ?? text(claims?.['tid']) ?? issuerTenant(claims) ?? tenant;
  const upn =
    text(claims?.[claim.upn]) ?? text(claims?.['upn']) ?? (caller?.includes('@') ? caller : undefined);
  const object = objectOf(claims, caller);
  const app = appIdOf(claims);
  const type = typeOf(claims, caller, upn);
  const holder = (object ?? upn ?? app) ? undefined : holderOf(row);
  const principal: Mutable<Principal> = {
    key: keyOf(home, object ?? holder, upn, app),
    type,
    via: viaOf(claims, type, app),
  };
  const id = object ?? holder;
  if (id) principal.id = id;
  const name = nameOf(claims, type, upn, app);
  if (name) principal.name = name;
  if (home) principal.org = home;
  const resource = text(claims?.['xms_mirid']);
  if (resource) principal.resource = canonicalId(resource);
  addToken(principal, claims, app);
  return principal;
}

function addToken(
  principal: Mutable<Principal>,
  claims: JsonObject | undefined,
  app: string | undefined,
): void {
  const session = text(claims?.['uti']) ?? text(claims?.['sid']);
  if (session) principal.session = session;
  if (app) principal.app = apps.get(app)?.name ?? app;
  const methods = text(claims?.[claim.methods]) ?? text(claims?.['amr']);
  if (methods && principal.type === 'user') principal.mfa = /\bmfa\b/.test(methods);
}

function platformOf(claims: JsonObject | undefined, caller: string | undefined): string | undefined {
  if (text(claims?.[claim.upn])) return undefined;
  const names = [text(claims?.[claim.spn]), caller];
  return names.find((name) => name !== undefined && platformName.test(name));
}

function objectOf(claims: JsonObject | undefined, caller: string | undefined): string | undefined {
  const object = text(claims?.[claim.object]) ?? text(claims?.['oid']);
  if (object) return object.toLowerCase();
  return caller && guid.test(caller) ? caller.toLowerCase() : undefined;
}

function issuerTenant(claims: JsonObject | undefined): string | undefined {
  return tenantInIssuer.exec(text(claims?.['iss']) ?? '')?.[1];
}

function typeOf(
  claims: JsonObject | undefined,
  caller: string | undefined,
  upn: string | undefined,
): PrincipalType {
  if (text(claims?.['xms_mirid'])) return 'managed_identity';
  if (claims?.['idtyp'] === 'app') return 'service_principal';
  if (upn) return 'user';
  const scope = text(claims?.[claim.scope]) ?? text(claims?.['scp']);
  if (scope?.includes('user_impersonation')) return 'user';
  const secret = String(claims?.['appidacr'] ?? '');
  if (secret === '1' || secret === '2') return 'service_principal';
  return caller && guid.test(caller) ? 'service_principal' : 'unknown';
}

function keyOf(
  tenant: string | undefined,
  id: string | undefined,
  upn: string | undefined,
  app: string | undefined,
): string {
  const home = tenant?.toLowerCase() ?? 'unknown';
  if (id) return `azure:${home}:${id}`;
  if (upn) return `azure:${home}:user:${upn.toLowerCase()}`;
  return app ? `azure:${home}:app:${app}` : 'azure:unknown';
}

/** `evidence.principalId` is written without dashes. */
function holderOf(row: JsonObject): string | undefined {
  const id = text(member(authorizationOf(row)?.['evidence'], 'principalId'))?.toLowerCase();
  const parts = id === undefined ? undefined : /^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/.exec(id);
  return parts ? parts.slice(1).join('-') : id;
}

function nameOf(
  claims: JsonObject | undefined,
  type: PrincipalType,
  upn: string | undefined,
  app: string | undefined,
): string | undefined {
  const identity = text(claims?.['xms_mirid']);
  if (identity) return identity.slice(identity.lastIndexOf('/') + 1);
  const name = upn ?? text(claims?.[claim.name]) ?? text(claims?.['name']);
  if (name || type === 'user') return name;
  return app === undefined ? undefined : (apps.get(app)?.name ?? app);
}

/** A user who acts through an application that has a secret of its own acts through that application. */
function viaOf(
  claims: JsonObject | undefined,
  type: PrincipalType,
  app: string | undefined,
): Principal['via'] {
  const secret = String(claims?.['appidacr'] ?? '');
  if (type !== 'user' || !app || (secret !== '1' && secret !== '2')) return [];
  return [{ key: `azure:app:${app}`, type: 'service_principal' }];
}
