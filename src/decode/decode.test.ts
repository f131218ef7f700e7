import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../test/support/decoded.ts';

const record = (name: string): string =>
  JSON.stringify({ eventVersion: '1.09', eventName: name, nested: { list: [1, 'x"]}'] } });
const [a, b, c] = [record('A'), record('B'), record('C')];
const gz64 = (text: string): string => gzipSync(text).toString('base64');
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const names = ({ records }: Awaited<ReturnType<typeof decodeBytes>>): unknown[] =>
  records.map(({ value }) => value['eventName']);

/** Every container with the number of records in it: this table feeds both paths. */
const containers: readonly (readonly [
  name: string,
  text: string,
  container: string,
  expected: readonly string[],
])[] = [
  ['S3 delivery', `{"Records":[${a},${b}]}`, 'Records', ['A', 'B']],
  [
    'S3 delivery, a line each',
    `{"Records":[${a}]}\n{"Records":[${b},${c}]}\n`,
    'lines/Records',
    ['A', 'B', 'C'],
  ],
  ['array', `[${a},\n${b}]`, 'array', ['A', 'B']],
  ['single, pretty', JSON.stringify(JSON.parse(a), null, 2), 'single', ['A']],
  ['NDJSON, CRLF, blank lines', `${a}\r\n\r\n${b}\r\n`, 'lines', ['A', 'B']],
  ['concatenated', `${a}${b}${c}`, 'lines', ['A', 'B', 'C']],
  ['JSON text sequence', `\u001e${a}\n\u001e${b}\n`, 'lines', ['A', 'B']],
  ['compact then pretty', `${a}\n${JSON.stringify(JSON.parse(b), null, 1)}\n${c}`, 'lines', ['A', 'B', 'C']],
  [
    'lookup-events',
    JSON.stringify({ Events: [{ EventId: '1', CloudTrailEvent: a }] }),
    'Events/lookup-events',
    ['A'],
  ],
  [
    'EventBridge',
    `{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":${a}}`,
    'eventbridge',
    ['A'],
  ],
  [
    'CloudWatch Logs for Lambda',
    JSON.stringify({
      awslogs: {
        data: gz64(
          JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: a }] }),
        ),
      },
    }),
    'awslogs/logEvents/cloudwatch-logs',
    ['A'],
  ],
  [
    'CloudWatch Logs subscription',
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      logEvents: [
        { id: '1', timestamp: 1, message: a },
        { id: '2', timestamp: 1, message: b },
      ],
    }),
    'logEvents/cloudwatch-logs',
    ['A', 'B'],
  ],
  [
    'filter-log-events',
    JSON.stringify({
      events: [{ logStreamName: 's', timestamp: 1, message: a, ingestionTime: 2, eventId: '1' }],
    }),
    'events/cloudwatch-logs',
    ['A'],
  ],
  ['SNS', JSON.stringify({ Type: 'Notification', MessageId: '1', TopicArn: 't', Message: a }), 'sns', ['A']],
  [
    'SNS in SQS',
    JSON.stringify({
      Messages: [
        {
          MessageId: '1',
          Body: JSON.stringify({
            Type: 'Notification',
            TopicArn: 't',
            Message: `{"detail-type":"x","detail":${a}}`,
          }),
        },
      ],
    }),
    'Messages/sqs/sns/eventbridge',
    ['A'],
  ],
  [
    'SQS for Lambda',
    JSON.stringify({ Records: [{ messageId: '1', body: a, eventSource: 'aws:sqs', eventSourceARN: 'q' }] }),
    'Records/sqs',
    ['A'],
  ],
  [
    'Kinesis for Lambda',
    JSON.stringify({ Records: [{ eventSource: 'aws:kinesis', kinesis: { data: b64(a) } }] }),
    'Records/kinesis',
    ['A'],
  ],
  [
    'Firehose transformation',
    JSON.stringify({ records: [{ recordId: '1', data: b64(a) }] }),
    'records/firehose',
    ['A'],
  ],
  [
    'CloudTrail Lake rows',
    JSON.stringify({ QueryResultRows: [[{ eventName: 'x' }, { eventJson: a }]] }),
    'lake/lake',
    ['A'],
  ],
  [
    'Athena rows',
    JSON.stringify({
      ResultSet: {
        Rows: [
          { Data: [{ VarCharValue: 'eventName' }, { VarCharValue: 'n' }] },
          { Data: [{ VarCharValue: 'A' }, {}] },
        ],
      },
    }),
    'athena',
    ['A'],
  ],
  ['CSV', 'eventName,"with space",TimeGenerated [UTC]\r\nA,"x,\ny",2026\r\nB,,\r\n', 'csv', []],
  ['Azure REST', `{"value":[${a}],"nextLink":"u"}`, 'value', ['A']],
  ['Event Hub', `{"records":[${a},${b}]}`, 'records', ['A', 'B']],
  [
    'Log Analytics tables',
    JSON.stringify({
      tables: [
        {
          name: 'PrimaryResult',
          columns: [{ name: 'eventName', type: 'string' }, { name: 'n' }],
          rows: [
            ['A', 1],
            ['B', 2],
          ],
        },
      ],
    }),
    'log-analytics',
    ['A', 'B'],
  ],
  [
    'alert webhook',
    `{"schemaId":"x","data":{"status":"Activated","context":{"activityLog":${a}}}}`,
    'alert-webhook',
    ['A'],
  ],
  ['entries.list', `{"entries":[${a}],"nextPageToken":"t"}`, 'entries', ['A']],
  [
    'Pub/Sub push',
    JSON.stringify({ message: { data: b64(a), messageId: '1' }, subscription: 's' }),
    'pubsub',
    ['A'],
  ],
  ['Pub/Sub push, already decoded', `{"message":{"data":${a},"messageId":"1"}}`, 'pubsub', ['A']],
  [
    'Pub/Sub pull',
    JSON.stringify({ receivedMessages: [{ ackId: '1', message: { data: b64(a), messageId: '1' } }] }),
    'receivedMessages/pubsub',
    ['A'],
  ],
  [
    'gcloud pull',
    JSON.stringify([{ ackId: '1', message: { data: b64(a), messageId: '1' } }]),
    'array/pubsub',
    ['A'],
  ],
  ['Eventarc', '{"specversion":"1.0","data":{"protoPayload":{},"eventName":"A"}}', 'eventarc', ['A']],
  ['Splunk export', `{"preview":false,"result":{"_raw":${JSON.stringify(a)}}}`, 'splunk/splunk', ['A']],
  [
    'Elasticsearch answer',
    `{"hits":{"total":1,"hits":[{"_index":"i","_source":${a}}]}}`,
    'hits/elastic',
    ['A'],
  ],
  ['Elastic original', JSON.stringify({ '@timestamp': 't', event: { original: a } }), 'elastic', ['A']],
];

