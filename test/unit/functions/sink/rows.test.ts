import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import { schemaFromRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { Delivery } from '../../../../functions/sink/message.ts';
import { compileChange } from '../../../../functions/sink/rows/change.ts';
import { coerceRow } from '../../../../functions/sink/rows/coerce.ts';
import { needsExactParse, parseExactly } from '../../../../functions/sink/rows/exact-json.ts';
import { errorOf, FailureErrors, RowFailure } from '../../../../functions/sink/rows/failure.ts';
import { compileFormat, type Format } from '../../../../functions/sink/rows/format.ts';
import { decompress, Payload } from '../../../../functions/sink/rows/payload.ts';
import { RowMaker } from '../../../../functions/sink/rows/row-maker.ts';
import { RowText } from '../../../../functions/sink/rows/row-text.ts';
import { compileSource } from '../../../../functions/sink/rows/source.ts';
import { deliveryOf } from '../../../support/sink.ts';

const INPUT = { name: 'projects/p/subscriptions/s', type: 'pubsub', settle: () => undefined } as const;

function message(data: string | Buffer, attributes: Record<string, string> = {}): Delivery {
  return {
    ...deliveryOf({ data, attributes, messageId: '77' }, INPUT),
    publishMs: Date.UTC(2026, 0, 2),
    orderingKey: 'k',
  };
}

type Fields = Parameters<typeof schemaFromRest>[0];

/** The row as it would be written, or the code of its failure. */
function rowOf(
  fields: Fields,
  data: string | Buffer,
  {
    format = { name: 'json' },
    attributes = {},
    unknownFields = 'drop',
    jsonColumns = 'text',
  }: {
    readonly format?: Format;
    readonly attributes?: Record<string, string>;
    readonly unknownFields?: UnknownFields;
    readonly jsonColumns?: 'text' | 'inline';
  } = {},
): string {
  const delivery = message(data, attributes);
  const rows = new RowText({ schema: schemaFromRest(fields), format, unknownFields, jsonColumns });
  const made = rows.make({ delivery, payload: delivery.data, bytes: 0 });
  return made instanceof RowFailure ? made.code : made.text.toString();
}

const TYPES: Fields = [
  'STRING',
  'INTEGER',
  'FLOAT',
  'BOOLEAN',
  'NUMERIC',
  'BIGNUMERIC',
  'JSON',
  'GEOGRAPHY',
  'BYTES',
].map((type) => ({
  name: type.toLowerCase(),
  type,
}));

describe('the rows of messages', () => {
  describe('keep every digit, or are rejected with the reason', () => {
    for (const [data, row] of [
      ['{"integer":9007199254740993}', '{"integer":"9007199254740993"}'],
      ['{"integer":9007199254740992}', '{"integer":"9007199254740992"}'],
      ['{"integer":-123456789012345680}', '{"integer":"-123456789012345680"}'],
      ['{"integer":9223372036854775807}', '{"integer":"9223372036854775807"}'],
      ['{"integer":9223372036854775808}', 'OUT_OF_RANGE'],
      ['{"integer":18446744073709551616}', 'OUT_OF_RANGE'],
      ['{"float":1e+300}', '{"float":1e+300}'],
      ['{"integer":1.00000000000000000001}', 'MALFORMED'],
      ['{"integer":1e400}', 'MALFORMED'],
      ['{"float":1e400}', 'OUT_OF_RANGE'],
      ['{"float":0.1000000000000000055511151231257827}', '{"float":0.1000000000000000055511151231257827}'],
      ['{"float":0.14285714285714285}', '{"float":0.14285714285714285}'],
      ['{"numeric":12345678901234567890.123456789}', '{"numeric":"12345678901234567890.123456789"}'],
      ['{"numeric":0.1234567891}', 'TOO_PRECISE'],
      ['{"numeric":1e-40}', 'TOO_PRECISE'],
      ['{"numeric":1E-400}', 'TOO_PRECISE'],
      ['{"bignumeric":0.12345678901234567890123456789}', '{"bignumeric":"0.12345678901234567890123456789"}'],
      ['{"string":9007199254740993}', '{"string":"9007199254740993"}'],
      ['{"json":{"a":[9007199254740993]}}', '{"json":"{\\"a\\":[9007199254740993]}"}'],
      ['{"json":{"a":18446744073709551616}}', 'TOO_PRECISE'],
      ['{"json":0.12345678901234567890}', 'TOO_PRECISE'],
      ['{"json":{"a":1e-400}}', 'TOO_PRECISE'],
      ['{"json":{"a":1e400}}', 'TOO_PRECISE'],
      ['{"string":"e-1 9007199254740993 and 1e-400"}', '{"string":"e-1 9007199254740993 and 1e-400"}'],
      ['{"bytes":12345678901234567890123}', 'MALFORMED'],
    ] as const) {
      it(`${data} becomes ${row}`, () => assert.equal(rowOf(TYPES, data), row));
    }

    it('a million digits cost no more than their length', () => {
      assert.equal(rowOf(TYPES, `{"integer":${'9'.repeat(1_000_000)}}`), 'OUT_OF_RANGE');
    });

    it('doubts only numbers that could lose something', () => {
      for (const text of [
        '{"a":0.1}',
        '{"a":0.14285714285714285}',
        '{"a":1.0}',
        '{"a":100e-2}',
        '"re-e-2 1e-2 12345678901234567"',
        '1-2-3-4-5-6-7-8-9-0',
      ]) {
        assert.equal(needsExactParse(text), text.includes('12345678901234567'), text);
      }
      assert.equal(
        JSON.stringify(parseExactly('[1.50,0.0,-0.0,9007199254740993,1e2,12e-1]')),
        '[1.5,0,0,9007199254740993,100,1.2]',
      );
    });
  });

  describe('have values coerced where nothing is lost', () => {
    for (const [data, row] of [
      ['{"string":12}', '{"string":"12"}'],
      ['{"string":true}', '{"string":"true"}'],
      ['{"string":{"a":[1,null]}}', '{"string":"{\\"a\\":[1,null]}"}'],
      ['{"integer":"12"}', '{"integer":"12"}'],
      ['{"integer":true,"string":null}', '{"integer":1,"string":null}'],
      ['{"integer":false}', '{"integer":0}'],
      ['{"integer":1.5}', 'TOO_PRECISE'],
      ['{"integer":{}}', 'TYPE_MISMATCH'],
      ['{"boolean":"true"}', '{"boolean":"true"}'],
      ['{"boolean":1}', 'TYPE_MISMATCH'],
    ] as const) {
      it(`${data} becomes ${row}`, () => assert.equal(rowOf(TYPES, data), row));
    }

    it('within lists and records too, and whatever the case of the keys', () => {
      const fields: Fields = [
        { name: 'list', type: 'STRING', mode: 'REPEATED' },
        {
          name: 'rec',
          type: 'RECORD',
          fields: [
            { name: 'n', type: 'INTEGER' },
            { name: 'f', type: 'FLOAT', mode: 'REPEATED' },
          ],
        },
      ];
      assert.equal(
        rowOf(fields, '{"LIST":[1,"a"],"Rec":{"N":9007199254740993,"x":1}}'),
        '{"LIST":["1","a"],"Rec":{"N":"9007199254740993"}}',
      );
      assert.equal(rowOf(fields, '{"rec":{"f":[1e999]}}'), 'OUT_OF_RANGE');
      assert.equal(rowOf(fields, '{"rec":9007199254740993}'), 'NOT_AN_OBJECT');
      assert.equal(rowOf(fields, '{"rec":"text","list":[9007199254740993]}'), 'NOT_AN_OBJECT');
      assert.equal(rowOf(fields, '{"list":9007199254740993}'), 'NOT_A_LIST');
      assert.equal(rowOf(fields, '{"list":[null]}'), 'NULL_ELEMENT');
    });
  });

  describe('write JSON and GeoJSON as each way into BigQuery wants them', () => {
    const point = '{"geography":{"type":"Point","coordinates":[1,2]}}';
    const asText = '{"geography":"{\\"type\\":\\"Point\\",\\"coordinates\\":[1,2]}"}';
    it('as text for insertAll', () => {
      assert.equal(rowOf(TYPES, '{"json":{"a":1}}'), '{"json":"{\\"a\\":1}"}');
      assert.equal(rowOf(TYPES, '{"json":"{\\"a\\":1}"}'), '{"json":"{\\"a\\":1}"}');
      assert.equal(rowOf(TYPES, point), asText);
      assert.equal(rowOf(TYPES, '{"geography":"POINT(1 2)"}'), '{"geography":"POINT(1 2)"}');
    });
    it('as JSON within JSON for files', () => {
      assert.equal(
        rowOf(TYPES, '{"json":{"a":18446744073709551615}}', { jsonColumns: 'inline' }),
        '{"json":{"a":18446744073709551615}}',
      );
      assert.equal(rowOf(TYPES, '{"json":"{\\"a\\": 1}"}', { jsonColumns: 'inline' }), '{"json":{"a":1}}');
      assert.equal(rowOf(TYPES, point, { jsonColumns: 'inline' }), asText);
    });
  });

  describe('have unknown fields dropped, rejected or collected', () => {
    const fields: Fields = [
      { name: 'a', type: 'STRING' },
      { name: 'rec', type: 'RECORD', fields: [{ name: 'b', type: 'STRING' }] },
      { name: 'list', type: 'RECORD', mode: 'REPEATED', fields: [{ name: 'c', type: 'STRING' }] },
      { name: 'rest', type: 'JSON' },
    ];
    const data = '{"a":"1","x":9007199254740993,"rec":{"b":"2","y":[true]},"list":[{"c":"3"},{"z":null}]}';
    it('drop', () => assert.equal(rowOf(fields, data), '{"a":"1","rec":{"b":"2"},"list":[{"c":"3"},{}]}'));
    it('reject', () => assert.equal(rowOf(fields, data, { unknownFields: 'reject' }), 'UNKNOWN_FIELD'));
    it('collect', () => {
      const row = JSON.parse(rowOf(fields, data, { unknownFields: { collectInto: 'rest' } })) as { rest: string };
      assert.match(row.rest, /"x":9007199254740993/);
      assert.match(row.rest, /"rec\.y":\[true\]/);
    });
    it('an unknown number that cannot be kept is dropped without harm', () => {
      assert.equal(rowOf([{ name: 'a', type: 'INTEGER' }], '{"a":1,"b":0.12345678901234567890}'), '{"a":1}');
    });
    it('but not collected', () => {
      const unknownFields = { collectInto: 'rest' };
      assert.equal(rowOf(fields, '{"x":0.12345678901234567890}', { unknownFields }), 'TOO_PRECISE');
    });
    it('the name __proto__ is one like any other', () => {
      assert.equal(rowOf(fields, '{"__proto__":1,"a":2}'), '{"a":"2"}');
      assert.equal(
        rowOf(fields, '{"rest":{"__proto__":9007199254740993}}', { jsonColumns: 'inline' }),
        '{"rest":{"__proto__":9007199254740993}}',
      );
    });
  });

  describe('pass deep nesting and any text unaltered, in linear time', () => {
    it('keeps {{projectId}} and the like', () => {
      const data = JSON.stringify({ string: '{{projectId}} \u2028 ünï \u0000 "q" \\' });
      assert.deepEqual(JSON.parse(rowOf(TYPES, data)), JSON.parse(data));
    });
    it('takes forty levels of lists at once, and refuses what BigQuery does', () => {
      const nested = (levels: number): string => `{"json":${'['.repeat(levels)}${']'.repeat(levels)}}`;
      assert.equal(JSON.parse(JSON.parse(rowOf(TYPES, nested(40))).json).length, 1);
      assert.equal(rowOf(TYPES, nested(501)), 'TOO_DEEP');
      assert.equal(rowOf(TYPES, nested(100_000)), 'TOO_DEEP');
    });
    it('refuses text nested too deeply to be coerced', () => {
      const deep = `${'['.repeat(50_000)}9007199254740993${']'.repeat(50_000)}`;
      assert.equal(rowOf(TYPES, `{"string":${deep}}`), 'TOO_DEEP');
      assert.equal(
        rowOf([{ name: 'string', type: 'STRING' }], `{"string":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
        'TOO_DEEP',
      );
    });
  });

  it('are refused where they are nested deeper than the stack allows', () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const made = coerceRow({ json: deep }, schemaFromRest(TYPES), 'drop');
    assert.ok(made instanceof RowFailure && made.code === 'TOO_DEEP');
  });

  it('are refused, each with its own reason, where the payload is no JSON object', () => {
    assert.equal(rowOf(TYPES, Buffer.from([0x7b, 0xff, 0x7d])), 'NOT_UTF8');
    assert.equal(rowOf(TYPES, '{'), 'NOT_JSON');
    assert.equal(rowOf(TYPES, '"text"'), 'NOT_AN_OBJECT');
    assert.equal(rowOf(TYPES, 'null'), 'NOT_AN_OBJECT');
    assert.equal(rowOf(TYPES, ''), 'NOT_JSON');
  });

  it('keep the digits of a number that a reader of JSON may round, though the rest is the payload itself', () => {
    const fields: Fields = [
      { name: 'n', type: 'NUMERIC' },
      { name: 'f', type: 'FLOAT' },
    ];
    assert.equal(rowOf(fields, '{"n":0.123456789123456789e9}'), '{"n":"0.123456789123456789e9"}');
    assert.equal(rowOf(fields, '{ "n":1.5,"f":0.25}'), '{ "n":1.5,"f":0.25}');
  });

  it('are the payload byte for byte where nothing is spelled otherwise', () => {
    const plain: Fields = [{ name: 'a', type: 'STRING' }];
    assert.equal(rowOf(plain, '{ "a" : "\\u0031" }'), '{ "a" : "\\u0031" }');
    assert.equal(rowOf(plain, '{\n"A":"1"}', { jsonColumns: 'text' }), '{\n"A":"1"}');
    assert.equal(rowOf(plain, '{\n"a":"1"\r\n}', { jsonColumns: 'inline' }), '{ "a":"1"  }');
    assert.equal(rowOf(plain, ' {"a":"1"}'), '{"a":"1"}');
  });

  it('keep the sign of a zero and the text of a place where the payload is parsed', () => {
    const data = '{"json":{"a":1,"a":-0},"geography":"POINT(1 2)","float":-0}';
    assert.equal(rowOf(TYPES, data), '{"json":"{\\"a\\":-0}","geography":"POINT(1 2)","float":-0}');
  });

  it('have no field without a column, and are the payload byte for byte beside those', () => {
    const plain: Fields = [{ name: 'a', type: 'STRING' }];
    assert.equal(rowOf(plain, '{ "a" : "1" , "a2":[1]}'), '{ "a" : "1"}');
    assert.equal(rowOf(plain, '{ "x" : 1, "y":{"z":1} , "a" : "1" }'), '{ "a" : "1" }');
    assert.equal(rowOf(plain, '{"x":1,"a":"1","y":2 , "z":3}'), '{"a":"1"}');
    assert.equal(rowOf(plain, '{"x":1,"y":2}'), '{}');
  });

  describe('in the format message', () => {
    const format: Format = { name: 'message' };
    const fields: Fields = ['kind', 'x_y', 'message_id', 'publish_time', 'ordering_key', 'subscription', 'payload'].map(
      (name) => ({ name, type: 'STRING' }),
    );
    it('have attributes, facts and payload as columns', () => {
      assert.deepEqual(
        JSON.parse(rowOf(fields, 'any text', { format, attributes: { kind: 'a', 'x-y': 'b', z: 'c' } })),
        {
          kind: 'a',
          x_y: 'b',
          message_id: '77',
          publish_time: '2026-01-02T00:00:00.000Z',
          ordering_key: 'k',
          subscription: INPUT.name,
          payload: 'any text',
        },
      );
    });
    it('keep bytes that are no text in a BYTES column, and reject them for a STRING', () => {
      const bytes = Buffer.from([0, 0xff]);
      assert.equal(rowOf([{ name: 'payload', type: 'BYTES' }], bytes, { format }), '{"payload":"AP8="}');
      assert.equal(rowOf([{ name: 'payload', type: 'STRING' }], bytes, { format }), 'NOT_UTF8');
    });
    it('are rejected where two names become one column (SD-04)', () => {
      assert.equal(rowOf(fields, '', { format, attributes: { 'x-y': '1', x_y: '2' } }), 'COLUMN_COLLISION');
      assert.equal(rowOf(fields, '', { format, attributes: { payload: '1' } }), 'COLUMN_COLLISION');
      assert.equal(rowOf(fields, '', { format, attributes: { message_id: '1' } }), 'COLUMN_COLLISION');
    });
    it('take an attribute of any name', () => {
      assert.equal(
        rowOf([{ name: 'payload', type: 'STRING' }], 'p', { format, attributes: JSON.parse('{"__proto__":"x"}') }),
        '{"payload":"p"}',
      );
    });
  });

  describe('in the format envelope', () => {
    const format: Format = { name: 'envelope' };
    const fields: Fields = [
      { name: 'message_id', type: 'STRING' },
      { name: 'attributes', type: 'JSON' },
      { name: 'payload', type: 'JSON' },
    ];
    it('have metadata, attributes and payload as JSON', () => {
      const row = rowOf(fields, '{"a":[1]}', { format, attributes: { b: 'c' }, jsonColumns: 'inline' });
      assert.deepEqual(JSON.parse(row), { message_id: '77', attributes: { b: 'c' }, payload: { a: [1] } });
    });
    it('keep a bare JSON text as one', () => {
      assert.equal(rowOf([{ name: 'payload', type: 'JSON' }], '"t"', { format }), '{"payload":"\\"t\\""}');
      assert.equal(rowOf([{ name: 'payload', type: 'JSON' }], 'nope', { format }), 'NOT_JSON');
    });
    it('have attributes as a list of keys and values where the table has no JSON', () => {
      const pair = [
        { name: 'key', type: 'STRING' },
        { name: 'value', type: 'STRING' },
      ];
      const list: Fields = [
        { name: 'attributes', type: 'RECORD', mode: 'REPEATED', fields: pair },
        { name: 'payload', type: 'STRING' },
      ];
      assert.deepEqual(JSON.parse(rowOf(list, 'x', { format, attributes: { b: 'c' } })), {
        attributes: [{ key: 'b', value: 'c' }],
        payload: 'x',
      });
    });
  });

  describe('in the format mapping', () => {
    const fields: Fields = ['a', 'b', 'c', 'd', 'e', '__proto__x'].map((name) => ({ name, type: 'STRING' }));
    it('are put together from paths, attributes, facts and constants', () => {
      const format: Format = {
        name: 'mapping',
        columns: { a: '$.x.y[1]', b: '@kind', c: '#message_id', d: '$.text.deep.er' },
        constants: { e: 'fixed' },
      };
      const data = JSON.stringify({ x: { y: [1, 'two'] }, text: JSON.stringify({ deep: '{"er":"found"}' }) });
      assert.deepEqual(JSON.parse(rowOf(fields, data, { format, attributes: { kind: 'k' } })), {
        a: 'two',
        b: 'k',
        c: '77',
        d: 'found',
        e: 'fixed',
      });
    });
    it('leave out what is not there', () => {
      const format: Format = { name: 'mapping', columns: { a: '$.no', b: '$[0]', c: '$.x.y', d: '@no' } };
      assert.equal(rowOf(fields, '{"x":1}', { format }), '{}');
    });
    it('need no payload where no column reads it', () => {
      assert.equal(
        rowOf(fields, Buffer.from([0xff]), {
          format: { name: 'mapping', columns: { a: '@kind' } },
          attributes: { kind: 'k' },
        }),
        '{"a":"k"}',
      );
      assert.equal(
        rowOf(fields, Buffer.from([0xff]), { format: { name: 'mapping', columns: { a: '$.x' } } }),
        'NOT_UTF8',
      );
      assert.equal(rowOf(fields, '{}', { format: { name: 'mapping', constants: { a: 1 } } }), '{"a":"1"}');
    });
    it('are rejected where a path goes on below a text that is no JSON', () => {
      assert.equal(
        rowOf(fields, '{"x":"plain"}', { format: { name: 'mapping', columns: { a: '$.x.y' } } }),
        'NOT_JSON',
      );
    });
    for (const source of ['x', '@', '#nope', '$x', '$.', '$[a]']) {
      it(`stop the start at the malformed source ${source}`, () =>
        assert.throws(() => compileSource(source), { code: 'CONFIG_INVALID' }));
    }
    it('have no ordering key and no subscription where there is none', () => {
      const bare: Delivery = { ...message('{}'), orderingKey: '' };
      const ground = { message: bare, payload: {}, parse: JSON.parse, parsed: new Map() };
      assert.equal(compileSource('#ordering_key')(ground), undefined);
      assert.equal(compileSource('#subscription')(ground), INPUT.name);
      assert.match(String(compileSource('#publish_time')(ground)), /^2026/);
    });
    it('take a column of any name', () => {
      const made = compileFormat({ name: 'mapping', columns: JSON.parse('{"__proto__":"@kind"}') }, {
        fields: [],
      } as TableSchema)(message('', { kind: 'k' }), new Payload(Buffer.alloc(0)), JSON.parse);
      assert.deepEqual(Object.entries(made), [['__proto__', 'k']]);
    });
  });

  describe('of changes', () => {
    const read = (
      sequence: readonly string[],
      data: string,
      deletes?: { source: string; in: readonly string[] },
    ): unknown =>
      compileChange({ sequence, deletes }).read(
        message(data, { operation: 'DELETE' }),
        new Payload(Buffer.from(data)),
        parseExactly,
      );
    for (const [value, expected] of [
      ['7', '7'],
      ['"255"', 'FF'],
      ['18446744073709551615', 'FFFFFFFFFFFFFFFF'],
      ['"2026-01-02T03:04:05.123456Z"', 1_767_323_045_123_456n.toString(16).toUpperCase()],
      ['"2026-01-02t03:04:05z"', 1_767_323_045_000_000n.toString(16).toUpperCase()],
      ['"2026-01-02 04:04:05.1234567+01:00"', 1_767_323_045_123_456n.toString(16).toUpperCase()],
    ] as const) {
      it(`have the sequence ${expected} for ${value}`, () =>
        assert.deepEqual(read(['$.s'], `{"s":${value}}`), { type: 'UPSERT', sequence: expected }));
    }
    for (const value of [
      '-1',
      '1.5',
      '"soon"',
      'null',
      'true',
      '18446744073709551616',
      '"2026-13-01T00:00:00Z"',
      '1e300',
    ]) {
      it(`are rejected for the sequence ${value}`, () => {
        const found = read(['$.s'], `{"s":${value}}`);
        assert.ok(found instanceof RowFailure && found.code === 'SEQUENCE_INVALID');
      });
    }
    it('have several sections, and delete by a word', () => {
      assert.deepEqual(read(['$.a', '#message_id'], '{"a":1}', { source: '@operation', in: ['DELETE'] }), {
        type: 'DELETE',
        sequence: '1/4D',
      });
      assert.deepEqual(read(['#message_id'], 'no json', { source: '@operation', in: ['REMOVE'] }), {
        type: 'UPSERT',
        sequence: '4D',
      });
    });
    it('are rejected where a source cannot be read', () => {
      for (const found of [
        read(['$.a'], 'no'),
        read(['$.a.b'], '{"a":"x"}'),
        read(['#message_id'], '{"a":"x"}', { source: '$.a.b', in: [''] }),
      ])
        assert.ok(found instanceof RowFailure);
    });
  });

  it('of changes are refused where the sequence cannot be read, though the row can', () => {
    const rule = { sequence: ['$.s'] };
    const schema = schemaFromRest([{ name: 'id', type: 'STRING' }]);
    const maker = new RowMaker({
      schema,
      format: { name: 'json' },
      unknownFields: 'drop',
      change: { rule, primaryKey: ['id'] },
    });
    const delivery = message('{"id":"1","s":"soon"}');
    const made = maker.make(delivery, delivery.data);
    assert.ok(made instanceof RowFailure && made.code === 'SEQUENCE_INVALID');
  });

  describe('of gzipped payloads (S-05)', () => {
    const data = Buffer.from('{"a":1}');
    it('are made of what was gzipped', () => assert.deepEqual(decompress(gzipSync(data), 'GZIP'), data));
    it('are made of the payload itself where it is not gzipped, or need not be', () => {
      assert.equal(decompress(data, 'GZIP'), data);
      const gzipped = gzipSync(data);
      assert.equal(decompress(gzipped, 'NONE'), gzipped);
      assert.equal(decompress(Buffer.alloc(0), 'GZIP').toString(), '');
    });
    it('are refused where it is broken or too long', () => {
      const broken = decompress(gzipSync(data).subarray(0, 15), 'GZIP');
      assert.ok(broken instanceof RowFailure && broken.code === 'NOT_GZIP');
      const long = decompress(gzipSync(Buffer.alloc(1_000)), 'GZIP', 100);
      assert.ok(long instanceof RowFailure && errorOf(long).code === 'INPUT_TOO_LARGE');
    });
  });

  it('share one error where they fail alike, of as many kinds as may be remembered', () => {
    const errors = new FailureErrors();
    const failure = (place: number): RowFailure => new RowFailure('MALFORMED', 'is none', `c${place}`);
    const first = errors.of(failure(0));
    assert.equal(errors.of(failure(0)), first);
    assert.notEqual(errors.of(failure(1)), first);
    for (let place = 2; place < 300; place += 1)
      assert.match(errors.of(failure(place)).message, new RegExp(`c${place}:`));
    assert.notEqual(errors.of(failure(0)), first);
    assert.equal(errors.of(failure(0)).message, first.message);
  });

  it('are found to be no JSON wherever JSON.parse finds it', () => {
    const texts = [
      '',
      ' ',
      '{',
      '{}x',
      '[1,]',
      '01',
      '1.',
      '"\\x"',
      '"\u0001"',
      'nul',
      '\ufeff{}',
      '{"a":1,}',
      "{'a':1}",
      '-',
      '{}',
      '1',
      '"\\ud800"',
    ];
    for (const text of texts) {
      let parses = true;
      try {
        JSON.parse(text);
      } catch {
        parses = false;
      }
      assert.equal(new Payload(Buffer.from(text)).malformed === undefined, parses, JSON.stringify(text));
    }
  });

  it('tell by the code of their error what kind of fault it is', () => {
    assert.equal(errorOf(new RowFailure('NOT_JSON', 'r')).code, 'INPUT_MALFORMED');
    assert.equal(errorOf(new RowFailure('TYPE_MISMATCH', 'r', 'a.b')).code, 'ROW_REJECTED');
    assert.equal(errorOf(new RowFailure('TYPE_MISMATCH', 'r', 'a.b')).message, 'a.b: r');
  });
});
