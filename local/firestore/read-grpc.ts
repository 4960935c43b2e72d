/** Reads that come over gRPC, with the faults that are scripted for reads; its library is loaded for the first of them. */

import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceOptions } from '../core/service.ts';
import type { Documents } from './documents.ts';
import { FirestoreError, scripted } from './errors.ts';
import type { GrpcSide, Read, ReadMethod } from './grpc.ts';
import { batchGet, getDocument, listCollectionIds, listDocuments, query } from './reads.ts';

export function lazyGrpc(read: Read): { readonly accept: (connection: Duplex) => void; close(): Promise<void> } {
  let side: Promise<GrpcSide> | undefined;
  return {
    accept: (connection) => {
      side ??= import('./grpc.ts').then(({ startGrpc }) => startGrpc(read));
      side.then(
        ({ accept }) => accept(connection),
        () => connection.destroy(),
      );
    },
    close: async () => (await side)?.close(),
  };
}

type Request = Readonly<Record<string, unknown>>;

export async function readOverGrpc(
  options: Pick<ServiceOptions, 'faults'>,
  documents: Documents,
  method: ReadMethod,
  request: object,
): Promise<object | readonly object[]> {
  const { parent = '', collectionId = '', name = parent, database = '' } = request as Request;
  await playFault(options, String(name));
  await documents.durable();
  const time = documents.readTime();
  switch (method) {
    case 'GetDocument':
      return getDocument(documents, request);
    case 'ListDocuments':
      return listDocuments(documents, `${parent}/${collectionId}`, request);
    case 'ListCollectionIds':
      return listCollectionIds(documents, String(parent), request);
    case 'BatchGetDocuments':
      return batchGet(documents, `${database}/documents`, request, time);
    case 'RunQuery':
      return query(documents, String(parent), request, time);
  }
}

/** A read over gRPC is a GET to a script, as it is over REST. */
async function playFault({ faults }: Pick<ServiceOptions, 'faults'>, name: string): Promise<void> {
  const fault = faults.next('firestore', 'GET', name);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'throttle')
    throw new FirestoreError(429, 'RESOURCE_EXHAUSTED', fault.message ?? 'Quota exceeded.');
  if (fault?.kind === 'error') throw scripted(fault);
  if (fault?.kind === 'reset' || fault?.kind === 'ack-lost')
    throw new FirestoreError(503, 'UNAVAILABLE', 'the connection was reset (scripted fault)');
}
