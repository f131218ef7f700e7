import type { JsonObject } from '../core/json.ts';
import type { StepContext } from './emulated-record.ts';
import { addressOf, mailOf } from './principal-address.ts';

const schema = 'http://schemas.microsoft.com/';
const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
/** The application id of Azure's command line. */
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

export interface AzureIdentity {
  /** The name of a person, the object id of an application, the name of a service. */
  readonly caller: string;
  readonly claims: JsonObject;
  readonly address?: string;
}

/** Who called, as the claims of the token tell it. Services of the platform have a name and no token. */
export function azureIdentity({ principal, value, lasting, began }: StepContext): AzureIdentity {
  const { name, kind } = principal;
  if (kind === 'service') return { caller: name, claims: {} };
  const random = lasting.fork(`entra ${name}`);
  const objectId = principal.id ?? random.uuid();
  const address = addressOf(lasting, name);
  const issued = Math.floor(began / 1000);
  const common = {
    aud: 'https://management.core.windows.net/',
    iss: `https://sts.windows.net/${value('tenant')}/`,
    iat: String(issued),
    exp: String(issued + 4500),
    [`${schema}identity/claims/objectidentifier`]: objectId,
    [`${schema}identity/claims/tenantid`]: value('tenant'),
    uti: random.text('letters', 22),
    ver: '1.0',
  };
  if (kind === 'pipeline') {
    const claims = { ...common, appid: random.uuid(), appidacr: '2', idtyp: 'app' };
    return { caller: objectId, claims, address };
  }
  const upn = mailOf(name);
  const claims = {
    ...common,
    appid: azureCli,
    appidacr: '0',
    [`${schema}claims/authnclassreference`]: '1',
    [`${schema}claims/authnmethodsreferences`]: 'pwd,mfa',
    [`${schema}identity/claims/scope`]: 'user_impersonation',
    [`${soap}upn`]: upn,
    [`${soap}name`]: upn,
    ipaddr: address,
    name,
  };
  return { caller: upn, claims, address };
}