const tar = Buffer.alloc(1024);
tar.write('logs/a.json', 0, 'latin1');
tar.write('ustar', 257, 'latin1');

describe('containers', () => {
  it.each(containers)('%s', async (_name, text, container, expected) => {
    const whole = await decodeBytes(Buffer.from(text));
    expect(whole.rejected).toEqual([]);
    expect(new Set(whole.records.map((one) => one.container))).toEqual(new Set([container]));
    if (expected.length > 0) expect(names(whole)).toEqual(expected);
    expect(whole.records.map(({ index }) => index)).toEqual(whole.records.map((_, index) => index));
  });

  it.each(containers)('%s, streamed in chunks of 7 bytes, gives the same records', async (_name, text) => {
    const whole = await decodeBytes(Buffer.from(text));
    const streamed = await decodeBytes(Buffer.from(text), { streamed: 7 });
    expect(streamed.records.map(({ value }) => value)).toEqual(whole.records.map(({ value }) => value));
    expect(streamed.rejected).toEqual([]);
  });

  it.each(containers)(
    '%s, in gzip, UTF-16 and with a byte order mark, gives the same records',
    async (_name, text) => {
      const { records } = await decodeBytes(Buffer.from(text));
      const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
      for (const variant of [
        gzipSync(text),
        Buffer.concat([gzipSync(text.slice(0, 20)), gzipSync(text.slice(20))]),
        Buffer.from(`\ufeff${text}`),
        utf16,
        utf16.subarray(2),
        Buffer.from(utf16).swap16(),
        gzipSync(utf16),
      ]) {
        expect((await decodeBytes(variant)).records).toEqual(records);
      }
    },
  );

  it('reads cells of a CSV table, with the zone taken off a heading', async () => {
    const { records } = await decodeBytes(
      Buffer.from(containers.find(([name]) => name === 'CSV')?.[1] ?? ''),
    );
    expect(records.map(({ value }) => value)).toEqual([
      { eventName: 'A', 'with space': 'x,\ny', TimeGenerated: '2026' },
      { eventName: 'B', 'with space': '', TimeGenerated: '' },
    ]);
  });

  it.each([
    ['one frame', 'KLUv/QRY5QAAsHsiZXZlbnROYW1lIjoiQSJ9CkIifQoBAEqeYRahg0I='],
    ['two frames', 'KLUv/QRYkQAAeyJldmVudE5hbWUiOiJBIn0Kki1QEyi1L/0EWJEAAHsiZXZlbnROYW1lIjoiQiJ9Cv86ttU='],
  ])('reads zstd: %s', async (_name, base64) => {
    const { records, result } = await decodeBytes(Buffer.from(base64, 'base64'));
    expect(result.problem).toBeUndefined();
    expect(records.map(({ value }) => value['eventName'])).toEqual(['A', 'B']);
  });
});

