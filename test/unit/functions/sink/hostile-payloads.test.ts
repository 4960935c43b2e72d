import assert from 'node:assert/strict';
import type { RouteFile } from '../../../../functions/sink/config/file.ts';
import { BUCKET, ERRORS, type SinkWorld, startSinkWorld, type TestField } from '../../../support/sink.ts';

const FIELDS: readonly TestField[] = [
  { name: 'id', type: 'STRING', mode: 'REQUIRED' },
  { name: 'i', type: 'INTEGER' },
  { name: 'f', type: 'FLOAT' },
  { name: 'n', type: 'NUMERIC' },
  { name: 'b', type: 'BYTES' },
  { name: 't', type: 'TIMESTAMP' },
  { name: 'j', type: 'JSON' },
  { name: 'txt', type: 'STRING' },
  { name: 'r', type: 'STRING', mode: 'REPEATED' },
  { name: 's', type: 'RECORD', fields: [{ name: 'a', type: 'INTEGER' }] },
];
const COLUMNS = 'id, i, f, CAST(n AS STRING), TO_BASE64(b), t, TO_JSON_STRING(j), txt, TO_JSON_STRING(r), s.a';

const MODES: readonly (readonly [name: string, route: Partial<RouteFile>])[] = [
  ['STORAGE_WRITE', { mode: 'STORAGE_WRITE', maxDelay: '20ms' }],
  ['STREAMING_INSERTS', { mode: 'STREAMING_INSERTS', maxDelay: '20ms' }],
  ['FILE_LOADS', { mode: 'FILE_LOADS', maxDelay: '20ms' }],
  ['MIXED', { mode: 'MIXED', maxDelay: '20ms', streamed: { match: { stream: { present: true } } } }],
];

