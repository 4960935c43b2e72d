/**
 * Secret Manager, gRPC and REST on one port, read from one JSON file: `{"name": "value"}`, or a list for several versions,
 * oldest first (`null` is a destroyed one), or an object that says more. The file is read on each call, so that a rotated
 * secret is there at once, and written as a whole by the methods that change something.
 */

import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, StatusError } from '../core/codes.ts';
import { readIfThere, replaceFile } from '../core/json-file.ts';
import { oneByOne } from '../core/one-by-one.ts';
import type { Service, ServiceOptions } from '../core/service.ts';
import { openPort } from '../pubsub/api/port.ts';
import { CHANGES } from './changes.ts';
import { parseSecrets, type Secrets, writeSecrets } from './file.ts';
import type { Invoke, Side } from './grpc.ts';
import { METHODS } from './methods.ts';

export interface SecretsOptions extends ServiceOptions {
  /** The JSON file. A missing file is an empty one. */
  readonly file: string;
  /** Keeps changes in memory and leaves the file as it is; default writes the file. */
  readonly inMemory?: boolean;
}

export async function startSecrets(options: SecretsOptions): Promise<Service> {
  // Each change sees the file that the one before it left.
  const inTurn = oneByOne();
  let held: Secrets | undefined;
  const read = async (): Promise<Secrets> => {
    const now = options.now();
    const secrets = held ?? (await readSecrets(options.file));
    // Secret.expire_time: from then on the secret is not there.
    return new Map(
      [...secrets].filter(([, { expireTime }]) => expireTime === undefined || Date.parse(expireTime) > now),
    );
  };
  const write = async (secrets: Secrets): Promise<void> => {
    if (options.inMemory === true) held = secrets;
    else await replaceFile(options.file, writeSecrets(secrets));
  };
  const invoke: Invoke = async (method, request) => {
    const resource = request.name ?? request.parent ?? request.resource ?? '';
    await playFault(options, method, resource);
    const change = Object.hasOwn(CHANGES, method) ? CHANGES[method] : undefined;
    const look = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
    if (change === undefined && look === undefined) {
      const instead = `The local Secret Manager does not do ${method}: edit ${options.file} instead.`;
      throw new StatusError('UNIMPLEMENTED', instead);
    }
    const answered = change === undefined ? look?.(request, await read()) : await inTurn(() => apply(change));
    options.report({ service: 'secrets', what: method, resource });
    return answered as object;

    async function apply(make: (typeof CHANGES)[string]): Promise<object> {
      const { secrets, answer } = make(request, await read(), options.now());
      await write(secrets);
      return answer;
    }
  };
  const http1 = lazily(async () => (await import('./rest.ts')).startRest(toJson(invoke), options.host));
  const http2 = lazily(async () => (await import('./grpc.ts')).startGrpc(invoke));
  const port = await openPort(options, { http1: http1.accept, http2: http2.accept });
  return {
    name: 'secrets',
    address: port.address,
    close: async () => {
      await port.close();
      await Promise.all([http1.close(), http2.close()]);
    },
  };
}

async function playFault({ faults }: SecretsOptions, method: string, resource: string): Promise<void> {
  const fault = faults.next('secrets', method, resource);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'throttle') throw new StatusError('RESOURCE_EXHAUSTED', fault.message ?? 'Quota exceeded.');
  if (fault?.kind !== 'error') return;
  throw new StatusError(codeOf(fault.code, 'UNAVAILABLE'), fault.message ?? 'scripted fault');
}

/** A side is loaded when the first connection of its kind arrives: a cloud without requests for secrets stays small. */
function lazily(start: () => Promise<Side>) {
  let side: Promise<Side> | undefined;
  return {
    accept: async (): Promise<(socket: Socket) => void> => {
      side ??= start();
      return (await side).accept;
    },
    close: async (): Promise<void> => (await side)?.close(),
  };
}

/** JSON has no bytes: base64, as the mapping of proto3 says. */
function toJson(invoke: Invoke): Invoke {
  return async (method, request) => {
    const answer = (await invoke(method, request)) as {
      readonly payload?: { readonly data: Buffer };
      readonly etag?: Buffer;
    };
    const { payload, etag } = answer;
    return {
      ...answer,
      ...(payload === undefined ? {} : { payload: { ...payload, data: payload.data.toString('base64') } }),
      ...(etag === undefined ? {} : { etag: etag.toString('base64') }),
    };
  };
}

async function readSecrets(file: string): Promise<Secrets> {
  const text = await readIfThere(file);
  return text === undefined ? new Map() : parseSecrets(file, text);
}
