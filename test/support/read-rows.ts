/** Reads a table through the Storage Read API with Google's client, and shows its values as REST cells. */

import { v1 } from '@google-cloud/bigquery-storage';
import * as grpc from '@grpc/grpc-js';
import { type DataType, RecordBatchReader, Type, type Vector } from 'apache-arrow';
import avro from 'avsc';
import { bare } from '../../local/bigquery/files/avro-schema.ts';
import { loadProtos } from '../../local/bigquery/write/protos.ts';
import { formatDecimal } from '../../local/googlesql/values/decimal.ts';
import { formatFloat } from '../../local/googlesql/values/float.ts';
import { formatInterval } from '../../local/googlesql/values/interval.ts';
import { formatDate, formatDatetime, formatTime } from '../../local/googlesql/values/time.ts';

export type Cell = string | null | { f: { v: Cell }[] } | { v: Cell }[];

export function readClient(address: string): v1.BigQueryReadClient {
  const [apiEndpoint, port] = address.split(':') as [string, string];
  return new v1.BigQueryReadClient({
    apiEndpoint,
    port: Number(port),
    sslCreds: grpc.credentials.createInsecure(),
    projectId: 'demo-penstock',
    fallback: false,
  });
}

export interface Session {
  readonly arrowSchema?: { readonly serializedSchema?: Uint8Array | string | null } | null;
  readonly avroSchema?: { readonly schema?: string | null } | null;
  readonly streams?: { readonly name?: string | null }[] | null;
}

export interface ReadRowsResponse {
  readonly arrowRecordBatch?: { readonly serializedRecordBatch: Uint8Array } | null;
  readonly avroRows?: { readonly serializedBinaryRows: Uint8Array } | null;
  readonly rowCount: unknown;
}

export async function responsesOf(
  client: v1.BigQueryReadClient,
  readStream: string,
  offset = 0,
): Promise<readonly ReadRowsResponse[]> {
  const responses: ReadRowsResponse[] = [];
  for await (const response of client.readRows({ readStream, offset })) responses.push(response as ReadRowsResponse);
  return responses;
}

/** The rows of these responses as REST shows them, timestamps as microseconds. */
export function cellsOf(session: Session, responses: readonly ReadRowsResponse[]): Cell[][] {
  const { arrowSchema, avroSchema } = session;
  if (arrowSchema) {
    const batches = responses.map(({ arrowRecordBatch }) => arrowRecordBatch?.serializedRecordBatch as Uint8Array);
    return arrowCells(Buffer.concat([arrowSchema.serializedSchema as Uint8Array, ...batches]));
  }
  const schema = JSON.parse(avroSchema?.schema as string) as AvroRecord;
  return responses.flatMap(({ avroRows, rowCount }) =>
    avroCells(schema, avroRows?.serializedBinaryRows as Uint8Array, Number(rowCount)),
  );
}

function arrowCells(bytes: Uint8Array): Cell[][] {
  const rows: Cell[][] = [];
  for (const batch of RecordBatchReader.from(bytes)) {
    const columns = batch.schema.fields.map((field, index) => ({ field, vector: batch.getChildAt(index) as Vector }));
    for (let row = 0; row < batch.numRows; row += 1) {
      rows.push(columns.map(({ field, vector }) => arrowCell(field.type, vector, row, field.metadata)));
    }
  }
  return rows;
}

