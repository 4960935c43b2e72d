/** One request and its answer, within bounds of time and bytes. Redirects are answers like any other: nothing is followed here. */

import { lookup as lookUp } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { fromNodeError, messageOf } from '@penstock/shared/runtime/errors.ts';
import { hearSocket } from '@penstock/shared/runtime/heard-socket.ts';
import { Agent as HttpAgent, request as httpRequest } from '@penstock/shared/runtime/node-http.ts';
import { SourceError } from '../../source.ts';
import type { AddressCheck } from './addresses.ts';

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface Incoming {
  readonly status: number;
  /** Names in lower case; those that came more than once joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly wire: Buffer;
}

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly wireBytes: number;
}

export interface Exchange {
  send(outgoing: Outgoing, limits: ExchangeLimits, signal: AbortSignal): Promise<Incoming>;
  close(): void;
}

export interface ExchangeOptions {
  readonly address: AddressCheck;
  /** Resolves a name. Default: the system's resolver. */
  readonly lookup?: LookupFunction;
}

const HEADER_BYTES = 64 * 1024;
const SOCKETS = 16;

export function createExchange({ address, lookup = lookUp as unknown as LookupFunction }: ExchangeOptions): Exchange {
  const checked = checkedLookup(address, lookup);
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: SOCKETS }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS }),
  };
  return {
    send: (outgoing, limits, signal) => {
      const { protocol } = outgoing.url;
      const options = {
        method: outgoing.method,
        headers: {
          ...outgoing.headers,
          ...(outgoing.body === undefined ? {} : { 'content-length': outgoing.body.length }),
        },
        agent: agents[protocol as keyof typeof agents],
        lookup: checked,
        // The check below answers with every address of a name.
        autoSelectFamily: true,
        maxHeaderSize: HEADER_BYTES,
        signal: AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]),
      };
      return new Promise<Incoming>((resolve, reject) => {
        const begin = protocol === 'http:' ? httpRequest : httpsRequest;
        const request = hearSocket(
          begin(outgoing.url, options, (response) => {
            receive(response, limits).then(resolve, reject);
          }),
        );
        request.on('error', reject);
        request.end(outgoing.body);
      }).catch((error: unknown) => {
        throw broken(error, outgoing.url.host, limits, signal);
      });
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

async function receive(response: IncomingMessage, limits: ExchangeLimits): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Ends with an error where the body is shorter than its Content-Length, or a chunk is missing.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.wireBytes) {
      throw new SourceError(
        'fail',
        'INPUT_TOO_LARGE',
        `The answer is longer than ${limits.wireBytes} bytes: ask for smaller pages, or raise limits.wireBytes.`,
      );
    }
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [name, (values as string[]).join(', ')]),
  );
  return { status: response.statusCode as number, headers, wire: Buffer.concat(chunks, size) };
}

/** Checked when the connection is made, on the address that it is made to: a name cannot be bound anew in between. */
function checkedLookup(address: AddressCheck, lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const addresses = found as unknown as readonly { readonly address: string; readonly family: number }[];
      const bad = addresses.find((one) => !address(one.address));
      if (bad !== undefined || addresses.length === 0) {
        const where = bad === undefined ? 'no address' : 'a private, local or reserved address';
        callback(new SourceError('fail', 'PERMISSION_DENIED', `Not asked: ${hostname} resolves to ${where}.`), '', 0);
        return;
      }
      callback(null, addresses as never);
    });
  };
}

function broken(error: unknown, host: string, limits: ExchangeLimits, signal: AbortSignal): SourceError {
  if (error instanceof SourceError) return error;
  if (signal.aborted)
    return new SourceError('retry', 'CANCELLED', `The request to ${host} was given up.`, { cause: error });
  if ((error as Error).name === 'TimeoutError' || (error as NodeJS.ErrnoException).code === 'ABORT_ERR') {
    return new SourceError('retry', 'DEADLINE_EXCEEDED', `${host} did not answer within ${limits.timeoutMs} ms.`, {
      cause: error,
    });
  }
  const code = fromNodeError(error)?.code ?? 'UNAVAILABLE';
  return new SourceError('retry', code, `The request to ${host} broke: ${messageOf(error)}.`, { cause: error });
}
