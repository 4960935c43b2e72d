/**
 * A google provider for Terraform and OpenTofu that needs no Google: it has the real provider's schema, plans and applies
 * by it, and tells its caller of each change. Its caller may carry a change out (in the local cloud) or refuse it.
 */

import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { answersFor, complete, type Place } from './answers.ts';
import { enumProblems } from './enums.ts';
import { type Block, type ProviderSchema, readSchema, wireSchema, withoutBeta } from './schema.ts';
import { type Attributes, type DynamicValue, readValue, UNKNOWN, writeValue } from './value.ts';

export interface Change {
  /** The resource's type: `google_pubsub_topic`. */
  readonly type: string;
  readonly block: Block;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
}

export interface ProviderOptions {
  readonly project: string;
  /** The address of a service by its name. Default: one that looks like Cloud Run's. */
  readonly uriOf?: (service: string) => string;
  /** Carries a change out. It returns the reason of a refusal: Terraform shows it at the resource's place. */
  readonly carryOut?: (change: Change) => Promise<string | undefined>;
}

export interface Provider {
  /** The value of TF_REATTACH_PROVIDERS by which Terraform finds this process. */
  readonly reattach: string;
  close(): void;
}

/** The registries in which Terraform and OpenTofu look for a provider by its name. */
const REGISTRIES = ['registry.terraform.io/hashicorp', 'registry.opentofu.org/hashicorp'] as const;

interface Request {
  readonly type_name: string;
  readonly config?: DynamicValue;
  readonly raw_state?: { readonly json: Uint8Array };
  readonly current_state?: DynamicValue;
  readonly prior_state?: DynamicValue;
  readonly proposed_new_state?: DynamicValue;
  readonly planned_state?: DynamicValue;
  readonly private?: Uint8Array;
  readonly prior_private?: Uint8Array;
  readonly planned_private?: Uint8Array;
}

type Answer = (request: Request) => object | Promise<object>;

/** Two providers: `google`, and `google-beta` that has a few resources more. */
export async function startProvider(options: ProviderOptions): Promise<Provider> {
  const schema = readSchema();
  const google = await serve(withoutBeta(schema), options);
  const beta = await serve(schema, options);
  const places = REGISTRIES.flatMap((registry) => [
    [`${registry}/google`, google.place],
    [`${registry}/google-beta`, beta.place],
  ]);
  return {
    reattach: JSON.stringify(Object.fromEntries(places)),
    close: () => {
      google.close();
      beta.close();
    },
  };
}

interface Served {
  readonly place: object;
  close(): void;
}

async function serve(schema: ProviderSchema, { project, carryOut, uriOf }: ProviderOptions): Promise<Served> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(serviceDefinition(), implementation(answersOf(schema, { project, uriOf }, carryOut)));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  const address = { Network: 'tcp', String: `127.0.0.1:${port}` };
  return {
    place: { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address },
    close: () => server.forceShutdown(),
  };
}

function answersOf(
  schema: ProviderSchema,
  place: Place,
  carryOut: ProviderOptions['carryOut'],
): Readonly<Record<string, Answer>> {
  const blockOf = (type: string): Block => schema.resources[type] as Block;
  const nothing: Answer = () => ({});
  return {
    GetSchema: () => ({
      provider: wireSchema(schema.provider),
      resource_schemas: mapValues(schema.resources, wireSchema),
      data_source_schemas: mapValues(schema.data, wireSchema),
    }),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    ValidateResourceTypeConfig: ({ type_name, config }) => ({
      diagnostics: enumProblems(schema.enums, type_name, readValue(config)),
    }),
    ValidateDataSourceConfig: nothing,
    Configure: nothing,
    GetFunctions: nothing,
    Stop: nothing,
    UpgradeResourceState: ({ raw_state }) => ({
      upgraded_state: writeValue(JSON.parse(Buffer.from(raw_state?.json ?? []).toString('utf8')) as Attributes),
    }),
    ReadResource: (request) => ({ new_state: request.current_state, private: request.private }),
    ReadDataSource: ({ type_name, config }) => ({
      state: writeValue(complete(schema.data[type_name] as Block, readValue(config), answersFor(type_name, place))),
    }),
    PlanResourceChange: (request) => {
      const wanted = readValue(request.proposed_new_state);
      const isNew = readValue(request.prior_state) === null;
      // Computed attributes of a resource that exists keep their values; those of a new one are not known yet.
      const planned = isNew ? complete(blockOf(request.type_name), wanted, () => UNKNOWN) : wanted;
      return { planned_state: writeValue(planned), planned_private: request.prior_private, legacy_type_system: true };
    },
    ApplyResourceChange: async (request) => {
      const type = request.type_name;
      const block = blockOf(type);
      const before = readValue(request.prior_state);
      const after = complete(block, readValue(request.planned_state), answersFor(type, place));
      const refusal = await carryOut?.({ type, block, before, after });
      const done = { private: request.planned_private, legacy_type_system: true };
      if (refusal === undefined) return { ...done, new_state: writeValue(after) };
      const diagnostic = { severity: 'ERROR', summary: 'The local cloud refuses this', detail: refusal };
      return { ...done, new_state: writeValue(before), diagnostics: [diagnostic] };
    },
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function serviceDefinition(): grpc.ServiceDefinition {
  const path = new URL('protocol.proto', import.meta.url).pathname;
  const loaded = grpc.loadPackageDefinition(loadSync(path, { keepCase: true, longs: Number, enums: String }));
  return (loaded as unknown as { tfplugin5: { Provider: { service: grpc.ServiceDefinition } } }).tfplugin5.Provider
    .service;
}

function implementation(answers: Readonly<Record<string, Answer>>): grpc.UntypedServiceImplementation {
  return mapValues(answers, (answer) => (call: { readonly request: Request }, done: grpc.sendUnaryData<object>) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => done(null, response),
        (error: Error) => done({ code: grpc.status.INTERNAL, details: error.stack ?? error.message }),
      );
  });
}
