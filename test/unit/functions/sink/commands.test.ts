import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import type { Command, CommandGroup } from '@penstock/shared/runtime/command.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import { run } from '../../../../cli/run.ts';
import { commands } from '../../../../functions/sink/commands/index.ts';
import { BUCKET, ERRORS, PROJECT, type SinkWorld, startSinkWorld } from '../../../support/sink.ts';
import { publishAll, subscribe } from '../../../support/sink-pubsub.ts';
import { eventually } from '../../../support/suite.ts';

describe('the commands of the sink', () => {
  let world: SinkWorld;
  let folder: string;
  let config: string;

  before(async () => {
    world = await startSinkWorld();
    folder = await mkdtemp(join(tmpdir(), 'sink-commands-'));
    config = join(folder, 'sink.yaml');
    await world.createTable('d', 'commands', [
      { name: 'id', type: 'STRING', mode: 'REQUIRED' },
      { name: 'n', type: 'INTEGER' },
    ]);
    const key = { tableConstraints: { primaryKey: { columns: ['id'] } }, maxStaleness: '0-0 0 0:0:0' };
    await world.createTable(
      'd',
      'changes',
      [
        { name: 'id', type: 'STRING', mode: 'REQUIRED' },
        { name: 'n', type: 'INTEGER' },
      ],
      key,
    );
    await subscribe(world.cloud, 'commands', 'commands-sub');
    await writeFile(
      config,
      `subscriptions: [commands-sub]
compression: GZIP
errorOutput: { topic: ${ERRORS} }
fileLoads: { bucket: ${BUCKET}, prefix: commands/ }
routes:
  - { name: plain, match: { kind: { equals: plain } }, table: d.commands, mode: STORAGE_WRITE, maxDelay: 20ms }
  - { name: staged, match: { kind: { equals: staged } }, table: d.commands, mode: FILE_LOADS, maxDelay: 20ms }
  - { name: changes, match: { kind: { equals: change } }, table: d.changes, mode: CDC, sequence: ["#message_id"], deletes: { source: "@op", in: [DELETE] } }
  - { name: named, match: { table: { present: true } }, table: "d.\${other}" }
`,
    );
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await world.close();
  });

  async function penstock(
    words: readonly string[],
    more: { env?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<{ code: number; out: string; error: string }> {
    const told = { out: '', error: '' };
    const load = async (): Promise<Command | CommandGroup> => commands;
    const code = await run(['sink', ...words], [{ name: 'sink', about: '', load }], {
      env: { ...world.cloud.env, GOOGLE_CLOUD_PROJECT: PROJECT, SINK_CONFIG: config, ...more.env },
      out: (text) => {
        told.out += text;
      },
      error: (text) => {
        told.error += text;
      },
      isTerminal: false,
      clock: systemClock,
      signal: more.signal ?? new AbortController().signal,
      version: '0',
    });
    return { code, ...told };
  }

  const explain = async (attributes: string, payload: string): Promise<Record<string, unknown>> => {
    const { out } = await penstock(['routes', 'explain', '--attributes', attributes, '--payload', payload, '--json']);
    return JSON.parse(out) as Record<string, unknown>;
  };

  it('explain the route, the row and the reason of a message', async () => {
    assert.deepEqual(await explain('kind=plain', '{"id":"1","n":"5","x":1}'), {
      outcome: 'row',
      route: 'plain',
      mode: 'STORAGE_WRITE',
      table: `${PROJECT}.d.commands`,
      row: '{"id":"1","n":"5"}',
      reasons: [],
    });
    assert.deepEqual((await explain('kind=plain', '{"n":1}')).reasons, [
      'REQUIRED_MISSING at id: STRING: a REQUIRED column is missing or NULL',
    ]);
    assert.deepEqual((await explain('kind=plain', '\u001f')).reasons, ['NOT_JSON: the payload is not JSON']);
    assert.match(String((await explain('table=x', '{}')).reasons), /needs attribute other/);
    const dropped = await explain('other=1', '{}');
    assert.equal(dropped.outcome, 'dropped');
    assert.equal((dropped.reasons as string[]).length, 4);
  });

  it('explain changes too: what they are, and where they stand', async () => {
    const upsert = await explain('kind=change', '{"id":"1","n":2}');
    assert.deepEqual([upsert.change, upsert.sequence, upsert.row], ['UPSERT', '1', '{"id":"1","n":2}']);
    const deletion = await explain('kind=change,op=DELETE', '{"id":"1","n":2}');
    assert.deepEqual([deletion.change, deletion.row], ['DELETE', '{"id":"1"}']);
    assert.equal((await explain('kind=change', 'no')).outcome, 'rejected');
  });

  it('explain a payload of a file, for people, and where no message would be dropped', async () => {
    const file = join(folder, 'payload');
    await writeFile(file, '{"id":"from a file"}');
    const { out, code } = await penstock(['routes', 'explain', '--attributes', 'kind=plain', '--file', file]);
    assert.match(
      out,
      /outcome: row\nroute: plain\ntable: demo-penstock\.d\.commands \(STORAGE_WRITE\)\nrow: \{"id":"from a file"\}/,
    );
    assert.equal(code, 0);
    const gzipped = join(folder, 'gzipped');
    await writeFile(gzipped, Buffer.from([0x1f, 0x8b, 0]));
    const rejected = await penstock(['routes', 'explain', '--attributes', 'kind=plain', '--file', gzipped]);
    assert.match(rejected.out, /why: NOT_GZIP/);
    assert.equal(rejected.code, 3);
    const env = { SINK_CONFIG: '', OUTPUT_TABLE: 'd.${a}', FALLBACK_TOPIC: 'rest' };
    assert.match((await penstock(['routes', 'explain'], { env })).out, /outcome: rejected/);
    const change = await penstock(['routes', 'explain', '--attributes', 'kind=change', '--payload', '{"id":"1"}']);
    assert.match(change.out, /change: UPSERT, sequence 1/);
    const { out: fallback } = await penstock(['routes', 'explain'], { env: { SINK_CONFIG: await fallbackConfig() } });
    assert.match(fallback, /outcome: fallback/);
  });

  async function fallbackConfig(): Promise<string> {
    const file = join(folder, 'fallback.json');
    await writeFile(
      file,
      JSON.stringify({
        errorOutput: { topic: 'e' },
        fallbackTopic: 'f',
        routes: [{ name: 'r', match: { a: { present: true } }, table: 'd.t' }],
      }),
    );
    return file;
  }

  it('list the routes', async () => {
    assert.match((await penstock(['routes', 'list'])).out, /1\. plain: kind = plain -> d\.commands/);
  });

  it('replay files, and rehearse it', async () => {
    const objects = createObjects(openStorage({ projectId: PROJECT }));
    const lines = ['plain', 'staged'].map((kind) =>
      JSON.stringify({ payload: { id: `replayed ${kind}` }, attributes: { kind } }),
    );
    await objects.create(BUCKET, 'replayed/1', Buffer.from(`${lines.join('\n')}\nno message\n`));
    const place = `gs://${BUCKET}/replayed/`;
    const rehearsed = await penstock(['replay', place, '--dry-run', '--keep-going', '--json']);
    assert.deepEqual(JSON.parse(rehearsed.out), { files: 1, messages: 2, settled: 2, malformed: 1, dry_run: true });
    const replayed = await penstock(['replay', place, '--keep-going']);
    assert.equal(replayed.code, 3, replayed.error);
    await eventually(
      () => world.rows("SELECT id FROM d.commands WHERE id LIKE 'replayed%' ORDER BY id"),
      (rows) => rows.length === 2,
    );
    const ended = await penstock(['replay', place]);
    assert.match(ended.error, /line 3: it is no message/);
    assert.match((await penstock(['replay', 'replayed'])).error, /no place in Cloud Storage/);
    const lost = JSON.stringify({ payload: {}, attributes: { table: 'x', other: 'nowhere' } });
    await objects.create(BUCKET, 'lost/1', Buffer.from(`${lost}\n`));
    assert.match((await penstock(['replay', `gs://${BUCKET}/lost/1`])).error, /needs attention/);
    await objects.create(BUCKET, 'whole/1', Buffer.from(`${lines[0]}\n`));
    assert.equal((await penstock(['replay', `gs://${BUCKET}/whole/1`])).code, 0);
  });

  it("run seed 003's demo, and rehearse it", async () => {
    assert.match((await penstock(['demo-cdc', '--dry-run'])).out, /changes: 5/);
    const { out, code } = await penstock(['demo-cdc']);
    assert.equal(code, 0);
    assert.match(out, /is new: key \(id\)[\s\S]*5 changes were streamed[\s\S]*after +1 +Alice \(changed\)/);
    assert.match((await penstock(['demo-cdc'])).out, /is there: key \(id\)/);
  });

  it('say why the demo could not write', async () => {
    world.cloud.faults.add({
      service: 'bigquery-storage',
      method: 'AppendRows',
      kind: 'error',
      code: 'PERMISSION_DENIED',
      times: 0,
    });
    const { code, error } = await penstock(['demo-cdc', '--table', 'other_dataset.demo']);
    world.cloud.faults.clear();
    assert.notEqual(code, 0);
    assert.match(error, /only 0 of 5 changes were written: .*rows were not written/);
  });

  it('run a worker until it is told to end', async () => {
    const stop = new AbortController();
    await publishAll(world.cloud, 'commands', [{ data: '{"id":"worked"}', attributes: { kind: 'plain' } }]);
    const running = penstock(['worker'], { signal: stop.signal, env: { LOG_LEVEL: 'CRITICAL' } });
    await eventually(
      () => world.rows("SELECT id FROM d.commands WHERE id = 'worked'"),
      (rows) => rows.length === 1,
    );
    stop.abort();
    await running;
    assert.match(
      (await penstock(['worker'], { env: { SINK_CONFIG: '', INPUT_SUBSCRIPTION: '' } })).error,
      /a worker needs a subscription/,
    );
    const already = new AbortController();
    already.abort();
    await penstock(['worker'], { signal: already.signal, env: { LOG_LEVEL: 'CRITICAL' } });
  });
});
