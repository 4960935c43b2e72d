import assert from 'node:assert/strict';
import type { RouteFile } from '../../../../functions/sink/config/file.ts';
import {
  BUCKET,
  ERRORS,
  type OpenSink,
  type SinkWorld,
  startSinkWorld,
  type TestField,
} from '../../../support/sink.ts';

const FIELDS: readonly TestField[] = [
  { name: 'id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'count', type: 'INTEGER' },
  { name: 'note', type: 'STRING' },
];

const MODES: readonly (readonly [name: string, route: Partial<RouteFile>])[] = [
  ['STREAMING_INSERTS', { mode: 'STREAMING_INSERTS', maxDelay: '20ms' }],
  ['STORAGE_WRITE', { mode: 'STORAGE_WRITE', maxDelay: '20ms' }],
  ['FILE_LOADS', { mode: 'FILE_LOADS', maxDelay: '20ms' }],
  ['MIXED', { mode: 'MIXED', maxDelay: '20ms', streamed: { match: { stream: { present: true } } } }],
  ['CDC', { mode: 'CDC', maxDelay: '20ms', sequence: ['#message_id'] }],
];

describe("AS-01: the seed's CI list of the sink", () => {
  let world: SinkWorld;

  before(async () => {
    world = await startSinkWorld();
  });
  after(() => world.close());

  for (const [mode, settings] of MODES) {
    describe(`in mode ${mode}`, () => {
      const table = `ci_${mode.toLowerCase()}`;
      let sink: OpenSink;

      before(async () => {
        const key =
          mode === 'CDC' ? { tableConstraints: { primaryKey: { columns: ['id'] } }, maxStaleness: '0-0 0 0:0:0' } : {};
        await world.createTable('d', table, FIELDS, key);
        const staged = mode === 'FILE_LOADS' || mode === 'MIXED';
        sink = world.open({
          errorOutput: { topic: ERRORS },
          routes: [{ name: mode, table: `d.${table}`, ...settings }],
          ...(staged ? { fileLoads: { bucket: BUCKET, prefix: `${table}/` } } : {}),
        });
      });
      afterEach(() => world.errors());

      async function rowsOf(id: string): Promise<readonly (readonly unknown[])[]> {
        await sink.engine.loads?.sweep();
        return world.rows(`SELECT id, count, note FROM d.${table} WHERE id = '${id}'`);
      }

      for (const [what, attributes] of [
        ['with attributes', { source: 'ci', stream: '1' }],
        ['without attributes', {}],
      ] as const) {
        it(`delivers a message ${what} and exactly the table's columns`, async () => {
          const id = `exact ${what}`;
          const data = JSON.stringify({ id, count: 3, note: 'n' });
          assert.deepEqual(await sink.deliver([{ data, attributes }]), ['settled']);
          assert.deepEqual(await rowsOf(id), [[id, '3', 'n']]);
        });
      }

      it('drops fields that the table does not have', async () => {
        const data = JSON.stringify({ id: 'extra', count: 1, other: { deep: [1] } });
        assert.deepEqual(await sink.deliver([{ data }]), ['settled']);
        assert.deepEqual(await rowsOf('extra'), [['extra', '1', null]]);
      });

      it('writes NULL for optional fields that are missing', async () => {
        assert.deepEqual(await sink.deliver([{ data: '{"id":"optional"}' }]), ['settled']);
        assert.deepEqual(await rowsOf('optional'), [['optional', null, null]]);
      });

      for (const [what, data, reason] of [
        ['a required field is missing', '{"count":1}', 'REQUIRED_MISSING'],
        ['the payload is not JSON', '{"id":"broken', 'NOT_JSON'],
        ['the payload is not a JSON object', '["id"]', 'NOT_AN_OBJECT'],
        ['a value does not fit its column', '{"id":"x","count":"many"}', 'MALFORMED'],
      ] as const) {
        it(`sends a message to the error output, with the reason, when ${what}`, async () => {
          const attributes = { source: 'ci', stream: '1' };
          assert.deepEqual(await sink.deliver([{ data, attributes }]), ['settled']);
          const [record, ...more] = await world.errors();
          assert.equal(more.length, 0);
          assert.equal(record?.data.toString(), data);
          assert.equal(record?.attributes.source, 'ci');
          assert.equal(record?.attributes.error_reason, reason);
          assert.equal(record?.attributes.error_table, `${world.cloud.projectId}.d.${table}`);
          for (const name of ['error_type', 'error_message', 'exception_class', 'stack_trace', 'input', 'input_type'])
            assert.ok(record?.attributes[name], name);
        });
      }

      it('delivers a message too long for streaming where the mode has another way, and else rejects it', async () => {
        const id = 'long';
        const data = JSON.stringify({ id, note: 'x'.repeat(9_900_000) });
        assert.deepEqual(await sink.deliver([{ data, attributes: { stream: '1' } }]), ['settled']);
        const delivered = (await rowsOf(id)).length;
        const rejected = (await world.errors()).length;
        assert.equal(delivered + rejected, 1);
        if (mode === 'FILE_LOADS' || mode === 'MIXED') assert.equal(delivered, 1);
      });

      it('delivers good rows beside bad ones, each message to exactly one output', async () => {
        const messages = Array.from({ length: 40 }, (_, index) => ({
          data: index % 4 === 0 ? '{"count":1}' : JSON.stringify({ id: `beside ${index}`, count: index }),
        }));
        const settled = await sink.deliver(messages);
        assert.ok(settled.every((one) => one === 'settled'));
        assert.equal((await world.errors()).length, 10);
        await sink.engine.loads?.sweep();
        assert.deepEqual(await world.rows(`SELECT COUNT(*) FROM d.${table} WHERE id LIKE 'beside%'`), [['30']]);
      });
    });
  }
});