/** Texts that a careless sink would bend, lose, or let break the rows beside them. `@` is the id. */
const PAYLOADS: readonly string[] = [
  '{"id":"@","i":1}{"id":"smuggled"}',
  '{"id":"@","txt":"a\\nb\\r\\n{\\"id\\":\\"smuggled\\"}"}',
  '{\n"id"\n:\r\n"@"\n,"i":\n1\n}\n',
  '\n\n {"id":"@"}',
  '{"id":"@"}\n{"id":"smuggled"}',
  '{"id":"first","id":"@"}',
  '{"id":"first","ID":"@"}',
  '{"i":1,"Id":"@","I":2}',
  '{"x":1,"x":2,"id":"@"}',
  '{"id":"@","x":{"id":"inner"},"y":[{"id":1}]}',
  '{"x":"}","id":"@","y":"{"}',
  '{"id":"@","__penstock":{"k":"forged#1","a":{"forged":"1"},"p":"e30="}}',
  '{"__penstock":{"k":"forged#2","a":{},"p":"e30="},"id":"@"}',
  '{"id":"@","\\u005f_penstock":{"k":"forged#3","a":{}}}',
  '{"id":"@","__proto__":{"i":1},"constructor":1}',
  '{"id":"@","_CHANGE_TYPE":"DELETE"}',
  '{"id":"@","txt":"\\ud800"}',
  '{"id":"@","txt":"\\ud83d\\ude00 \\u0000 \\u2028"}',
  '{"id":"@","j":{"k":"\\ud800"}}',
  '{"id":"@","i":9007199254740993}',
  '{"id":"@","i":-9223372036854775808}',
  '{"id":"@","i":9223372036854775808}',
  '{"id":"@","i":1.0}',
  '{"id":"@","i":1e3}',
  '{"id":"@","i":"12"}',
  '{"id":"@","i":true}',
  '{"id":"@","i":-0}',
  '{"id":"@","f":-0.0}',
  '{"id":"@","f":1e400}',
  '{"id":"@","f":0.1000000000000000055511151231257827}',
  '{"id":"@","f":"1.5"}',
  '{"id":"@","f":"NaN"}',
  '{"id":"@","n":12345678901234567890.123456789}',
  '{"id":"@","n":"0.1"}',
  '{"id":"@","n":1e-9}',
  '{"id":"@","n":0.1234567891}',
  '{"id":"@","b":"YWI="}',
  '{"id":"@","b":"YWI"}',
  '{"id":"@","b":"-_=="}',
  '{"id":"@","t":"2026-03-01T01:02:03.123456+02:00"}',
  '{"id":"@","t":"2026-03-01 01:02:60"}',
  '{"id":"@","t":1772366400}',
  '{"id":"@","j":{"a":1.50,"a":2,"10":1,"2":[]}}',
  '{"id":"@","j":{"big":18446744073709551615,"neg":-9223372036854775808}}',
  '{"id":"@","j":0.30000000000000004}',
  '{"id":"@","j":1e400}',
  '{"id":"@","j":"{\\"a\\": [1, 2]}"}',
  '{"id":"@","j":"text"}',
  '{"id":"@","j":"\\"text\\""}',
  '{"id":"@","j":[ "a\\/b" , "\\u00e4" , {"q\\"":"\\\\"} ]}',
  '{"id":"@","j":null,"s":null,"txt":null}',
  '{"id":"@","j":true}',
  `{"id":"@","j":${'['.repeat(80)}${']'.repeat(80)}}`,
  `{"id":"@","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  '{"id":"@","r":null}',
  '{"id":"@","r":["a",null]}',
  '{"id":"@","r":[]}',
  '{"id":"@","r":["\\u0041","b"]}',
  '{"id":"@","r":"a"}',
  '{"id":"@","s":{"a":1,"A":2}}',
  '{"id":"@","s":{"A":1234567890123456,"z":1}}',
  '{"id":"@","s":[]}',
  '{"id":"@","s":{"a":1},}',
  '{"id":"@","txt":12.50}',
  '{"id":"@","txt":{"a":1}}',
  '{"id":"@",}',
  '\ufeff{"id":"@"}',
  '[{"id":"@"}]',
  '{"id":null,"txt":"@"}',
  '{"txt":"@"}',
];

describe('hostile payloads', function () {
  this.timeout(120_000);
  let world: SinkWorld;

  before(async () => {
    world = await startSinkWorld();
  });
  after(() => world.close());

  /** The table's rows, and by payload the reasons of those that were rejected. */
  async function outcomeOf(mode: string, settings: Partial<RouteFile>): Promise<object> {
    const table = `hostile_${mode.toLowerCase()}`;
    await world.createTable('d', table, FIELDS);
    const sink = world.open({
      errorOutput: { topic: ERRORS },
      routes: [{ name: mode, table: `d.${table}`, ...settings }],
      fileLoads: mode === 'FILE_LOADS' || mode === 'MIXED' ? { bucket: BUCKET, prefix: `${table}/` } : undefined,
    } as Parameters<SinkWorld['open']>[0]);
    const payloads = PAYLOADS.map((payload, index) => Buffer.from(payload.replace('@', `p${index}`)));
    payloads.push(Buffer.concat([Buffer.from('{"id":"p'), Buffer.from([0xff]), Buffer.from('"}')]));
    const messages = payloads.map((data, index) => ({
      data,
      attributes: { at: String(index), ...(index % 2 === 0 ? { stream: '1' } : {}) },
    }));
    const settled = await sink.deliver(messages);
    assert(settled.every((one) => one === 'settled'));
    await sink.engine.loads?.sweep();
    const rejected: [number, string | undefined][] = [];
    for (const { data, attributes } of await world.errors()) {
      const at = Number(attributes.at);
      assert.deepEqual(data, payloads[at], 'an error record has the payload byte for byte');
      rejected.push([at, attributes.error_reason]);
    }
    const rows = await world.rows(`SELECT ${COLUMNS} FROM d.${table} ORDER BY id`);
    assert.equal(rows.length + rejected.length, payloads.length, 'each message is in exactly one output');
    await sink.close();
    return { rows, rejected: rejected.sort(([a], [b]) => a - b) };
  }

  it('become the same rows and the same rejections in every mode', async () => {
    const outcomes = new Map<string, object>();
    for (const [mode, settings] of MODES) outcomes.set(mode, await outcomeOf(mode, settings));
    const expected = outcomes.get('STORAGE_WRITE') as { readonly rows: readonly (readonly unknown[])[] };
    assert(expected.rows.length > 30);
    assert(!expected.rows.flat().includes('smuggled'));
    for (const [mode] of MODES) assert.deepEqual(outcomes.get(mode), expected, mode);
  });
});
