/** Appends by Google's generated client: descriptors in short form, rows encoded by protobufjs, answers in order. */

import assert from 'node:assert/strict';
import { protos as clientProtos, type protos, type v1 } from '@google-cloud/bigquery-storage';
import type { ServiceError } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor/index.js';

/** The decoded message also says which of the oneof it holds. */
export type AppendRowsResponse = protos.google.cloud.bigquery.storage.v1.IAppendRowsResponse & {
  readonly response?: 'appendResult' | 'error';
};
export type DescriptorProto = protos.google.protobuf.IDescriptorProto;

/** A message in protobuf's own language: `optional int64 id = 1; …` inside of `message Row { }`. */
export interface RowType {
  readonly descriptor: DescriptorProto;
  readonly encode: (row: object) => Uint8Array;
  /** Integers as text, enums by name, bytes as base64, absent fields absent. */
  readonly decode: (bytes: Uint8Array) => Record<string, unknown>;
}

interface WithDescriptor {
  toDescriptor(syntax: string): protobuf.Message;
}

export function rowType(fields: string): RowType {
  const root = protobuf.parse(`syntax = "proto2"; message Row { ${fields} }`, { keepCase: true }).root;
  root.resolveAll();
  const type = root.lookupType('Row');
  const descriptor = (type as unknown as WithDescriptor).toDescriptor('proto2');
  return {
    descriptor: JSON.parse(JSON.stringify(descriptor.$type.toObject(descriptor, { bytes: String }))) as DescriptorProto,
    encode: (row) => type.encode(type.fromObject(row)).finish(),
    decode: (bytes) => type.toObject(type.decode(bytes), { longs: String, enums: String, bytes: String }),
  };
}

export interface Append {
  readonly stream?: string;
  readonly type?: RowType;
  readonly rows?: readonly (object | Uint8Array)[];
  readonly offset?: number | bigint;
  /** Further fields of the request; enums may be given by name. */
  readonly extra?: object;
}

/** One AppendRows RPC. Answers come in order; `next` rejects with the RPC's error, or `closed` where it ended with OK. */
export class AppendCall {
  readonly #call: ReturnType<v1.BigQueryWriteClient['appendRows']>;
  readonly #answers: AppendRowsResponse[] = [];
  readonly #waiting: { resolve: (answer: AppendRowsResponse) => void; reject: (error: Error) => void }[] = [];
  #ended: Error | undefined;
  #type: RowType | undefined;

  constructor(client: v1.BigQueryWriteClient, headers: Record<string, string> = {}) {
    this.#call = client.appendRows({ otherArgs: { headers } });
    this.#call.on('data', (answer: AppendRowsResponse) => {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#answers.push(answer);
      else waiting.resolve(answer);
    });
    this.#call.on('error', (error: Error) => this.#end(error));
    this.#call.on('end', () => this.#end(new Error('closed')));
  }

  /** Sends, with the writer schema where `type` is given; rows are encoded by the type given last. */
  send({ stream, type, rows, offset, extra }: Append): void {
    this.#type = type ?? this.#type;
    const encode = (row: object | Uint8Array): Uint8Array =>
      row instanceof Uint8Array ? row : (this.#type?.encode(row) ?? new Uint8Array());
    this.#call.write({
      ...(stream === undefined ? {} : { writeStream: stream }),
      ...(offset === undefined ? {} : { offset: { value: offset.toString() } }),
      ...(rows === undefined && type === undefined
        ? {}
        : {
            protoRows: {
              ...(type === undefined ? {} : { writerSchema: { protoDescriptor: type.descriptor } }),
              ...(rows === undefined ? {} : { rows: { serializedRows: rows.map(encode) } }),
            },
          }),
      ...extra,
    });
  }

  next(): Promise<AppendRowsResponse> {
    const answer = this.#answers.shift();
    if (answer !== undefined) return Promise.resolve(answer);
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  append(append: Append): Promise<AppendRowsResponse> {
    this.send(append);
    return this.next();
  }

  /** The error that ends the RPC, which must come next. */
  async failure(): Promise<ServiceError> {
    const outcome = await this.next().then(
      (answer) => `answered ${JSON.stringify(answer)}`,
      (error: ServiceError) => error,
    );
    if (typeof outcome === 'string') throw new Error(`expected the RPC to fail, it ${outcome}`);
    return outcome;
  }

  /** Half-closes and waits for the end. */
  async close(): Promise<void> {
    this.#call.end();
    if (this.#ended !== undefined) return;
    await this.next().catch(() => undefined);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

const STORAGE_ERROR_TRAILER = 'google.cloud.bigquery.storage.v1.storageerror-bin';

/** The StorageError of an answer (in the status' details) or of an RPC's end (in the trailer). */
export function storageErrorOf(from: AppendRowsResponse | ServiceError): { code: string; entity: string } | undefined {
  const bytes = 'metadata' in from ? trailerOf(from) : (from as AppendRowsResponse).error?.details?.[0]?.value;
  if (bytes === undefined || bytes === null || typeof bytes === 'string') return undefined;
  const error = clientProtos.google.cloud.bigquery.storage.v1.StorageError.decode(bytes);
  return {
    code: String(clientProtos.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode[Number(error.code)]),
    entity: error.entity,
  };
}

/** It travels twice, for clients that read the one trailer or the other. Both must say the same. */
function trailerOf({ metadata }: ServiceError): Uint8Array | undefined {
  const [bytes] = metadata.get(STORAGE_ERROR_TRAILER);
  const [status] = metadata.get('grpc-status-details-bin');
  const { details } = clientProtos.google.rpc.Status.decode(Buffer.from(status ?? ''));
  assert.deepEqual(Buffer.from(details[0]?.value ?? []), Buffer.from(bytes ?? ''));
  return bytes === undefined ? undefined : Buffer.from(bytes);
}
