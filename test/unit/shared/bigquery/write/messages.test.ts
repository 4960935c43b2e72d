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
import { readStatus } from '@penstock/shared/bigquery/write/storage-errors.ts';
import {
  decodeBatchCommit,
  decodeFinalize,
  decodeFlush,
  decodeWriteStream,
  encodeBatchCommit,
  encodeCreate,
  encodeFinalize,
  encodeFlush,
  encodeGet,
} from '@penstock/shared/bigquery/write/unary-messages.ts';
import { decodeTableSchema } from '@penstock/shared/bigquery/write/wire.generated.ts';
import { batchOf, PLAIN } from '../../../../support/write-core.ts';

/** Google's own generated messages: whatever we write they must read, and the other way round. */
const google = protos.google.cloud.bigquery.storage.v1;
const STREAM = 'projects/p/datasets/d/tables/t/streams/s';

/**
 * Fields that no version of the message has: readers must step over them. The content of the second looks like a field
 * that each message has, so that a reader that steps too short takes it for one.
 */
const UNKNOWN = Buffer.from([0xf8, 0x06, 0x01, 0xfa, 0x06, 0x02, 0x08, 0x63]);

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
    assert.equal(decodeAppendResponse(Buffer.from([0x0a, UNKNOWN.length, ...UNKNOWN])).offset, undefined);
    assert.equal(
      decodeAppendResponse(Buffer.from([0x0a, UNKNOWN.length + 2, 0x0a, UNKNOWN.length, ...UNKNOWN])).offset,
      0,
    );
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
      answer.error?.details?.map(({ typeUrl, value = [] }) => [typeUrl, [...value]]),
      [['x/y', [1]]],
    );
    assert.deepEqual(answer.rowErrors, [{ index: 4, code: 1, message: 'too long' }]);
  });

  it('steps over what it does not know at every level', () => {
    const nested = (tag: number, inner: Uint8Array): Buffer => Buffer.from([tag, inner.length, ...inner]);
    const any = nested(0x1a, UNKNOWN);
    const answer = decodeAppendResponse(Buffer.concat([nested(0x12, withUnknown(any)), nested(0x22, UNKNOWN)]));
    assert.deepEqual(answer.rowErrors, [{ index: 0, code: 0, message: '' }]);
    assert.equal(answer.error?.details?.[0]?.typeUrl, undefined);
    assert.equal(answer.error?.code, undefined);
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
    const inner = [0x0a, 1, 0x61, 0x10, 1, 0x5a, UNKNOWN.length, ...UNKNOWN, ...UNKNOWN];
    const odd = decodeTableSchema(Buffer.from([0x0a, inner.length, ...inner, ...UNKNOWN]));
    assert.deepEqual(
      [odd.fields?.[0]?.name, odd.fields?.[0]?.type, odd.fields?.[0]?.rangeElementType],
      ['a', 1, { type: undefined }],
    );
  });

  it('reads details of an error that are empty or of an unknown type', () => {
    const empty = [
      {},
      { typeUrl: 'x/google.cloud.bigquery.storage.v1.StorageError' },
      { typeUrl: 'x/google.rpc.RetryInfo' },
    ];
    const error = readStatus({ code: 14, details: empty });
    assert.deepEqual(error.storage, { code: 'STORAGE_ERROR_CODE_UNSPECIFIED', entity: '', message: '' });
    assert.deepEqual([error.retryAfterMs, error.message], [0, '']);
    assert.equal(readStatus({}).grpcCode, 2);
    // RetryInfo { retry_delay { } }
    const delayed = readStatus({
      code: 14,
      details: [{ typeUrl: 'x/google.rpc.RetryInfo', value: Buffer.from([0x0a, 0]) }],
    });
    assert.equal(delayed.retryAfterMs, 0);
  });

  it('writes unary requests byte for byte as Google does', () => {
    const parent = 'projects/p/datasets/d/tables/t';
    const pairs: readonly (readonly [ours: Uint8Array, googles: Uint8Array])[] = [
      [
        encodeCreate(parent, 'PENDING'),
        google.CreateWriteStreamRequest.encode({ parent, writeStream: { type: 2 } }).finish(),
      ],
      [encodeGet(STREAM), google.GetWriteStreamRequest.encode({ name: STREAM, view: 2 }).finish()],
      [encodeFinalize(STREAM), google.FinalizeWriteStreamRequest.encode({ name: STREAM }).finish()],
      [
        encodeBatchCommit({ table: parent, streams: ['a', 'b'] }),
        google.BatchCommitWriteStreamsRequest.encode({ parent, writeStreams: ['a', 'b'] }).finish(),
      ],
      [
        encodeFlush({ stream: STREAM, offset: 0 }),
        google.FlushRowsRequest.encode({ writeStream: STREAM, offset: { value: 0 } }).finish(),
      ],
    ];
    for (const [ours, googles] of pairs) assert.deepEqual([...ours], [...googles]);
  });

  it('writes appends byte for byte as Google does, but for the order of their fields', () => {
    const { protoRows } = batchOf([1, 2]);
    const rows = google.ProtoRows.decode(protoRows);
    const later = google.AppendRowsRequest.encode({ offset: { value: 7 }, protoRows: { rows } }).finish();
    assert.deepEqual([...encodeAppendRequest({ offset: 7, protoRows })], [...later]);
    const first = {
      writeStream: STREAM,
      descriptorBytes: PLAIN.descriptorBytes,
      traceId: 't',
      missingValues: 'NULL_VALUE' as const,
    };
    const ours = encodeAppendRequest({
      first,
      offset: 0,
      missingByColumn: encodeMissingByColumn({ a: 'DEFAULT_VALUE' }),
      protoRows,
    });
    const again = google.AppendRowsRequest.encode(google.AppendRowsRequest.decode(ours)).finish();
    assert.deepEqual([...ours].sort(), [...again].sort());
    assert.equal(ours.length, again.length);
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
    const { tableSchema, ...rest } = stream;
    assert.deepEqual(schemaFromStorage(tableSchema ?? {}).fields, [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }]);
    assert.deepEqual(rest, {
      name: STREAM,
      type: 'COMMITTED',
      createdMs: ms,
      committedMs: ms,
      location: 'EU',
    });
    assert.equal(decodeWriteStream(Buffer.from([0x10, 9])).type, 'TYPE_UNSPECIFIED');
    assert.equal(decodeFinalize(withUnknown(google.FinalizeWriteStreamResponse.encode({ rowCount: 12 }).finish())), 12);
    assert.equal(decodeFlush(withUnknown(google.FlushRowsResponse.encode({ offset: 9 }).finish())), 9);
    assert.deepEqual([decodeFinalize(UNKNOWN.subarray(0, 3)), decodeFlush(UNKNOWN.subarray(0, 3))], [0, 0]);
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
    assert.equal(decodeBatchCommit(Buffer.from([0x0a, 3, ...UNKNOWN.subarray(0, 3)])).committedMs, 0);
    assert.deepEqual(decodeWriteStream(new Uint8Array()).tableSchema, undefined);
  });
});
