import { readFileSync } from 'node:fs';

const about = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The version of the package that runs. */
export const version: string = about.version;

/** What a lake notes down of who wrote it. */
export const program: string = `nephoscope ${version}`;
