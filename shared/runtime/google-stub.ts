/**
 * Connections from Google's generated clients. Processes that live long take endpoint, credentials, universe domain and client
 * certificates from them and move ready bytes over their stub: what Google changes in those comes with the package.
 */

import { type Client, credentials } from '@grpc/grpc-js';
import { PassThroughClient } from 'google-auth-library';

/** The part of a generated client (`v1.SubscriberClient`, `v1.BigQueryWriteClient`) that is used. */
export interface GeneratedClient {
  /** Resolves with the stub, a gRPC client. */
  initialize(): Promise<unknown>;
  close(): Promise<void>;
}

export type ChannelOptions = Readonly<Record<`grpc.${string}` | `grpc-node.${string}`, string | number>>;

/**
 * Options of a generated client. They fit both packages, which have types of their own for the same options. An emulator,
 * as `host:port`, is talked to in plaintext, and no credentials are looked for.
 *
 * @example
 * const client = new v1.SubscriberClient(stubOptions('127.0.0.1:8085', { 'grpc.enable_retries': 0 }));
 */
export function stubOptions(
  emulator: string | undefined,
  channel: ChannelOptions,
  address?: string,
): Record<string, never> {
  if (emulator) {
    const options = {
      ...hostAndPort(emulator),
      sslCreds: credentials.createInsecure(),
      authClient: new PassThroughClient(),
      ...channel,
    };
    return options as never;
  }
  return { ...(address === undefined ? {} : hostAndPort(address)), ...channel } as never;
}

function hostAndPort(address: string): { readonly apiEndpoint: string; readonly port?: number } {
  const at = address.lastIndexOf(':');
  return at < 0 ? { apiEndpoint: address } : { apiEndpoint: address.slice(0, at), port: Number(address.slice(at + 1)) };
}

/** The gRPC client within a generated one. */
export async function stubOf(client: GeneratedClient): Promise<Client> {
  return (await client.initialize()) as Client;
}
