/** Addresses to listen on, and errors of `listen` as sentences. */

import type { AddressInfo, Server } from 'node:net';

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Explains why `listen` failed, in one sentence with the remedy; undefined for any other error. */
export function listenProblem(error: unknown, name: string, host: string, port: number): Error | undefined {
  const code = (error as NodeJS.ErrnoException).code;
  // grpc-js reports a taken port by text only.
  const taken = code === 'EADDRINUSE' || /EADDRINUSE|No address added/.test((error as Error).message);
  if (taken)
    return new Error(
      `Port ${port} (${name}) is in use: stop what holds it, or choose another with --ports ${name}=PORT.`,
    );
  if (code === 'EACCES')
    return new Error(
      `Port ${port} (${name}) may not be opened by this user: choose another with --ports ${name}=PORT.`,
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EADDRNOTAVAIL')
    return new Error(`--host ${host} is no address of this machine.`);
  return undefined;
}

/** The port that `listen` failed on, where the error tells. */
export function portOf(error: unknown): number | undefined {
  const { port, message } = error as { readonly port?: number; readonly message?: string };
  const told = port ?? /EADDRINUSE[^\]]*:(\d+)/.exec(message ?? '')?.[1];
  return told === undefined ? undefined : Number(told);
}

/** The address to call a server by: `0.0.0.0` is an address to listen on, and some systems cannot call it. */
export function reachable(address: string): string {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[|\]$/g, '');
  const called = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${called.includes(':') ? `[${called}]` : called}${address.slice(at)}`;
}

/** Rejects with why it could not; resolves to `host:port` as bound. */
export async function listenOn(
  server: Server,
  listen: { readonly host: string; readonly port: number },
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { address, port, family } = server.address() as AddressInfo;
  return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