function arrowCell(type: DataType, vector: Vector, at: number, metadata: Map<string, string>): Cell {
  if (!vector.isValid(at)) return null;
  const data = vector.data[0] as unknown as { values: unknown };
  switch (type.typeId) {
    case Type.List: {
      const items = vector.get(at) as Vector;
      return Array.from({ length: items.length }, (_, index) => ({
        v: arrowCell(type.children[0]?.type as DataType, items, index, metadata),
      }));
    }
    case Type.Struct: {
      const fields = type.children;
      const cells = fields.map((field, index) =>
        arrowCell(field.type, vector.getChildAt(index) as Vector, at, field.metadata),
      );
      if (fields.length === 2 && fields[0]?.name === 'start' && fields[1]?.name === 'end') {
        return `[${cells.map((cell) => cell ?? 'UNBOUNDED').join(', ')})`;
      }
      return { f: cells.map((v) => ({ v })) };
    }
    case Type.Decimal: {
      const { scale, bitWidth } = type as DataType & { scale: number; bitWidth: number };
      const words = Array.from(vector.get(at) as Uint32Array);
      const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
      return formatDecimal(BigInt.asIntN(bitWidth, unsigned), scale);
    }
    case Type.Interval: {
      const [months = 0, days = 0, low = 0, high = 0] = vector.get(at) as Int32Array;
      return formatInterval({ months, days, micros: ((BigInt(high) << 32n) | BigInt(low >>> 0)) / 1_000n });
    }
    case Type.Timestamp: {
      const micros = (data.values as BigInt64Array)[at] as bigint;
      return (type as DataType & { timezone: string | null }).timezone === null
        ? formatDatetime(micros)
        : String(micros);
    }
    case Type.Time:
      return formatTime((data.values as BigInt64Array)[at] as bigint);
    case Type.Date:
      return formatDate((data.values as Int32Array)[at] as number);
    case Type.Binary:
      return Buffer.from(vector.get(at) as Uint8Array).toString('base64');
    case Type.Float:
      return formatFloat(vector.get(at) as number);
    default:
      return String(vector.get(at));
  }
}

type AvroRecord = { readonly fields: readonly { readonly name: string; readonly type: AvroType }[] };
type AvroType = string | readonly AvroType[] | (Readonly<Record<string, unknown>> & { readonly type: string });

/** 64-bit integers as BigInt: avsc's own would be doubles. */
const LONG = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

function avroCells(schema: AvroRecord, bytes: Uint8Array, count: number): Cell[][] {
  const type = avro.Type.forSchema(bare(schema as never) as never, { registry: { long: LONG }, wrapUnions: false });
  const buffer = Buffer.from(bytes);
  const rows: Cell[][] = [];
  let at = 0;
  for (let row = 0; row < count; row += 1) {
    const { value, offset } = type.decode(buffer, at) as { value: Record<string, unknown>; offset: number };
    rows.push(schema.fields.map((field) => avroCell(field.type, value[field.name])));
    at = offset;
  }
  if (at !== buffer.length) throw new Error(`${buffer.length - at} bytes are left behind the last row`);
  return rows;
}

function avroCell(type: AvroType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (Array.isArray(type)) return avroCell((type as AvroType[])[1] as AvroType, value);
  const named = type as Record<string, unknown>;
  const kind = typeof type === 'string' ? type : String(named.type);
  if (kind === 'array') return (value as unknown[]).map((item) => ({ v: avroCell(named.items as AvroType, item) }));
  if (kind === 'record') {
    const fields = named.fields as AvroRecord['fields'];
    const cells = fields.map((field) => avroCell(field.type, (value as Record<string, unknown>)[field.name]));
    return named.sqlType === 'RANGE'
      ? `[${cells.map((cell) => cell ?? 'UNBOUNDED').join(', ')})`
      : { f: cells.map((v) => ({ v })) };
  }
  switch (named.logicalType) {
    case 'decimal': {
      const bytes = value as Buffer;
      const unsigned = BigInt(`0x${bytes.toString('hex')}`);
      return formatDecimal(BigInt.asIntN(bytes.length * 8, unsigned), Number(named.scale));
    }
    case 'date':
      return formatDate(value as number);
    case 'time-micros':
      return formatTime(value as bigint);
  }
  if (kind === 'bytes') return (value as Buffer).toString('base64');
  return typeof value === 'number' ? formatFloat(value) : String(value);
}

/** One ReadRows call without a client that tries again: what came, and how it ended. */
export async function readOnce(
  address: string,
  readStream: string,
): Promise<{ readonly responses: readonly ReadRowsResponse[]; readonly code: grpc.status }> {
  const protos = loadProtos();
  const channel = new grpc.Client(address, grpc.credentials.createInsecure());
  const call = channel.makeServerStreamRequest(
    '/google.cloud.bigquery.storage.v1.BigQueryRead/ReadRows',
    (request: object) => protos.encode('ReadRowsRequest', request),
    (bytes) => protos.type('ReadRowsResponse').decode(bytes) as unknown as ReadRowsResponse,
    { readStream },
  );
  const responses: ReadRowsResponse[] = [];
  const code = await new Promise<grpc.status>((resolve) => {
    call.on('data', (response: ReadRowsResponse) => responses.push(response));
    call.on('error', () => undefined);
    call.on('status', (status) => resolve(status.code));
  });
  channel.close();
  return { responses, code };
}
