/**
 * Runs functions in one process of their own, each behind functions-framework on its own port. One process instead of
 * one a function keeps the idle memory of the local cloud small; apart from the cloud's process, because a function's
 * crash is the function's own affair.
 *
 * Each function reads its environment when it is imported, so each is imported with its own.
 */

import type { Server } from 'node:http';
import { flushCompileCache } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';

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
}

/** What the host tells its parent, by IPC. */
export type HostReport =
  | { readonly kind: 'starting'; readonly name: string }
  | { readonly kind: 'ready'; readonly addresses: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly code?: string };

// The parent's end is ours: a host without its cloud would only hold ports.
process.on('disconnect', () => process.exit(0));

const order = JSON.parse(process.env.PENSTOCK_HOST_ORDER ?? '{"functions":[]}') as HostOrder;
const base = { ...process.env };
const addresses: Record<string, string> = {};

for (const hosted of order.functions) {
  report({ kind: 'starting', name: hosted.name });
  try {
    const port = hosted.port === 0 ? await freePort() : hosted.port;
    // As on Cloud Run, a function is told its port.
    process.env = { ...base, ...hosted.env, PORT: String(port) };
    await import(hosted.source);
    addresses[hosted.name] = await listen(getTestServer(hosted.name), port);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    report({ kind: 'failed', name: hosted.name, message, ...(code === undefined ? {} : { code }) });
    process.exit(1);
  }
}
process.env = base;
report({ kind: 'ready', addresses });
flushCompileCache();

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, order.host, resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, order.host, resolve);
  });
  const host = order.host.includes(':') ? `[${order.host}]` : order.host;
  return `${host}:${(server.address() as AddressInfo).port}`;
}

function report(message: HostReport): void {
  process.send?.(message);
}
