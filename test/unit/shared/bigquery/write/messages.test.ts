import assert from 'node:assert/strict';
import { protos } from '@google-cloud/bigquery-storage';
import { schemaFromStorage } from '@penstock/shared/bigquery/schema/from-storage.ts';
import {
  decodeAppendResponse,
  encodeAppendRequest,
  firstRequestBytes,
  REQUEST_OVERHEAD,
} from '@penstock/shared/bigquery/write/append-message.ts';
import { encodeMissingByColumn, type MissingValues } from '@penstock/shared/bigquery/write/missing-values.ts';
import { decodeTableSchema } from '@penstock/shared/bigquery/write/schema-message.ts';
import {
  decodeBatchCommit,
  decodeCount,
  decodeWriteStream,
  encodeBatchCommit,
  encodeCreate,
  encodeFinalize,
  encodeFlush,
  encodeGet,
} from '@penstock/shared/bigquery/write/unary-messages.ts';
import { batchOf, PLAIN } from '../../../../support/write-core.ts';

/** Google's own generated messages: whatever we write they must read, and the other way round. */
const google = protos.google.cloud.bigquery.storage.v1;
const STREAM = 'projects/p/datasets/d/tables/t/streams/s';

/** A field that no version of the message has: readers must step over it. */
const UNKNOWN = Buffer.from([0xf8, 0x06, 0x01]);

const withUnknown = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, UNKNOWN]);

