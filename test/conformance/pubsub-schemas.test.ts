import assert from 'node:assert/strict';
import { Encodings, PubSub, type Schema, SchemaTypes, SchemaViews } from '@google-cloud/pubsub';
import avro from 'avsc';
import protobuf from 'protobufjs';
import { startTestCloud, type TestCloud, type TestProject } from '../../local/testing/index.ts';
import { queryRows } from '../support/suite.ts';

const AVRO = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID'] } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'sign', type: ['null', { type: 'fixed', name: 'Sign', size: 2 }] },
    { name: 'parent', type: ['null', 'Order'] },
  ],
};
const PROTO = `syntax = "proto3";
package shop;
message Order {
  int64 id = 1;
  string note = 2;
  enum State { OPEN = 0; PAID = 1; }
  State state = 3;
  repeated string tags = 4;
  message Item { string name = 1; double price = 2; }
  repeated Item items = 5;
  optional uint32 count = 6;
  bytes sign = 7;
  map<string, int32> stock = 8;
}`;

/** Words of google.rpc.ErrorInfo are in the message of no client; the code is. */
const refused = (code: number, message: RegExp) => (error: { code?: number; message: string }) => {
  assert.match(error.message, message);
  assert.equal(error.code, code);
  return true;
};

describe('schemas of the local Pub/Sub, by Google’s client', () => {
  let cloud: TestCloud;
  let project: TestProject;
  let pubsub: PubSub;
  before(async () => {
    cloud = await startTestCloud();
  });
  beforeEach(async () => {
    project = await cloud.project({ topics: ['plain'], datasets: ['d'] });
    pubsub = new PubSub({
      projectId: project.projectId,
      apiEndpoint: cloud.addresses.pubsub as string,
      emulatorMode: true,
    });
  });
  afterEach(async () => {
    await pubsub.close();
    await cloud.reset();
  });
  after(() => cloud.close());

  const avroSchema = (id = 'orders', definition: unknown = AVRO): Promise<Schema> =>
    pubsub.createSchema(id, SchemaTypes.Avro, JSON.stringify(definition));
  const topicWith = async (schema: string, encoding: 'JSON' | 'BINARY', more: object = {}) => {
    const schemaSettings = { schema: `projects/${project.projectId}/schemas/${schema}`, encoding, ...more };
    const [topic] = await pubsub.createTopic({
      name: `projects/${project.projectId}/topics/${schema}-${encoding}`,
      schemaSettings,
    } as never);
    return topic;
  };
  const rest = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${project.projectId}/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };
  const json = (more: object = {}): Buffer =>
    Buffer.from(
      JSON.stringify({
        id: 1,
        note: null,
        state: 'OPEN',
        at: 0,
        price: '\u0001\u00f4',
        tags: [],
        sign: null,
        parent: null,
        ...more,
      }),
    );

  it('are made, shown, listed and deleted', async () => {
    const schema = await avroSchema();
    await pubsub.createSchema('other', SchemaTypes.ProtocolBuffer, PROTO);
    const shown = (await schema.get(SchemaViews.Full)) as { name: string; definition: string; revisionId: string };
    assert.equal(shown.name, `projects/${project.projectId}/schemas/orders`);
    assert.deepEqual(JSON.parse(shown.definition), AVRO);
    assert.match(shown.revisionId, /^[0-9a-f]{8}$/);
    assert.equal(((await schema.get(SchemaViews.Basic)) as { definition: string }).definition, '');
    const listed: string[] = [];
    for await (const { name, type, definition } of pubsub.listSchemas(SchemaViews.Basic))
      listed.push(`${name?.split('/').at(-1)} ${type} ${definition}`);
    assert.deepEqual(listed, ['orders AVRO ', 'other PROTOCOL_BUFFER ']);
    await assert.rejects(avroSchema(), refused(6, /already exists/));
    await schema.delete();
    await assert.rejects(schema.get(), refused(5, /Resource not found \(resource=orders\)/));
  });

  for (const [what, type, definition, message] of [
    ['text that is no JSON', SchemaTypes.Avro, '{', /it is not JSON/],
    [
      'a type that is not defined',
      SchemaTypes.Avro,
      '{"type":"record","name":"a","fields":[{"name":"x","type":"b"}]}',
      /the type b is not defined/,
    ],
    [
      'a field without a type',
      SchemaTypes.Avro,
      '{"type":"record","name":"a","fields":[{"name":"x"}]}',
      /the field x has no type/,
    ],
    ['a union within a union', SchemaTypes.Avro, '[["null"],"int"]', /a union holds a union/],
    ['a branch twice', SchemaTypes.Avro, '["int","int"]', /holds int twice/],
    [
      'symbols that are the same',
      SchemaTypes.Avro,
      '{"type":"enum","name":"a","symbols":["x","x"]}',
      /different names/,
    ],
    ['no text', SchemaTypes.Avro, '', /empty/],
    [
      'a proto file that does not parse',
      SchemaTypes.ProtocolBuffer,
      'syntax = "proto3"; message A { int32 }',
      /Invalid protocol buffer schema definition/,
    ],
    [
      'an unknown field type',
      SchemaTypes.ProtocolBuffer,
      'syntax = "proto3"; message A { B b = 1; }',
      /no such type|B/,
    ],
    [
      'two top-level messages',
      SchemaTypes.ProtocolBuffer,
      'syntax = "proto3"; message A {} message B {}',
      /more than one top-level message/,
    ],
    [
      'an import',
      SchemaTypes.ProtocolBuffer,
      'syntax = "proto3"; import "a.proto"; message A {}',
      /imports are not supported/,
    ],
    ['more than 300 KB', SchemaTypes.Avro, `"int${' '.repeat(310_000)}"`, /more than 307200 bytes/],
  ] as const) {
    it(`refuse a definition of ${what}`, async () => {
      await assert.rejects(pubsub.validateSchema({ type, definition } as never), refused(3, message));
      await assert.rejects(pubsub.createSchema('bad', type, definition), refused(3, message));
    });
  }

  it('validate messages against a schema that is there, or one that comes along', async () => {
    const schema = await avroSchema();
    await schema.validateMessage(json() as never, Encodings.Json as never);
    const { status } = await rest('POST', 'schemas:validateMessage', {
      name: `projects/${project.projectId}/schemas/orders`,
      message: json({ note: { string: 'x' }, parent: null }).toString('base64'),
      encoding: 'JSON',
    });
    assert.equal(status, 200);
    const wrong = await rest('POST', 'schemas:validateMessage', {
      schema: { type: 'PROTOCOL_BUFFER', definition: PROTO },
      message: Buffer.from('{"id":"x"}').toString('base64'),
      encoding: 'JSON',
    });
    assert.equal(wrong.status, 400);
    assert.match(JSON.stringify(wrong.body), /INVALID_JSON_PROTO_MESSAGE.*the field id of type int64 is string/s);
  });

  it('take Avro messages that fit in both encodings, refuse the others as a whole, and mark those taken', async () => {
    await avroSchema();
    const topic = await topicWith('orders', 'JSON');
    const [subscription] = await topic.createSubscription('sub');
    await assert.rejects(
      topic.publishMessage({ data: Buffer.from('{"id":1}') }),
      refused(3, /Invalid data in message: Message failed schema validation/),
    );
    await topic.publishMessage({ data: json({ id: 7 }), attributes: { mine: 'kept' } });
    const message = await new Promise<{ attributes: Record<string, string>; data: Buffer }>((resolve) =>
      subscription.once('message', (one) => {
        one.ack();
        resolve(one);
      }),
    );
    await subscription.close();
    const { googclient_schemarevisionid: revision, ...attributes } = message.attributes;
    assert.match(revision ?? '', /^[0-9a-f]{8}$/);
    assert.deepEqual(attributes, {
      mine: 'kept',
      googclient_schemaencoding: 'JSON',
      googclient_schemaname: `projects/${project.projectId}/schemas/orders`,
    });
    const type = avro.Type.forSchema(AVRO as never);
    const value = {
      id: 5,
      note: 'x',
      state: 'PAID',
      at: 1,
      price: Buffer.from([1]),
      tags: ['a'],
      sign: null,
      parent: null,
    };
    const binary = await topicWith('orders', 'BINARY');
    const bytes = type.toBuffer(value);
    await binary.publishMessage({ data: bytes });
    for (const wrong of [
      bytes.subarray(1),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.from('{}'),
      Buffer.of(255, 255, 255),
    ])
      await assert.rejects(binary.publishMessage({ data: wrong }), refused(3, /failed schema validation/));
  });

  for (const [what, more] of [
    ['a field that is missing', { state: undefined }],
    ['a field that the record lacks', { other: 1 }],
    ['a fraction for a whole number', { id: 1.5 }],
    ['a number beyond 64 bits', { id: 1e19 }],
    ['a union without its branch', { note: 'x' }],
    ['a branch that the union lacks', { note: { int: 1 } }],
    ['a symbol that the enum lacks', { state: 'GONE' }],
    ['a character that is no byte', { price: '€' }],
    ['bytes of another size', { sign: { 'shop.Sign': 'abc' } }],
    ['text in an array of texts', { tags: 'x' }],
    ['a wrong field deep inside', { parent: { 'shop.Order': JSON.parse(json({ id: null }).toString()) } }],
  ] as const) {
    it(`refuse an Avro message with ${what}`, async () => {
      const { status } = await rest('POST', 'schemas:validateMessage', {
        schema: { type: 'AVRO', definition: JSON.stringify(AVRO) },
        message: json(more).toString('base64'),
        encoding: 'JSON',
      });
      assert.equal(status, 400);
    });
  }

  it('end a hostile Avro message soon: a billion items without bytes, and one inside the other without end', async () => {
    const long = (value: bigint): number[] => {
      const bytes: number[] = [];
      let rest = value * 2n;
      for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
      return [...bytes, Number(rest)];
    };
    for (const [definition, message] of [
      ['{"type":"array","items":"null"}', Buffer.from([...long(1_000_000_000_000n), 0])],
      ['{"type":"record","name":"a","fields":[{"name":"a","type":["null","a"]}]}', Buffer.alloc(1_000_000, 2)],
      ['"bytes"', Buffer.from(long(2n ** 62n))],
    ] as const) {
      const { status } = await rest('POST', 'schemas:validateMessage', {
        schema: { type: 'AVRO', definition },
        message: message.toString('base64'),
        encoding: 'BINARY',
      });
      assert.equal(status, 400);
    }
  });

  it('take protocol buffer messages in both encodings, and refuse what does not fit', async () => {
    await pubsub.createSchema('proto', SchemaTypes.ProtocolBuffer, PROTO);
    const topic = await topicWith('proto', 'JSON');
    for (const fine of [
      {},
      {
        id: '9223372036854775807',
        note: 'x',
        state: 'PAID',
        tags: ['a'],
        items: [{ name: 'n', price: 'NaN' }],
        count: 1,
      },
      { id: 1, state: 1, sign: 'AQI=', stock: { a: 1 }, note: null },
    ])
      await topic.publishMessage({ data: Buffer.from(JSON.stringify(fine)) });
    for (const wrong of [
      { id: 1.5 },
      { other: 1 },
      { state: 'GONE' },
      { tags: 'a' },
      { items: [1] },
      { count: -1 },
      { sign: '%' },
      { stock: [] },
      { note: 1 },
      [],
      1,
    ])
      await assert.rejects(
        topic.publishMessage({ data: Buffer.from(JSON.stringify(wrong)) }),
        refused(3, /failed schema validation/),
        JSON.stringify(wrong),
      );
    const binary = await topicWith('proto', 'BINARY');
    const type = protobuf.parse(PROTO).root.lookupType('shop.Order');
    const bytes = Buffer.from(type.encode(type.fromObject({ id: 1, items: [{ name: 'x' }] })).finish());
    await binary.publishMessage({ data: bytes });
    await assert.rejects(
      binary.publishMessage({ data: bytes.subarray(0, -1) }),
      refused(3, /failed schema validation/),
    );
  });

  it('ask for the required fields of proto2', async () => {
    const definition =
      'syntax = "proto2"; message A { required int32 a = 1; oneof one { string b = 2; string c = 3; } }';
    const validate = (message: object) =>
      rest('POST', 'schemas:validateMessage', {
        schema: { type: 'PROTOCOL_BUFFER', definition },
        message: Buffer.from(JSON.stringify(message)).toString('base64'),
        encoding: 'JSON',
      }).then(({ status }) => status);
    assert.deepEqual(
      await Promise.all([{ a: 1 }, {}, { a: 1, b: 'x', c: 'y' }, { a: 1, c: 'y' }].map(validate)),
      [200, 400, 400, 200],
    );
  });

  it('keep revisions, and a topic’s range of them decides what is taken', async () => {
    await avroSchema('rev', { type: 'record', name: 'a', fields: [{ name: 'x', type: 'int' }] });
    const wider = {
      type: 'record',
      name: 'a',
      fields: [
        { name: 'x', type: 'int' },
        { name: 'y', type: 'int' },
      ],
    };
    const commit = await rest('POST', 'schemas/rev:commit', {
      name: `projects/${project.projectId}/schemas/rev`,
      schema: { name: `projects/${project.projectId}/schemas/rev`, type: 'AVRO', definition: JSON.stringify(wider) },
    });
    assert.equal(commit.status, 200, JSON.stringify(commit.body));
    const { body } = await rest('GET', 'schemas/rev:listRevisions?view=FULL');
    const [second, first] = (body as unknown as { schemas: { revisionId: string; definition: string }[] }).schemas;
    assert.deepEqual(JSON.parse(second?.definition ?? ''), wider);
    assert.equal((await rest('GET', `schemas/rev@${first?.revisionId}`)).body.revisionId, first?.revisionId);
    const both = await topicWith('rev', 'JSON');
    await both.publishMessage({ data: Buffer.from('{"x":1}') });
    await both.publishMessage({ data: Buffer.from('{"x":1,"y":2}') });
    await both.delete();
    const narrow = await topicWith('rev', 'JSON', { firstRevisionId: second?.revisionId });
    await assert.rejects(
      narrow.publishMessage({ data: Buffer.from('{"x":1}') }),
      refused(3, /failed schema validation/),
    );
    await assert.rejects(topicWith('rev', 'BINARY', { firstRevisionId: 'nonsense' }), refused(5, /rev@nonsense/));
    await assert.rejects(
      topicWith('rev', 'BINARY', { firstRevisionId: second?.revisionId, lastRevisionId: first?.revisionId }),
      refused(3, /must not be newer/),
    );
    const rolled = await rest('POST', 'schemas/rev:rollback', { revisionId: first?.revisionId });
    assert.equal(rolled.body.definition, first?.definition as never);
    assert.equal((await rest('DELETE', `schemas/rev@${second?.revisionId}:deleteRevision`)).status, 200);
    const left = (await rest('GET', 'schemas/rev:listRevisions')).body as unknown as {
      schemas: { revisionId: string; definition?: string }[];
    };
    assert.deepEqual(
      left.schemas.map(({ revisionId }) => revisionId),
      [rolled.body.revisionId, first?.revisionId],
    );
    assert.equal(left.schemas[0]?.definition, undefined);
  });

  it('have twenty revisions at most, each of the schema’s own type', async () => {
    await avroSchema('many', 'int');
    const commit = (type: string, definition: string) =>
      rest('POST', 'schemas/many:commit', { schema: { type, definition } });
    assert.equal((await commit('PROTOCOL_BUFFER', PROTO)).status, 400);
    for (let count = 1; count < 20; count += 1) assert.equal((await commit('AVRO', '"int"')).status, 200);
    assert.equal((await commit('AVRO', '"int"')).status, 429);
  });

  it('leave a topic whose schema was deleted without any message that it would take', async () => {
    const schema = await avroSchema();
    const topic = await topicWith('orders', 'JSON');
    await schema.delete();
    const [{ schemaSettings }] = await topic.getMetadata();
    assert.equal(schemaSettings?.schema, '_deleted-schema_');
    await assert.rejects(topic.publishMessage({ data: json() }), refused(3, /failed schema validation/));
    await topic.setMetadata({ schemaSettings: null } as never);
    await topic.publishMessage({ data: Buffer.from('anything') });
  });

  it('write the fields of messages into the columns of a BigQuery subscription', async () => {
    const query = (sql: string) => queryRows({ addresses: cloud.addresses, projectId: project.projectId }, sql);
    await query(
      'CREATE TABLE d.t (id INT64, note STRING, state STRING, `at` TIMESTAMP, price NUMERIC, tags ARRAY<STRING>, sign BYTES, message_id STRING, subscription_name STRING, publish_time TIMESTAMP, attributes JSON)',
    );
    await query('CREATE TABLE d.small (id STRING)');
    await avroSchema('orders', { ...AVRO, fields: AVRO.fields.slice(0, -1) });
    const topic = await topicWith('orders', 'JSON');
    const subscribe = (table: string, more: object = {}) =>
      topic.createSubscription(`to-${table}`, {
        bigqueryConfig: { table: `${project.projectId}.d.${table}`, useTopicSchema: true, ...more },
      });
    await assert.rejects(subscribe('small'), refused(3, /needs a column id of type INTEGER or INT64/));
    await assert.rejects(
      pubsub
        .topic('plain')
        .createSubscription('none', { bigqueryConfig: { table: `${project.projectId}.d.t`, useTopicSchema: true } }),
      refused(3, /needs a topic with a schema/),
    );
    await subscribe('t', { writeMetadata: true });
    await topic.publishMessage({
      data: Buffer.from(
        '{"id":9007199254740993,"note":{"string":"x"},"state":"PAID","at":1767323045000001,"price":"\\u0004\\u00d2","tags":["a","b"],"sign":{"shop.Sign":"\\u0000\\u00ff"}}',
      ),
    });
    await cloud.idle();
    assert.deepEqual(
      await query(
        'SELECT id, note, state, CAST(`at` AS STRING), price, ARRAY_TO_STRING(tags, ","), sign, message_id IS NOT NULL FROM d.t',
      ),
      [['9007199254740993', 'x', 'PAID', '2026-01-02 03:04:05.000001+00', '12.34', 'a,b', 'AP8=', 'true']],
    );
  });

  it('write protocol buffer messages in binary into columns and nested records', async () => {
    const query = (sql: string) => queryRows({ addresses: cloud.addresses, projectId: project.projectId }, sql);
    await query(
      'CREATE TABLE d.p (id INT64, note STRING, state INT64, tags ARRAY<STRING>, items ARRAY<STRUCT<name STRING, price FLOAT64>>, count INT64, sign BYTES, stock ARRAY<STRUCT<key STRING, value INT64>>)',
    );
    await pubsub.createSchema('proto', SchemaTypes.ProtocolBuffer, PROTO);
    const topic = await topicWith('proto', 'BINARY');
    await topic.createSubscription('to-p', {
      bigqueryConfig: { table: `${project.projectId}.d.p`, useTopicSchema: true },
    });
    const type = protobuf.parse(PROTO).root.lookupType('shop.Order');
    const message = {
      id: '9007199254740993',
      state: 1,
      items: [{ name: 'n', price: 0.5 }],
      stock: { a: 3 },
      sign: Buffer.from([1]),
    };
    await topic.publishMessage({ data: Buffer.from(type.encode(type.fromObject(message)).finish()) });
    await cloud.idle();
    assert.deepEqual(await query('SELECT id, note, state, items[0].price, stock[0].value, count, sign FROM d.p'), [
      ['9007199254740993', '', '1', '0.5', '3', null, 'AQ=='],
    ]);
  });
});
