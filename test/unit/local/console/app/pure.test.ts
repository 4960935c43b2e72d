import assert from 'node:assert/strict';
import {
  ago,
  bytes,
  count,
  duration,
  inProject,
  pretty,
  textOf,
  toBase64,
} from '../../../../../local/console/app/format.ts';
import { fromPlain, toPlain } from '../../../../../local/console/app/pages/document-values.ts';
import { mistakeOf } from '../../../../../local/console/app/pages/sql-mistake.ts';
import { stationsOf } from '../../../../../local/console/app/pages/way-stations.ts';
import { toneOf } from '../../../../../local/console/tone.ts';
import type { Step } from '../../../../../local/way/step.ts';

describe('numbers and times on the console', () => {
  for (const [given, shown] of [
    [bytes(1), '1 byte'],
    [bytes(1023), '1,023 bytes'],
    [bytes(1536), '1.5 KB'],
    [bytes(20 * 1024 ** 2), '20 MB'],
    [count(1, 'row'), '1 row'],
    [count(2_000, 'row'), '2,000 rows'],
    [duration(12.4), '12 ms'],
    [duration(2_449), '2.4 s'],
    [duration(59_600), '1 min'],
    [duration(185_000), '3 min 5 s'],
    [duration(7_260_000), '2 h 1 min'],
    [ago(1_000, 4_000), '3.0 s ago'],
    [ago(5_000, 4_000), 'in 1.0 s'],
    [ago(4_000, 4_500), 'now'],
    [inProject('projects/p/topics/t'), 'topics/t'],
    [pretty('{"a":1}'), '{\n  "a": 1\n}'],
    [pretty('a,b'), 'a,b'],
    [toBase64('é'), 'w6k='],
  ] as const) {
    it(`are written as ${JSON.stringify(shown)}`, () => assert.equal(given, shown));
  }

  it('tell bytes that are no text from text', () => {
    assert.equal(textOf(new Uint8Array([0xff])), undefined);
    assert.equal(textOf(new Uint8Array([0x68, 0x69])), 'hi');
  });
});

describe('the place of a mistake in a statement', () => {
  it('is the position at the end of the message', () => {
    assert.deepEqual(mistakeOf('Syntax error: Unexpected FORM at [2:3]', ''), {
      line: 2,
      column: 3,
      message: 'Syntax error: Unexpected FORM at [2:3]',
    });
  });

  it('is the name that the message is about, where it stands', () => {
    const message = 'Not found: Table demo-penstock:d.nothing was not found in location US';
    assert.deepEqual(mistakeOf(message, 'SELECT 1\nFROM d.nothing'), { line: 2, column: 6, message });
    assert.equal(mistakeOf(message, 'SELECT 1'), undefined);
    assert.equal(mistakeOf('Division by zero', 'SELECT 1/0'), undefined);
  });
});

describe('documents as plain JSON', () => {
  it('come back with the same types', () => {
    const plain = { a: 1, b: 1.5, c: null, d: [true, 'x'], e: { f: 'g' } };
    assert.deepEqual(toPlain(fromPlain(plain))?.value, plain);
  });

  it('are refused where plain JSON would change a type', () => {
    for (const value of [
      { timestampValue: '2026-01-01T00:00:00Z' },
      { bytesValue: 'AA==' },
      { doubleValue: 3 },
      { doubleValue: 'NaN' },
      { integerValue: '9007199254740993' },
      { arrayValue: { values: [{ referenceValue: 'x' }] } },
      { mapValue: { fields: { deep: { geoPointValue: {} } } } },
    ])
      assert.equal(toPlain({ value }), undefined, JSON.stringify(value));
  });
});

describe('the stations of a way', () => {
  const step = (
    service: Step['service'],
    place: string,
    what: string,
    outcome: Step['outcome'],
    atMs: number,
  ): Step => ({
    number: atMs,
    atMs,
    kind: 'message',
    place,
    service,
    what,
    outcome,
    ids: {},
    fields: {},
    others: 0,
  });

  it('join steps at one place, and take the name of a door for its steps', () => {
    const stations = stationsOf([
      step('functions', 'intake', 'received', 'done', 1),
      step('pubsub', 'projects/p/topics/issues', 'published', 'done', 2),
      step('pubsub', 'projects/p/subscriptions/sink', 'pushed', 'retry', 3),
      step('pubsub', 'projects/p/subscriptions/sink', 'pushed', 'delivered', 9),
      step('bigquery-storage', 'projects/p/datasets/d/tables/t/streams/_default', 'appended', 'done', 12),
    ]);
    assert.deepEqual(
      stations.map(({ name, place, steps, outcome, fromMs, toMs }) => [name, place, steps, outcome, toMs - fromMs]),
      [
        ['intake', '', 1, 'done', 0],
        ['pubsub', 'issues', 1, 'done', 0],
        ['pubsub', 'sink', 2, 'delivered', 6],
        ['bigquery-storage', 'd.t', 1, 'done', 0],
      ],
    );
  });

  it('keep a failure that no later success mended', () => {
    const [only] = stationsOf([
      step('bigquery', 'p:US.job', 'failed', 'failed', 1),
      step('bigquery', 'p:US.job', 'finished', 'done', 2),
    ]);
    assert.equal(only?.outcome, 'failed');
  });
});

describe('the tone of an event', () => {
  for (const [what, more, tone] of [
    ['published', {}, 'plain'],
    ['failed', {}, 'error'],
    ['dead-lettered', {}, 'error'],
    ['not delivered', {}, 'warning'],
    ['refused by the receiver', {}, 'warning'],
    ['pushed', { facts: { answer: 500 } }, 'warning'],
    ['pushed', { facts: { answer: 204 } }, 'plain'],
    ['load', { facts: { outcome: 'rejected' } }, 'error'],
    ['load', { facts: { outcome: 'retry' } }, 'warning'],
    ['anything', { level: 'error' }, 'error'],
  ] as const) {
    it(`is ${tone} for ${what} ${JSON.stringify(more)}`, () => assert.equal(toneOf({ what, ...more }), tone));
  }
});
