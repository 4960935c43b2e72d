/**
 * Runs functions in one process of their own, each behind functions-framework on its own port. One process instead of
 * one a function keeps the idle memory of the local cloud small; apart from the cloud's process, because a function's
 * crash is the function's own affair.
 *
 * Each function reads its environment when it is imported, so each is imported with its own.
 */

import type { IncomingMessage, Server } from 'node:http';
import { flushCompileCache } from 'node:module';
import { type AddressInfo, createServer, type Server as SocketServer } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { listenOn } from '../core/listen.ts';
import { newTraceparent } from '../way/current-trace.ts';
import { type RequestLine, requestCounts } from './request-counts.ts';

export interface HostedFunction {
  /** As it registers itself with functions-framework. */
  readonly name: string;
  /** URL of its index.ts. */
  readonly source: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface HostOrder {
  readonly host: string;
  readonly functions: readonly HostedFunction[];
  readonly env: Readonly<Record<string, string>>;
}

/** The messages of the host to its parent, by IPC. */
export type HostReport =
  | { readonly kind: 'starting'; readonly name: string }
  /** All functions are imported; they listen when the parent says so, at these addresses. */
  | { readonly kind: 'loaded'; readonly addresses: Readonly<Record<string, string>> }
  | { readonly kind: 'ready' }
  | { readonly kind: 'requests'; readonly lines: readonly RequestLine[] }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly code?: string };

// The parent's end is ours: a host without its cloud would only hold ports.
process.on('disconnect', () => process.exit(0));

const ordered = new Promise<HostOrder>((resolve) => process.once('message', (order) => resolve(order as HostOrder)));
// A module that cannot be loaded is told when the function itself is imported.
const preload = JSON.parse(process.env.PENSTOCK_PRELOAD ?? '[]') as readonly string[];
await Promise.allSettled(preload.map((url) => import(url)));
const order = await ordered;
const base = { ...process.env, ...order.env };
const addresses: Record<string, string> = {};
/** The parent makes topics and tables between its order and this permission to listen. */
const mayListen = new Promise<void>((resolve) => process.once('message', () => resolve()));
const listening: { readonly name: string; readonly at: number | SocketServer }[] = [];

for (const hosted of order.functions) {
  report({ kind: 'starting', name: hosted.name });
  try {
    const held = hosted.port === 0 ? await holdPort() : undefined;
    const port = held === undefined ? hosted.port : (held.address() as AddressInfo).port;
    // As on Cloud Run, a function is told its port.
    process.env = { ...base, ...hosted.env, PORT: String(port) };
    await import(hosted.source);
    addresses[hosted.name] = `${order.host.includes(':') ? `[${order.host}]` : order.host}:${port}`;
    listening.push({ name: hosted.name, at: held ?? port });
  } catch (error) {
    fail(hosted.name, error);
  }
}
process.env = base;
report({ kind: 'loaded', addresses });
await mayListen;
const watch = requestCounts((lines) => report({ kind: 'requests', lines }));
for (const { name, at } of listening) {
  report({ kind: 'starting', name });
  try {
    const server = getTestServer(name);
    // As Cloud Run does: a request that comes without a trace gets one.
    server.prependListener('request', ({ headers }: IncomingMessage) => {
      headers.traceparent ??= newTraceparent().traceparent;
    });
    watch(name, server);
    await listen(server, at);
  } catch (error) {
    fail(name, error);
  }
}
report({ kind: 'ready' });
flushCompileCache();

function fail(name: string, error: unknown): never {
  const { message, code } = error as NodeJS.ErrnoException;
  report({ kind: 'failed', name, message, ...(code === undefined ? {} : { code }) });
  process.exit(1);
}

/**
 * A free port, held until the function listens: a port that is given up between can be taken by another process. Its
 * number is told only when the function is loaded, so a connection that comes earlier is a stray one and is ended.
 */
async function holdPort(): Promise<SocketServer> {
  const held = createServer((socket) => socket.destroy());
  await listenOn(held, { host: order.host, port: 0 });
  return held;
}

async function listen(server: Server, at: number | SocketServer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (typeof at === 'number') server.listen(at, order.host, resolve);
    else server.listen(at, resolve);
  });
}

function report(message: HostReport): void {
  process.send?.(message);
}
