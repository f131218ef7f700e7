import type { Principal } from '../../activity/activity.ts';
import type { PrincipalType } from '../../activity/vocabulary.ts';
import { isObject, type Json, type JsonObject, member, text } from '../../core/json.ts';
import { parseArn } from './arn.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Actor {
  readonly key: string;
  readonly type: PrincipalType;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly app?: string | undefined;
  /** Who stands behind it by its own nature: the issuer of a federated session. */
  readonly via?: readonly Via[];
}

type Via = Principal['via'][number];

const nobody: JsonObject = Object.freeze({});
const noVia: readonly Via[] = Object.freeze([]);

/**
 * Who acted, by the rules of CloudTrail's userIdentity element. The key is the ARN of the user, role or account, never a
 * session or federation name, which the caller chooses; the session stands apart. Services that act for themselves
 * (type AWSService, service-linked roles, service events) are services; services that act for the caller stand in `via`.
 */
export function principalOf(record: JsonObject): Principal {
  const identity = objectOf(record['userIdentity']);
  const context = objectOf(identity['sessionContext']);
  const issuer = objectOf(context['sessionIssuer']);
  const actor = actorOf(record, identity, issuer);
  const { key, type, id, name, app } = actor;
  const session = sessionOf(identity, context);
  const mfa = mfaOf(record, identity, context);
  const principal: Mutable<Principal> = { key, type, via: viaOf(actor, identity, context) };
  if (id !== undefined) principal.id = id;
  if (name !== undefined) principal.name = name;
  if (session !== undefined) principal.session = session;
  if (app !== undefined) principal.app = app;
  if (mfa !== undefined) principal.mfa = mfa;
  addHome(principal, identity);
  return principal;
}

/** EC2 names the session of an instance's role after the instance; whoever may assume a role can do so, too. */
const instance = /^i-[\da-f]{8,17}$/i;

function addHome(principal: Mutable<Principal>, identity: JsonObject): void {
  const account = text(identity['accountId']);
  if (account && /^\d{12}$/.test(account)) principal.org = account;
  if (principal.type !== 'role') return;
  const session = sessionName(identity);
  if (session && instance.test(session)) principal.resource = session;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : nobody;
}

function actorOf(record: JsonObject, identity: JsonObject, issuer: JsonObject): Actor {
  const type = text(identity['type']);
  switch (type) {
    case 'AssumedRole':
    case 'Role':
      return role(identity, issuer);
    case 'IAMUser':
      return user(identity);
    case 'Root':
      return root(identity);
    case 'FederatedUser':
      return federatedUser(identity, issuer);
    case 'SAMLUser':
    case 'WebIdentityUser':
      return webIdentity(identity);
    case 'IdentityCenterUser':
      return identityCenterUser(identity);
    case 'AWSAccount':
      return account(identity);
    case 'AWSService':
      return service(text(identity['invokedBy']) ?? text(record['eventSource']));
    case undefined:
      return untyped(record, identity);
    default:
      return unknown(identity);
  }
}

function role(identity: JsonObject, issuer: JsonObject): Actor {
  const arn = text(issuer['arn']) ?? roleArn(text(identity['arn']));
  const id = text(issuer['principalId']) ?? beforeColon(text(identity['principalId']));
  const roleName = text(issuer['userName']) ?? lastPart(arn);
  const linked = serviceOfLinkedRole(arn);
  if (linked) return { key: `aws:${arn}`, type: 'service', id, name: roleName, app: linked };
  // Identity Center sets the session name to the person; in every other role the caller does.
  const name = roleName?.startsWith('AWSReservedSSO_') ? sessionName(identity) : roleName;
  return { key: keyOf(arn, id, identity), type: 'role', id, name };
}

/** The service of a service-linked role, which nobody else can assume: it is in the role's path. */
function serviceOfLinkedRole(arn: string | undefined): string | undefined {
  const at = arn?.indexOf(':role/aws-service-role/') ?? -1;
  return at < 0 ? undefined : arn?.slice(at + 23).split('/')[0];
}

/** `arn:aws:sts::1:assumed-role/Name/session` is a session of `arn:aws:iam::1:role/Name` (its path is lost). */
function roleArn(arn: string | undefined): string | undefined {
  const found = /^arn:([\w-]+):sts::(\d*):assumed-role\/([^/]+)/.exec(arn ?? '');
  return found ? `arn:${found[1]}:iam::${found[2]}:role/${found[3]}` : arn;
}

function user(identity: JsonObject): Actor {
  const id = text(identity['principalId']);
  const name = text(identity['userName']);
  return {
    key: keyOf(text(identity['arn']) ?? userArn(identity, name), id, identity),
    type: 'user',
    id,
    name,
  };
}

/** Some records leave the ARN out; a failed sign-in may hide the name as well. */
function userArn(identity: JsonObject, name: string | undefined): string | undefined {
  const number = text(identity['accountId']);
  return number && name && /^[\w+=,.@-]+$/.test(name) && !name.startsWith('HIDDEN_')
    ? `arn:aws:iam::${number}:user/${name}`
    : undefined;
}

function root(identity: JsonObject): Actor {
  const number = text(identity['accountId']) ?? text(identity['principalId']) ?? 'unknown';
  return {
    key: `aws:${text(identity['arn']) ?? `arn:aws:iam::${number}:root`}`,
    type: 'root',
    id: number,
    name: 'root',
  };
}

function federatedUser(identity: JsonObject, issuer: JsonObject): Actor {
  const arn = text(issuer['arn']);
  const via: Via[] = arn ? [{ key: `aws:${arn}`, type: issuer['type'] === 'Root' ? 'root' : 'user' }] : [];
  const id = text(issuer['principalId']);
  return {
    key: keyOf(arn, id, identity),
    type: 'federated',
    id,
    name: text(issuer['userName']) ?? lastPart(text(identity['arn'])),
    via,
  };
}

