/**
 * Secret Manager over gRPC, read from one JSON file: `{"name": "value"}`, or a list for several versions, oldest first
 * (`null` is a destroyed one). The file is read on each call, so that a rotated secret is there at once. Writing is refused.
 */

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { grpcError, startGrpcServer } from '../grpc/server.ts';
import type { Service, ServiceOptions } from '../service.ts';
import { crc32c } from '../storage/content/crc32c.ts';
import { parseSecrets, resolveVersion, type Secrets, SecretsFileInvalid, versionsOf } from './file.ts';

export interface SecretsOptions extends ServiceOptions {
  /** The JSON file. A missing file is an empty one. */
  readonly file: string;
}

type Call = { readonly request: { readonly name?: string; readonly parent?: string } };
type Reply = (error: grpc.ServiceError | null, value?: object) => void;

/** Every method of the service, so that what is not done here is refused by name and not as an unknown method. */
const SERVED = ['AccessSecretVersion', 'GetSecret', 'GetSecretVersion', 'ListSecrets', 'ListSecretVersions'] as const;

export async function startSecrets(options: SecretsOptions): Promise<Service> {
  const definition = loadService();
  const answers: Record<(typeof SERVED)[number], (call: Call, secrets: Secrets) => object> = {
    AccessSecretVersion: ({ request }, secrets) => {
      const found = resolveVersion(secrets, request.name ?? '');
      if (found.value === null) {
        throw grpcError(grpc.status.FAILED_PRECONDITION, `Secret Version [${found.name}] is in DESTROYED state.`);
      }
      const data = Buffer.from(found.value, 'utf8');
      return { name: found.name, payload: { data, dataCrc32c: String(crc32c(data)) } };
    },
    GetSecretVersion: ({ request }, secrets) => {
      const found = resolveVersion(secrets, request.name ?? '');
      return { name: found.name, state: found.value === null ? 'DESTROYED' : 'ENABLED' };
    },
    GetSecret: ({ request }, secrets) => {
      const name = request.name ?? '';
      versionsOf(secrets, name);
      return { name, replication: { automatic: {} } };
    },
    ListSecrets: ({ request }, secrets) => {
      const names = [...secrets.keys()].map((id) => ({
        name: `${request.parent}/secrets/${id}`,
        replication: { automatic: {} },
      }));
      return { secrets: names, totalSize: names.length };
    },
    ListSecretVersions: ({ request }, secrets) => {
      const parent = request.parent ?? '';
      const versions = versionsOf(secrets, parent)
        .map((value, at) => ({ name: `${parent}/versions/${at + 1}`, state: value === null ? 'DESTROYED' : 'ENABLED' }))
        .reverse();
      return { versions, totalSize: versions.length };
    },
  };

  const handle = async (method: string, call: Call, reply: Reply): Promise<void> => {
    const resource = call.request.name ?? call.request.parent ?? '';
    const fault = options.faults.next('secrets', method, resource);
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 100));
    if (fault?.kind === 'error') {
      const code = grpc.status[(fault.code ?? 'UNAVAILABLE') as keyof typeof grpc.status] ?? grpc.status.UNAVAILABLE;
      reply(grpcError(code, fault.message ?? 'scripted fault'));
      return;
    }
    const answer = answers[method as (typeof SERVED)[number]];
    if (answer === undefined) {
      reply(
        grpcError(
          grpc.status.UNIMPLEMENTED,
          `The local Secret Manager does not do ${method}: edit ${options.file} instead.`,
        ),
      );
      return;
    }
    reply(null, answer(call, await readSecrets(options.file)));
    options.report({ service: 'secrets', what: method, resource });
  };

  const implementation: Record<string, (call: Call, reply: Reply) => void> = {};
  for (const method of Object.keys(definition.service)) {
    implementation[method] = (call, reply) => {
      handle(method, call, reply).catch((error: unknown) => reply(asStatus(error)));
    };
  }
  const server = await startGrpcServer(
    { host: options.host, port: options.port, maxReceiveBytes: 1024 * 1024 },
    (grpcServer) => {
      grpcServer.addService(definition.service, implementation as unknown as grpc.UntypedServiceImplementation);
    },
  );
  return { name: 'secrets', address: server.address, close: () => server.close() };
}

function asStatus(error: unknown): grpc.ServiceError {
  if (error instanceof SecretsFileInvalid) return grpcError(grpc.status.INTERNAL, error.message);
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error as grpc.ServiceError;
  return grpcError(grpc.status.INTERNAL, (error as Error).message);
}

async function readSecrets(file: string): Promise<Secrets> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  return parseSecrets(file, text);
}

function loadService(): grpc.ServiceClientConstructor {
  const require = createRequire(import.meta.url);
  const protos = join(
    dirname(require.resolve('@google-cloud/secret-manager/package.json')),
    'build/protos/protos.json',
  );
  const loaded = fromJSON(JSON.parse(readFileSync(protos, 'utf8')), { longs: String, enums: String, defaults: false });
  const root = grpc.loadPackageDefinition(loaded) as unknown as {
    google: { cloud: { secretmanager: { v1: { SecretManagerService: grpc.ServiceClientConstructor } } } };
  };
  return root.google.cloud.secretmanager.v1.SecretManagerService;
}
