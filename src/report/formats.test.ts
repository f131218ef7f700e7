import { describe, expect, it, test } from 'vitest';
import { lineageActivity } from '../../test/support/activities.ts';
import { finding, foundOf, snapshotOfVolume } from '../../test/support/findings.ts';
import { type Found, reports } from './index.ts';

const context = { width: 120, colour: false };

function render(name: string, found: Found): string {
  const definition = reports.find((one) => one.name === name);
  return [...(definition?.render(found, context) ?? [])].join('');
}

const one = foundOf([finding()]);
const hostile = snapshotOfVolume({
  operation: '<img src=x onerror=alert(1)>',
  principal: {
    key: 'k',
    type: 'user',
    name: '</script><script>alert(2)</script>|[x](javascript:alert(3))',
    via: [],
  },
});

describe('every format', () => {
  it.each(reports.map(({ name }) => name))('%s: nothing found is a whole document, too', (name) => {
    const text = render(name, { findings: [], incidents: [] });
    if (['json', 'navigator'].includes(name)) expect(() => JSON.parse(text)).not.toThrow();
    if (name === 'html') expect(text).toContain('</html>');
  });
});

/** Attributes that the class Detection Finding requires, and those of the objects in it (schema.ocsf.io, 1.6.0). */
test('ocsf has what the class requires', () => {
  const event = JSON.parse(render('ocsf', one));
  const required = [
    'activity_id',
    'category_uid',
    'class_uid',
    'finding_info',
    'metadata',
    'severity_id',
    'time',
    'type_uid',
  ];
  expect(Object.keys(event)).toEqual(expect.arrayContaining(required));
  expect(event).toMatchObject({
    class_uid: 2004,
    category_uid: 2,
    type_uid: 200_401,
    severity_id: 4,
    finding_info: { uid: 'f00000000000000000000001', title: 'Snapshot shared' },
    metadata: { version: '1.6.0', product: { vendor_name: 'nephoscope' } },
    cloud: { provider: 'AWS', account: { uid: '210987654321' } },
  });
  for (const attack of event.finding_info.attacks) expect(attack.technique.uid).toMatch(/^T\d{4}/);
  for (const evidence of event.evidences) expect(evidence.api.operation).not.toBe('');
  for (const resource of event.resources) expect(resource.uid).toMatch(/^snap-/);
  expect(Number.isInteger(event.time)).toBe(true);
});

test('ocsf tells what an authorised change covers', () => {
  const covered = finding({
    authorisation: { kind: 'full', matched: [], missing: [], reason: 'covered by CHG1' },
  });
  expect(JSON.parse(render('ocsf', foundOf([covered])))).toMatchObject({ status_id: 3, is_alert: false });
});

/** Allowed values of the categorisation fields of the Elastic Common Schema 8.17. */
const categories = [
  'api',
  'authentication',
  'configuration',
  'database',
  'driver',
  'email',
  'file',
  'host',
  'iam',
  'intrusion_detection',
  'library',
  'malware',
  'network',
  'package',
  'process',
  'registry',
  'session',
  'threat',
  'vulnerability',
  'web',
];
const types = [
  'access',
  'admin',
  'allowed',
  'change',
  'connection',
  'creation',
  'deletion',
  'denied',
  'device',
  'end',
  'error',
  'group',
  'indicator',
  'info',
  'installation',
  'protocol',
  'start',
  'user',
];

