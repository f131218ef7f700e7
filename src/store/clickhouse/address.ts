import { LakeError } from '../lake-error.ts';

/** Where a lake on a ClickHouse server is, and as whom it is asked. */
export interface ServerAddress {
  /** `http://host:8123`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** As it may be shown: without the password. */
  readonly shown: string;
}

/** The variable with the password: on a command line others could read it. */
export const PASSWORD_VARIABLE = 'NEPHOSCOPE_CLICKHOUSE_PASSWORD';

const schemes = /^(clickhouses?):\/\//i;
const EXPECTED = 'expected clickhouse://user@host:8123/database, or clickhouses:// for TLS';

/** Whether a lake is on a server, and not a file. */
export function isServerLake(place: string): boolean {
  return schemes.test(place);
}

/** The address without its password, whatever else is wrong with it. */
export function shownAddress(place: string): string {
  return place.replace(/^([a-z]+:\/\/[^:@/]*):.*@/is, '$1:***@');
}

/**
 * @param password of the environment; one in the address goes before
 * @throws LakeError `address`
 */
export function serverAddress(
  place: string,
  password: string | undefined = process.env[PASSWORD_VARIABLE],
): ServerAddress {
  const wrong = (what: string): LakeError =>
    new LakeError(`${shownAddress(place)}: ${what}; ${EXPECTED}.`, { code: 'address' });
  const scheme = schemes.exec(place)?.[1]?.toLowerCase();
  if (scheme === undefined) throw wrong('this is no address of a server');
  if (!URL.canParse(place)) throw wrong('this is no address');
  const url = new URL(place);
  if (url.hostname === '') throw wrong('it names no host');
  if (url.search !== '' || url.hash !== '') throw wrong('an address has neither ? nor #');
  const [, database = '', ...more] = url.pathname.split('/');
  if (more.some((part) => part !== '')) throw wrong('behind the host stands the name of one database');
  const secure = scheme === 'clickhouses';
  const host = `${url.hostname}:${url.port || (secure ? '8443' : '8123')}`;
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      throw new LakeError(`${shownAddress(place)}: a % stands for itself as %25; ${EXPECTED}.`, {
        code: 'address',
        cause: error,
      });
    }
  };
  const username = decoded(url.username) || 'default';
  const name = decoded(database) || 'default';
  return {
    url: `${secure ? 'https' : 'http'}://${host}`,
    username,
    password: decoded(url.password) || (password ?? ''),
    database: name,
    shown: `${scheme}://${encodeURIComponent(username)}@${host}/${encodeURIComponent(name)}`,
  };
}