describe('what is no audit record', () => {
  it.each([
    [
      'a control message',
      '{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health"}]}',
      'control-message',
    ],
    [
      'another EventBridge event',
      '{"detail-type":"EC2 Instance State-change Notification","detail":{"state":"running"}}',
      'other-event',
    ],
    ['a Pub/Sub message without data', '{"message":{"attributes":{}},"subscription":"s"}', 'empty-message'],
  ])('%s is skipped with its reason', async (_name, text, reason) => {
    expect((await decodeBytes(Buffer.from(text))).skipped).toEqual([reason]);
  });
});

describe('damage', () => {
  it.each([
    ['a broken line', `${a}\n{"eventName":"B", broken}\n${c}\n`, ['A', 'C'], ['not-json']],
    ['a line cut inside a string', `${a}\n{"eventName":"B\n${c}\n`, ['A', 'C'], ['not-json']],
    ['a line cut between members', `${a}\n{"eventName":"B",\n${c}\n`, ['A', 'C'], ['not-json']],
    ['text between records', `${a}\nnot json at all\n${c}\n`, ['A', 'C'], ['not-json']],
    ['a truncated list', `{"Records":[${a},${b},{"eventName":"C`, ['A', 'B'], ['truncated']],
    ['a list cut between records', `{"Records":[${a},${b},`, ['A', 'B'], ['truncated']],
    ['a number among the records', `[${a},17,${c}]`, ['A', 'C'], ['not-an-object']],
    [
      'a payload that is no JSON',
      '{"Type":"Notification","TopicArn":"t","Message":"hello"}',
      [],
      ['payload'],
    ],
    ['a line of another type', `${a}\n17\n${c}`, ['A', 'C'], ['not-json']],
  ])('%s costs only itself', async (_name, text, expected, reasons) => {
    for (const streamed of [undefined, 5]) {
      const decoded = await decodeBytes(Buffer.from(text), streamed === undefined ? {} : { streamed });
      expect(names(decoded)).toEqual(expected);
      const got = decoded.rejected.map(({ reason }) => reason);
      // In a streamed array a bare number is met as text between values.
      expect(
        streamed === undefined ? got : got.map((one, at) => (one === 'not-json' ? reasons[at] : one)),
      ).toEqual(reasons);
    }
  });

  it('names the place of a broken line', async () => {
    const { rejected } = await decodeBytes(Buffer.from(`${a}\n{"broken\n${c}\n`));
    expect(rejected).toEqual([{ reason: 'not-json', index: 1, offset: a.length + 1, line: 2 }]);
  });

  it('keeps what comes before the damage of a gzip file', async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => record(`E${Math.sin(index)}`)).join('\n');
    const bytes = gzipSync(lines);
    const { records, result } = await decodeBytes(bytes.subarray(0, bytes.length / 2));
    expect(result.problem?.kind).toBe('corrupt');
    expect(records.length).toBeGreaterThan(100);
  });

  describe('of a small gzip file', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => record(`E${index}`));
    const bytes = gzipSync(`{"Records":[${twenty.join(',')}]}`);
    const inMiddle = (position: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[position] = (copy[position] ?? 0) ^ 0xff;
      return copy;
    };
    const junk = Buffer.from('8 bytes.');

    it.each([
      ['the trailer is cut', bytes.subarray(0, -4), 20, 'corrupt'],
      ['the checksum is wrong', inMiddle(bytes.length - 5), 20, 'corrupt'],
      ['the size is wrong', inMiddle(bytes.length - 1), 20, 'corrupt'],
      ['junk follows', Buffer.concat([bytes, junk]), 20, 'corrupt'],
      ['zeros follow', Buffer.concat([bytes, Buffer.alloc(600)]), 20, undefined],
      ['a cut member follows', Buffer.concat([bytes, bytes.subarray(0, 20)]), 20, 'corrupt'],
      ['a wrong member is followed', Buffer.concat([inMiddle(bytes.length - 5), bytes]), 40, 'corrupt'],
      ['nothing but the header is there', bytes.subarray(0, 10), 0, 'corrupt'],
      ['the header is cut', bytes.subarray(0, 4), 0, 'corrupt'],
    ])('%s', async (_name, damaged, expected, problem) => {
      for (const options of [{}, { streamed: 7 }, { streamed: 1000 }]) {
        const { records, result } = await decodeBytes(damaged, options);
        expect(records).toHaveLength(expected);
        expect(result.problem?.kind).toBe(problem);
      }
    });

    it('the data are cut or damaged', async () => {
      const lines = gzipSync(
        Array.from({ length: 200 }, (_, index) => record(`${Math.sin(index)}`)).join('\n'),
      );
      for (const damaged of [lines.subarray(0, lines.length / 2), Buffer.from(lines).fill(0xff, 1000)]) {
        const { records, result } = await decodeBytes(damaged);
        expect(result.problem?.kind).toBe('corrupt');
        expect(records.length).toBeGreaterThan(20);
      }
    });

    it('reads the optional parts of the header', async () => {
      const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9]);
      const named = Buffer.concat([
        header,
        Buffer.from('name\0comment\0'),
        Buffer.alloc(2),
        bytes.subarray(10),
      ]);
      const { records, result } = await decodeBytes(named, { streamed: 3 });
      expect(records).toHaveLength(20);
      expect(result.problem).toBeUndefined();
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['white space', Buffer.from(' \n\n'), 'empty'],
    ['prose', Buffer.from('# Read me\nThis is a text.\n'), 'unknown-format'],
    ['a zip archive', Buffer.from('PK\u0003\u0004rest of it'), 'unsupported-compression'],
    ['a tar archive', tar, 'unsupported-compression'],
    ['a tar archive in gzip', gzipSync(tar), 'unsupported-compression'],
    ['a broken Parquet file', Buffer.from('PAR1 broken PAR1'), 'corrupt'],
    ['zeros', Buffer.alloc(4096), 'unknown-format'],
  ])('%s is a problem of the input', async (_name, bytes, kind) => {
    const { result, records } = await decodeBytes(bytes);
    expect(result.problem?.kind).toBe(kind);
    expect(records).toEqual([]);
  });
});

