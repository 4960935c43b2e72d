import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { needsOf as firestore } from '../../../functions/firestore/needs.ts';
import { needsOf as intake } from '../../../functions/intake/needs.ts';
import { needsOf as loader } from '../../../functions/loader/needs.ts';
import { needsOf as puller } from '../../../functions/puller/needs.ts';
import { needsOf as sink } from '../../../functions/sink/needs.ts';

const told = (needs: readonly Need[]) => needs.map(({ kind, name, use }) => `${kind} ${name} ${use}`);
const SECRET = 'projects/p/secrets/s/versions/1';

describe('the needs of a function', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-needs-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('are, of the intake, its topic, and the bucket and secrets that are set', () => {
    assert.deepEqual(told(intake({})), ['topic issues-topic publish']);
    const env = { INTAKE_LEDGER_BUCKET: 'b', INTAKE_AUTH: 'api-key', INTAKE_API_KEYS_SECRET: SECRET };
    assert.deepEqual(told(intake(env)), ['topic issues-topic publish', 'bucket b change', `secret ${SECRET} read`]);
  });

  it('are, of the Firestore function, its topics and what is set', () => {
    const env = { ISSUES_TOPIC: 't', FIRESTORE_ERRORS_TOPIC: 'e', FIRESTORE_ERRORS_BUCKET: 'b' };
    assert.deepEqual(told(firestore(env)), ['topic t publish', 'topic e publish', 'bucket b create']);
  });

  it('are, of the sink, its inputs, outputs and tables, but no table of a template', async () => {
    const SINK_CONFIG = file(
      'sink.yaml',
      `subscriptions: [sink-sub]
errorOutput: { topic: e }
fallbackTopic: f
fileLoads: { bucket: files }
routes:
  - { name: a, match: { a: { present: true } }, table: q.d.a, mode: FILE_LOADS }
  - name: b
    match: { b: { present: true } }
    table: d.b
    mode: CDC
    sequence: ["$.at"]
    format: mapping
    columns: { id: "$.id" }
    constants: { by: x }
  - { name: c, table: "d.\${day}" }
`,
    );
    const needs = await sink({ SINK_CONFIG }, 'p');
    assert.deepEqual(told(needs), [
      'subscription projects/p/subscriptions/sink-sub pull',
      'topic e publish',
      'topic f publish',
      'bucket files change',
      'table q.d.a write',
      'table p.d.b write',
    ]);
    assert.deepEqual([needs[5]?.keyed, needs[5]?.columns, needs[4]?.keyed], [true, ['id', 'by'], false]);
    assert.deepEqual(told(await sink({}, 'p')), [
      'topic issues-errors publish',
      'table p.issues_ds.issues_stream write',
    ]);
    assert.match((await sink({}, 'p'))[0]?.because ?? '', /environment of the sink/);
  });

  it('are, of the loader, its buckets, datasets, topic and schedule', () => {
    assert.deepEqual(told(loader({}, 'p')), ['schedule loader-sweep call']);
    const env = { LEDGER_BUCKET: 'ledgers', SWEEP_BUCKETS: 'a,b', ERRORS_TOPIC: 'e', TRACKING_DATASET: 't' };
    assert.deepEqual(told(loader(env, 'p')), [
      'bucket ledgers change',
      'bucket a change',
      'bucket b change',
      'topic e publish',
      'dataset p.t write',
      'schedule loader-sweep call',
    ]);
    assert.ok(told(loader({ TEMP_DATASET: 't', BQ_STORAGE_PROJECT: 'q' }, 'p')).includes('dataset q.t write'));
  });

  it('are, of the puller, its buckets, and the table and secrets of each source', async () => {
    const source = (table: string, more: string): string =>
      `name: ${table.replaceAll('.', '-')}
table: { name: ${table}, ${more} }
request: { url: "https://api.example.com/x" }
paging: { kind: none }
rows: { at: items }
window: { kind: snapshot, length: 1h, start: "2026-01-01T00:00:00Z" }
`;
    file('a.yaml', source('d.a', `hashKey: ${SECRET}, sensitive: { mail: hash }`));
    file('b.yaml', `${source('my-other.d.b', 'unknownFields: drop')}secrets: { key: ${SECRET} }\n`);
    rmSync(join(folder, 'sink.yaml'), { force: true });
    const env = { PULLER_BUCKET: 'b', PULLER_SOURCES: folder };
    assert.deepEqual(told(await puller({ ...env, PULLER_ERRORS_BUCKET: 'e' }, 'p')), [
      'bucket b change',
      'bucket e create',
      'table p.d.a write',
      `secret ${SECRET} read`,
      'table my-other.d.b write',
      `secret ${SECRET} read`,
      'schedule puller call',
    ]);
    assert.equal((await puller(env, 'p')).filter(({ kind }) => kind === 'bucket').length, 1);
  });
});
