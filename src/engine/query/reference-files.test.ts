import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../core/diagnostic.ts';
import { readReferenceFiles } from './reference-files.ts';

/** What is said of a file, without the lines of it. */
function said(path: string, text: string): string[] {
  return readReferenceFiles([{ path, text }]).diagnostics.map(
    (one) => renderDiagnostic(one, text).split('\n')[0] ?? '',
  );
}

describe('YAML and JSON', () => {
  it('has sets, maps, maps of sets, tables and properties', () => {
    const { collections, properties, diagnostics } = readReferenceFiles([
      {
        path: 'reference.yml',
        text: `
sets:
  robots: { ignoreCase: true, values: [Deploy, 098797384747] }
  empty: []
  ignoreCase: [x]
maps: { owners: { deploy: platform } }
mapsOfSets: { may: { deploy: [eu-west-1, eu-west-2], other: us-east-1 } }
tables: { people: { mara: { team: red, floor: 3 } } }
properties:
  Machine Type: { record: [requestParameters.instanceType, request.machineType] }
  Owner: { tag: Owner }
  Stage: { constant: test }
  Who: { field: principal.key }
`,
      },
      { path: 'more.json', text: '{"sets": {"more": ["\\u00e4"]}}' },
    ]);
    expect(diagnostics).toEqual([]);
    expect(collections).toEqual([
      { kind: 'set', name: 'robots', ignoreCase: true, values: ['Deploy', '098797384747'] },
      { kind: 'set', name: 'empty', ignoreCase: false, values: [] },
      { kind: 'set', name: 'ignoreCase', ignoreCase: false, values: ['x'] },
      { kind: 'map', name: 'owners', ignoreCase: false, entries: new Map([['deploy', 'platform']]) },
      {
        kind: 'map-of-sets',
        name: 'may',
        ignoreCase: false,
        entries: new Map([
          ['deploy', ['eu-west-1', 'eu-west-2']],
          ['other', ['us-east-1']],
        ]),
      },
      {
        kind: 'table',
        name: 'people',
        ignoreCase: false,
        rows: new Map([
          [
            'mara',
            new Map([
              ['team', 'red'],
              ['floor', '3'],
            ]),
          ],
        ]),
      },
      { kind: 'set', name: 'more', ignoreCase: false, values: ['ä'] },
    ]);
    expect(properties.map(({ name, value }) => [name, value.kind])).toEqual([
      ['Machine Type', 'record-value'],
      ['Owner', 'tag'],
      ['Stage', 'literal'],
      ['Who', 'field'],
    ]);
  });

  it.each([
    ['set: { a: [b] }', 'r.yml:1:1: error AQL_REFERENCE_FILE: there is no section set'],
    [
      'sets: [a]',
      'r.yml:1:7: error AQL_REFERENCE_FILE: expected names with what they stand for, found a list',
    ],
    ['sets: { a: [{ b: c }] }', 'r.yml:1:13: error AQL_REFERENCE_FILE: expected a text, found a map'],
    ['maps: { a: [b] }', 'r.yml:1:12: error AQL_REFERENCE_FILE: expected keys with values, found a list'],
    [
      'properties: { P: x }',
      'r.yml:1:18: error AQL_REFERENCE_FILE: a property is one of field, record, tag, constant',
    ],
    [
      'properties: { P: { path: x } }',
      'r.yml:1:20: error AQL_REFERENCE_FILE: a property cannot be made from path',
    ],
    [
      'properties: { P: { field: principal.nme } }',
      'r.yml:1:27: error AQL_REFERENCE_FILE: the Activity has no field principal.nme',
    ],
  ])('%s: %s', (text, message) => {
    const [first = '', ...others] = said('r.yml', text);
    expect(first.startsWith(message), first).toBe(true);
    expect(others).toEqual([]);
  });
});

it('what is no YAML is said with its place', () => {
  expect(said('r.yml', 'sets: { a: [b')[0]).toMatch(/^r\.yml:1:\d+: error AQL_REFERENCE_FILE: Flow /);
});

describe('CSV', () => {
  it('one column is a set, two are a map, more are a table, called as the file is', () => {
    const { collections, diagnostics } = readReferenceFiles([
      { path: '/some/where/hosts.csv', text: '\ufeffip\n192.0.2.7\n"a, b"\n' },
      { path: 'owners.CSV', text: 'role,team\r\ndeploy,platform\r\nci,\r\n' },
      { path: 'people.csv', text: 'name,team,floor\nmara,red,3\n' },
      { path: 'nothing.csv', text: '' },
    ]);
    expect(diagnostics).toEqual([]);
    expect(collections).toEqual([
      { kind: 'set', name: 'hosts', ignoreCase: false, values: ['192.0.2.7', 'a, b'] },
      {
        kind: 'map',
        name: 'owners',
        ignoreCase: false,
        entries: new Map([
          ['deploy', 'platform'],
          ['ci', ''],
        ]),
      },
      {
        kind: 'table',
        name: 'people',
        ignoreCase: false,
        rows: new Map([
          [
            'mara',
            new Map([
              ['team', 'red'],
              ['floor', '3'],
            ]),
          ],
        ]),
      },
    ]);
  });

  it('names the line that cannot be read', () => {
    expect(said('broken.csv', 'a\nb\n"c\n')[0]).toMatch(/^broken\.csv:\d+:1: error AQL_REFERENCE_FILE: /);
  });
});