test('ecs has what the schema requires, with allowed values', () => {
  const event = JSON.parse(render('ecs', one));
  expect(event['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(event.ecs.version).toBe('8.17.0');
  expect(event.event.kind).toBe('alert');
  for (const category of event.event.category) expect(categories).toContain(category);
  for (const type of event.event.type) expect(types).toContain(type);
  expect(['success', 'failure', 'unknown']).toContain(event.event.outcome);
  expect(event.threat).toMatchObject({
    framework: 'MITRE ATT&CK',
    technique: { id: ['T1537', 'T1578'], subtechnique: { id: ['T1578.001'] } },
    tactic: { name: ['exfiltration'] },
  });
  expect(event.cloud).toEqual({ provider: 'aws', account: { id: '210987654321' }, region: 'eu-west-1' });
});

test('navigator has each technique once, with its highest score', () => {
  const low = finding({ id: 'f2', score: 31, level: 'low', rule: { ...finding().rule, title: 'Other' } });
  const layer = JSON.parse(render('navigator', foundOf([low, finding()])));
  expect(layer).toMatchObject({ domain: 'enterprise-attack', versions: { layer: '4.5' } });
  expect(layer.techniques).toEqual([
    expect.objectContaining({ techniqueID: 'T1537', score: 70, comment: 'Other\nSnapshot shared' }),
    expect.objectContaining({
      techniqueID: 'T1578.001',
      score: 70,
      metadata: [{ name: 'findings', value: '2' }],
    }),
  ]);
});

test('navigator takes more findings than a call takes arguments', () => {
  const one = finding();
  const layer = JSON.parse(render('navigator', { findings: Array(150_000).fill(one), incidents: [] }));
  expect(layer.techniques[0]).toMatchObject({ score: 70, metadata: [{ value: '150000' }] });
});

test('markdown tells the story, and texts of logs stay texts', () => {
  expect(render('markdown', one)).toMatch(/\| 2026-03-10 10:00:00 \|.*snap-0000000b from vol-0000000a/);
  expect(render('markdown', one)).toContain('-->|snapshot from volume|');
  const text = render('markdown', foundOf([finding({}, hostile)]));
  expect(text).not.toContain('<img');
  expect(text).not.toContain('<script');
  expect(text).not.toContain('](javascript:');
  const rows = text.split('\n').filter((line) => line.includes('alert'));
  for (const row of rows) expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(7);
});

test('markdown: nothing of a log becomes a link or a mention', () => {
  const text = 'www.evil.example ping @octocat a@evil.example https://h WWW.evil.example #12 \u202egpj\u0085';
  const [report] = [foundOf([finding({}, snapshotOfVolume({ operation: text }))])];
  const [incident] = report.incidents;
  const markdown = render('markdown', {
    ...report,
    incidents: incident ? [{ ...incident, principals: [text] }] : [],
  });
  expect(markdown).toContain(
    'www&#46;evil.example ping @<!-- -->octocat a@<!-- -->evil.example https&#58;//h WWW&#46;evil.example \\#<!-- -->12',
  );
  expect(markdown).not.toMatch(/www\./i);
  expect(markdown.replace(/```[\s\S]*?```/g, '')).not.toMatch(/@\w|(?<!&)#\d|[\u202e\u0085]/);
});

test('markdown: many findings and incidents, each looked at once, and what is left out is said', () => {
  const size = 20_000;
  const findings = Array.from({ length: size }, (_, index) =>
    finding({ id: `f${index}`, incident: `i${index}` }),
  );
  const [incident] = foundOf([finding()]).incidents;
  if (!incident) throw new Error('no incident');
  const incidents = findings.map(({ id }, index) => ({ ...incident, id: `i${index}`, findings: [id] }));
  const text = render('markdown', { findings, incidents });
  expect(text).toContain('19,800 further incidents left out');
  expect(text.match(/^## /gm)).toHaveLength(200);
  const alone = findings.map(({ incident: _incident, ...one }) => one);
  expect(render('markdown', { findings: alone, incidents: [] })).toContain(
    '19,800 further findings left out',
  );
});

test('markdown: a diagram has an end', () => {
  const activities = Array.from({ length: 150 }, (_, index) =>
    lineageActivity({ id: `a${index}` }, [['vol-0000000a', 'snapshot<-volume', `snap-${index}`]]),
  );
  const text = render(
    'markdown',
    foundOf(activities.map((activity, index) => finding({ id: `f${index}` }, activity))),
  );
  expect(text.match(/-->\|/g)).toHaveLength(100);
  expect(text).toContain('50 further arrows left out');
});

test('a finding without a time is not given one', () => {
  const { time: _time, endTime: _endTime, ...undated } = finding();
  const ecs = JSON.parse(render('ecs', foundOf([undated])));
  expect(ecs).toMatchObject({ tags: ['no-time'] });
  const ocsf = JSON.parse(render('ocsf', foundOf([undated])));
  expect(ocsf).toMatchObject({ time: 0, metadata: { labels: ['no-time'] } });
  expect(JSON.stringify([ecs, ocsf])).not.toMatch(/1970|start|_seen_time/);
});