function webIdentity(identity: JsonObject): Actor {
  const provider = text(identity['identityProvider']) ?? 'unknown';
  const name = text(identity['userName']);
  const id = text(identity['principalId']);
  return { key: `aws:federated:${provider}:${name ?? id ?? ''}`, type: 'federated', id, name };
}

function identityCenterUser(identity: JsonObject): Actor {
  const id = text(member(identity['onBehalfOf'], 'userId')) ?? text(identity['principalId']);
  return {
    key: `aws:identity-center:${id ?? 'unknown'}`,
    type: 'user',
    id,
    name: text(identity['userName']),
  };
}

function account(identity: JsonObject): Actor {
  const number = text(identity['accountId']) ?? 'unknown';
  const id = beforeColon(text(identity['principalId']));
  if (number === 'anonymous' || number === 'ANONYMOUS_PRINCIPAL' || id === 'ANONYMOUS_PRINCIPAL') {
    return { key: 'aws:anonymous', type: 'anonymous' };
  }
  const inside = id && id !== number ? `/${id}` : '';
  return { key: `aws:account:${number}${inside}`, type: 'account', id: id ?? number };
}

function service(name: string | undefined): Actor {
  return { key: `aws:service:${name ?? 'unknown'}`, type: 'service', name: name ?? 'unknown', app: name };
}

/**
 * Service events have no type. Where one account is told what another did with its resources (a shared snapshot was
 * copied), the identity is that other account.
 */
function untyped(record: JsonObject, identity: JsonObject): Actor {
  const number = text(identity['accountId']);
  const recipient = text(record['recipientAccountId']);
  if (number && recipient && number !== recipient) return account(identity);
  const invoker = text(identity['invokedBy']);
  if (invoker || record['eventType'] === 'AwsServiceEvent') {
    return service(invoker ?? text(record['eventSource']));
  }
  return unknown(identity);
}

function unknown(identity: JsonObject): Actor {
  const id = beforeColon(text(identity['principalId']));
  return { key: keyOf(roleArn(text(identity['arn'])), id, identity), type: 'unknown', id };
}

function keyOf(arn: string | undefined, id: string | undefined, identity: JsonObject): string {
  if (arn) return `aws:${arn}`;
  if (id) return `aws:${id}`;
  const number = text(identity['accountId']);
  return number ? `aws:account:${number}` : 'aws:unknown';
}

/** A console session makes many access keys with one creation date; only long-lived keys are sessions of their own. */
function sessionOf(identity: JsonObject, context: JsonObject): string | undefined {
  const signIn = text(context['signInSessionArn']);
  if (signIn) return signIn;
  const created = text(member(context['attributes'], 'creationDate'));
  const id = text(identity['principalId']);
  if (created && id) return `${id}@${created}`;
  return text(identity['accessKeyId']) ?? text(identity['credentialId']) ?? id?.split(':')[1];
}

/** "false" says nothing of roles: their sessions carry it whatever happened at the identity provider. */
function mfaOf(record: JsonObject, identity: JsonObject, context: JsonObject): boolean | undefined {
  const used = text(member(record['additionalEventData'], 'MFAUsed'));
  if (used) return used.toLowerCase() === 'yes';
  const value = String(member(context['attributes'], 'mfaAuthenticated') ?? '').toLowerCase();
  if (value === 'true') return true;
  const person = identity['type'] === 'IAMUser' || identity['type'] === 'Root';
  return value === 'false' && person ? false : undefined;
}

/** `AWS Internal` and the sign-in service are the console working for a person, not services of their own. */
const consoleServices = new Set(['signin.amazonaws.com', 'AWS Internal', 'AWS Internal/#']);

/** The service that an identity worked through (forward access session), which AWS itself writes. */
export function invokingService(identity: Json | undefined): string | undefined {
  const invoker = text(member(identity, 'invokedBy'));
  return invoker && !consoleServices.has(invoker) ? invoker : undefined;
}

function viaOf(actor: Actor, identity: JsonObject, context: JsonObject): readonly Via[] {
  const invoker = invokingService(identity);
  if (context === nobody && !invoker) return actor.via ?? noVia;
  const via: Via[] = [];
  const add = (prefix: string, id: string | undefined, type: PrincipalType): void => {
    if (id && `${prefix}${id}` !== actor.key) via.push({ key: `${prefix}${id}`, type });
  };
  if (actor.app) add('aws:service:', actor.app, 'service');
  if (invoker !== actor.app) add('aws:service:', invoker, 'service');
  add('aws:', text(member(context['inScopeOf'], 'sourceArn')), 'service');
  add('aws:account:', text(member(identity['invokedByDelegate'], 'accountId')), 'account');
  add('aws:federated:', text(member(context['webIdFederationData'], 'federatedProvider')), 'federated');
  add('aws:identity-center:', text(member(identity['onBehalfOf'], 'userId')), 'user');
  add('aws:source-identity:', text(context['sourceIdentity']), 'user');
  return actor.via ? [...via, ...actor.via] : via;
}

function beforeColon(value: string | undefined): string | undefined {
  return value?.split(':', 1)[0];
}

function sessionName(identity: JsonObject): string | undefined {
  return lastPart(text(identity['arn'])) ?? text(identity['principalId'])?.split(':')[1];
}

function lastPart(arn: string | undefined): string | undefined {
  const resource = arn === undefined ? undefined : parseArn(arn)?.resource;
  return resource?.slice(resource.lastIndexOf('/') + 1);
}