describe('caps', () => {
  it('rejects a record that nests too deep, and goes on', async () => {
    const deep = `{"x":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const { rejected, records } = await decodeBytes(Buffer.from(`${a}\n${deep}\n${c}`));
    expect(rejected.map(({ reason }) => reason)).toEqual(['nesting']);
    expect(records).toHaveLength(2);
  });

  it('rejects a record of too many members', async () => {
    const { rejected } = await decodeBytes(Buffer.from(`{"x":[${'1,'.repeat(500)}1]}`), {
      limits: { members: 400 },
    });
    expect(rejected.map(({ reason }) => reason)).toEqual(['members']);
  });

  it('rejects a streamed record that is too large, with its place, and goes on', async () => {
    const large = `{"x":"${'y'.repeat(5000)}"}`;
    const decoded = await decodeBytes(Buffer.from(`${a}\n${large}\n${c}\n`), {
      streamed: 64,
      limits: { recordBytes: 1000 },
    });
    expect(decoded.rejected).toEqual([
      { reason: 'record-too-large', index: 1, offset: a.length + 1, line: 2 },
    ]);
    expect(names(decoded)).toEqual(['A', 'C']);
  });

  it('stops a gzip bomb', async () => {
    const bomb = gzipSync(`{"x":"${'y'.repeat(30_000_000)}`);
    const { result } = await decodeBytes(bomb, { limits: { wholeBytes: 1_000_000, inflationRatio: 100 } });
    expect(result.problem?.kind).toBe('inflation-limit');
  });

  it('does not follow envelopes for ever', async () => {
    const text = `${'{"Records":['.repeat(30)}${a}${']}'.repeat(30)}`;
    expect((await decodeBytes(Buffer.from(text))).rejected.map(({ reason }) => reason)).toEqual([
      'envelope-depth',
    ]);
  });
});

describe('integers beyond 2^53', () => {
  it.each([
    ['{"n":12345678901234567890}', '12345678901234567890'],
    ['{"n":-12345678901234567890}', '-12345678901234567890'],
    ['{"n": 9007199254740993 }', '9007199254740993'],
    ['{"n":9007199254740991}', 9007199254740991],
    ['{"n":1234567890123456.5}', 1234567890123456.5],
    ['{"n":12345678901234567890e2}', Number('12345678901234567890e2')],
    ['{"n":"12345678901234567890"}', '12345678901234567890'],
    ['{"s":":12345678901234567890,","n":":12345678901234567890,"}', ':12345678901234567890,'],
    ['{"s":"\\\\","n":12345678901234567890}', '12345678901234567890'],
    ['{"s":"\\"","n":":12345678901234567890,"}', ':12345678901234567890,'],
  ])('%s', async (text, expected) => {
    const { records } = await decodeBytes(Buffer.from(text));
    expect(records[0]?.value['n']).toBe(expected);
  });

  it('keeps a list of them, wherever they stand', async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => `${'1'.repeat(16 + (index % 20))}${index}`);
    const { records } = await decodeBytes(Buffer.from(`{"n":[${numbers.join(',')}]}`));
    expect(records[0]?.value['n']).toEqual(numbers);
  });
});