describe('messages of the Storage Write API', () => {
  it('writes a first append that Google reads', () => {
    const { protoRows } = batchOf([1, 2]);
    const first = {
      writeStream: STREAM,
      descriptorBytes: PLAIN.descriptorBytes,
      traceId: 'penstock:1',
      missingValues: 'DEFAULT_VALUE' as const,
    };
    const request = google.AppendRowsRequest.decode(encodeAppendRequest({ first, offset: 0, protoRows }));
    assert.equal(request.writeStream, STREAM);
    assert.equal(Number(request.offset?.value), 0);
    assert.equal(request.traceId, 'penstock:1');
    assert.equal(request.defaultMissingValueInterpretation, 2);
    assert.equal(request.protoRows?.writerSchema?.protoDescriptor?.field?.length, 2);
    assert.equal(request.protoRows?.rows?.serializedRows?.length, 2);
    assert.equal(request.rows, 'protoRows');
  });

  it('says of single columns what their missing values become', () => {
    const missingByColumn = encodeMissingByColumn({ a: 'DEFAULT_VALUE', 'größe €': 'NULL_VALUE' });
    const bytes = encodeAppendRequest({ missingByColumn, protoRows: batchOf([1]).protoRows });
    const request = google.AppendRowsRequest.decode(bytes);
    assert.deepEqual(request.missingValueInterpretations, { a: 2, 'größe €': 1 });
    assert.equal(request.protoRows?.rows?.serializedRows?.length, 1);
  });

  for (const value of ['default', 'MISSING_VALUE_INTERPRETATION_UNSPECIFIED', '']) {
    it(`refuses "${value}" for a missing value, by the column's name`, () => {
      const cast = value as MissingValues;
      assert.throws(() => encodeMissingByColumn({ price: cast }), { code: 'CONFIG_INVALID', message: /column price/ });
      const first = { writeStream: STREAM, descriptorBytes: PLAIN.descriptorBytes, missingValues: cast };
      const protoRows = new Uint8Array();
      assert.throws(() => encodeAppendRequest({ first, protoRows }), { code: 'CONFIG_INVALID' });
    });
  }

  it('leaves stream, schema and offset out where they are not given', () => {
    const request = google.AppendRowsRequest.decode(encodeAppendRequest({ protoRows: batchOf([1]).protoRows }));
    assert.equal(request.writeStream, '');
    assert.equal(request.offset, null);
    assert.equal(request.protoRows?.writerSchema, null);
    assert.equal(request.protoRows?.rows?.serializedRows?.length, 1);
  });

  it('carries an offset beyond 32 bits', () => {
    const request = google.AppendRowsRequest.decode(
      encodeAppendRequest({ offset: 2 ** 52 + 1, protoRows: new Uint8Array() }),
    );
    assert.equal(String(request.offset?.value), String(2 ** 52 + 1));
  });

  it('knows how much a first request adds to its rows', () => {
    const first = { writeStream: STREAM, descriptorBytes: PLAIN.descriptorBytes };
    const { protoRows } = batchOf([1, 2, 3]);
    const bytes = encodeAppendRequest({ first, offset: Number.MAX_SAFE_INTEGER, protoRows }).length;
    const most = firstRequestBytes(first) + protoRows.length;
    assert.ok(bytes <= most && bytes > most - REQUEST_OVERHEAD);
  });

  it('reads a success with its offset, also when that is 0 and left out', () => {
    const encode = (offset: number | undefined): Buffer =>
      withUnknown(
        google.AppendRowsResponse.encode({
          appendResult: offset === undefined ? {} : { offset: { value: offset } },
          writeStream: STREAM,
        }).finish(),
      );
    assert.equal(decodeAppendResponse(encode(77)).offset, 77);
    assert.equal(decodeAppendResponse(encode(0)).offset, 0);
    assert.equal(decodeAppendResponse(encode(undefined)).offset, undefined);
    assert.equal(decodeAppendResponse(Buffer.from([0x0a, 0x03, ...UNKNOWN])).offset, undefined);
    assert.equal(decodeAppendResponse(Buffer.from([0x0a, 0x05, 0x0a, 0x03, ...UNKNOWN])).offset, 0);
  });

  it('reads an error with its details and row errors', () => {
    const answer = decodeAppendResponse(
      google.AppendRowsResponse.encode({
        error: { code: 3, message: 'bad rows', details: [{ type_url: 'x/y', value: Buffer.from([1]) }] },
        rowErrors: [{ index: 4, code: 1, message: 'too long' }],
      }).finish(),
    );
    assert.equal(answer.error?.code, 3);
    assert.equal(answer.error?.message, 'bad rows');
    assert.deepEqual(
      answer.error?.details.map(({ typeUrl, value }) => [typeUrl, [...value]]),
      [['x/y', [1]]],
    );
    assert.deepEqual(answer.rowErrors, [{ index: 4, code: 1, message: 'too long' }]);
  });

  it('steps over what it does not know at every level', () => {
    const nested = (tag: number, inner: Uint8Array): Buffer => Buffer.from([tag, inner.length, ...inner]);
    const any = nested(0x1a, UNKNOWN);
    const answer = decodeAppendResponse(Buffer.concat([nested(0x12, withUnknown(any)), nested(0x22, UNKNOWN)]));
    assert.deepEqual(answer.rowErrors, [{ index: 0, code: 0, message: '' }]);
    assert.equal(answer.error?.details[0]?.typeUrl, '');
    assert.throws(() => decodeAppendResponse(Buffer.from([0x0a, 0x7f])), RangeError);
  });

  it('reads an updated schema with every kind of column', () => {
    const { Type, Mode } = google.TableFieldSchema;
    const schema = {
      fields: [
        { name: 's', type: Type.STRING, mode: Mode.REQUIRED, maxLength: 10, description: 'text' },
        { name: 'n', type: Type.NUMERIC, mode: Mode.NULLABLE, precision: 20, scale: 3, defaultValueExpression: '1' },
        { name: 'p', type: Type.TIMESTAMP, mode: Mode.NULLABLE, timestampPrecision: { value: 12 } },
        { name: 'r', type: Type.RANGE, mode: Mode.NULLABLE, rangeElementType: { type: Type.DATE } },
        {
          name: 'st',
          type: Type.STRUCT,
          mode: Mode.REPEATED,
          fields: [{ name: 'x', type: Type.INT64, mode: Mode.NULLABLE }],
        },
      ],
    };
    const bytes = google.AppendRowsResponse.encode({ updatedSchema: schema }).finish();
    const { updatedSchema } = decodeAppendResponse(bytes);
    assert.ok(updatedSchema);
    assert.deepEqual(schemaFromStorage(updatedSchema), schemaFromStorage(schema));
    const odd = Buffer.from([0x0a, 0x0d, 0x0a, 1, 0x61, 0x10, 1, 0x5a, 3, ...UNKNOWN, ...UNKNOWN, ...UNKNOWN]);
    assert.deepEqual(decodeTableSchema(odd), { fields: [{ name: 'a', type: 1, rangeElementType: { type: 0 } }] });
  });

  it('writes unary requests that Google reads', () => {
    const create = google.CreateWriteStreamRequest.decode(encodeCreate('projects/p/datasets/d/tables/t', 'PENDING'));
    assert.deepEqual([create.parent, create.writeStream?.type], ['projects/p/datasets/d/tables/t', 2]);
    const get = google.GetWriteStreamRequest.decode(encodeGet(STREAM));
    assert.deepEqual([get.name, get.view], [STREAM, 2]);
    assert.equal(google.FinalizeWriteStreamRequest.decode(encodeFinalize(STREAM)).name, STREAM);
    const commit = google.BatchCommitWriteStreamsRequest.decode(encodeBatchCommit({ table: 'x', streams: ['a', 'b'] }));
    assert.deepEqual([commit.parent, commit.writeStreams], ['x', ['a', 'b']]);
    const flush = google.FlushRowsRequest.decode(encodeFlush({ stream: STREAM, offset: 0 }));
    assert.deepEqual([flush.writeStream, Number(flush.offset?.value)], [STREAM, 0]);
  });

  it('reads unary answers that Google writes', () => {
    const time = { seconds: 1_700_000_000, nanos: 5_999_999 };
    const stream = decodeWriteStream(
      withUnknown(
        google.WriteStream.encode({
          name: STREAM,
          type: 1,
          createTime: time,
          commitTime: time,
          tableSchema: { fields: [{ name: 'id', type: 2, mode: 1 }] },
          location: 'EU',
        }).finish(),
      ),
    );
    const ms = 1_700_000_000_005;
    const tableSchema = { fields: [{ name: 'id', type: 2, mode: 1 }] };
    assert.deepEqual(stream, {
      name: STREAM,
      type: 'COMMITTED',
      createdMs: ms,
      committedMs: ms,
      tableSchema,
      location: 'EU',
    });
    assert.equal(decodeWriteStream(Buffer.from([0x10, 9])).type, 'TYPE_UNSPECIFIED');
    assert.equal(decodeCount(withUnknown(google.FinalizeWriteStreamResponse.encode({ rowCount: 12 }).finish())), 12);
    const commit = decodeBatchCommit(
      withUnknown(
        google.BatchCommitWriteStreamsResponse.encode({
          commitTime: time,
          streamErrors: [{ code: 5, entity: 'e', errorMessage: 'm' }],
        }).finish(),
      ),
    );
    assert.deepEqual(commit, {
      committedMs: ms,
      streamErrors: [{ code: 'INVALID_STREAM_STATE', entity: 'e', message: 'm' }],
    });
    assert.equal(decodeBatchCommit(Buffer.from([0x0a, 3, ...UNKNOWN])).committedMs, 0);
  });
});
