/** The variables that each language's clients read, and the lines of code that the others need. */

export type Language = 'node' | 'python' | 'java' | 'go' | 'cli';

export interface LanguageSettings {
  readonly variables: Readonly<Record<string, string>>;
  /** For people: lines of code, or what is missing. */
  readonly notes: readonly string[];
}

type Variables = Readonly<Record<string, string>>;

/** The files that a start wrote into its state folder, where they are. */
export interface LocalFiles {
  /** A service account's key file. */
  readonly credentials: string | undefined;
  /** With `--tls`: the certificate to trust. */
  readonly authority: string | undefined;
}

export function settingsOf(language: Language, variables: Variables, files: LocalFiles): LanguageSettings {
  return MAKERS[language](variables, files);
}

const MAKERS: Readonly<Record<Language, (variables: Variables, files: LocalFiles) => LanguageSettings>> = {
  node: (variables) => ({
    variables,
    notes: [
      'Node: Pub/Sub, Storage, BigQuery and Firestore clients read these.',
      `BigQuery Storage Write: new v1.BigQueryWriteClient({ apiEndpoint: '${hostOf(variables)}', port: ${portOf(variables, 'BIGQUERY_STORAGE_EMULATOR_HOST')}, sslCreds: grpc.credentials.createInsecure() })`,
      `Secret Manager: new SecretManagerServiceClient({ apiEndpoint: '${hostOf(variables)}', port: ${portOf(variables, 'SECRET_MANAGER_EMULATOR_HOST')}, sslCreds: grpc.credentials.createInsecure() })`,
    ],
  }),
  python: (variables, files) => ({
    variables: {
      ...variables,
      ...accountOf(files),
      ...(files.authority !== undefined && { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: files.authority }),
    },
    notes: [
      files.credentials === undefined
        ? 'Python: Pub/Sub, Storage and BigQuery clients read these; give BigQuery credentials=AnonymousCredentials().'
        : 'Python: Pub/Sub, Storage and BigQuery clients read these, and need nothing in code.',
      ...(files.authority === undefined
        ? [
            `BigQuery Storage Write: BigQueryWriteGrpcTransport(channel=grpc.insecure_channel('${at(variables, 'BIGQUERY_STORAGE_EMULATOR_HOST')}'))`,
            `Secret Manager: SecretManagerServiceGrpcTransport(channel=grpc.insecure_channel('${at(variables, 'SECRET_MANAGER_EMULATOR_HOST')}'))`,
            'After "npm start -- --tls" both take client_options={"api_endpoint": …} instead.',
          ]
        : [
            `BigQuery Storage Write: BigQueryWriteClient(client_options={"api_endpoint": "${at(variables, 'BIGQUERY_STORAGE_EMULATOR_HOST')}"})`,
            `Secret Manager: SecretManagerServiceClient(client_options={"api_endpoint": "${at(variables, 'SECRET_MANAGER_EMULATOR_HOST')}"})`,
          ]),
    ],
  }),
  java: (variables, files) => ({
    variables: { ...variables, ...accountOf(files) },
    notes: [
      'Java reads none of the hosts by itself, except PUBSUB_EMULATOR_HOST in some frameworks. In code, with NoCredentials.getInstance():',
      `Storage: StorageOptions.newBuilder().setHost("${at(variables, 'STORAGE_EMULATOR_HOST')}")`,
      `BigQuery: BigQueryOptions.newBuilder().setHost("${at(variables, 'BIGQUERY_EMULATOR_HOST')}")`,
      `Pub/Sub, Storage Write, Secret Manager: InstantiatingGrpcChannelProvider with setEndpoint("${at(variables, 'PUBSUB_EMULATOR_HOST')}"), "${at(variables, 'BIGQUERY_STORAGE_EMULATOR_HOST')}", "${at(variables, 'SECRET_MANAGER_EMULATOR_HOST')}" and setChannelConfigurator(ManagedChannelBuilder::usePlaintext)`,
    ],
  }),
  go: (variables, files) => ({
    variables: { ...variables, ...accountOf(files) },
    notes: [
      'Go: Pub/Sub and Storage clients read their variables. For the others, with option.WithoutAuthentication():',
      `BigQuery: option.WithEndpoint("${at(variables, 'BIGQUERY_EMULATOR_HOST')}/bigquery/v2/"), option.WithHTTPClient(http.DefaultClient)`,
      `managedwriter, Secret Manager: option.WithEndpoint("${at(variables, 'BIGQUERY_STORAGE_EMULATOR_HOST')}"), "${at(variables, 'SECRET_MANAGER_EMULATOR_HOST')}" with option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials()))`,
    ],
  }),
  cli: (variables) => ({
    variables: {
      CLOUDSDK_CORE_PROJECT: at(variables, 'GOOGLE_CLOUD_PROJECT'),
      CLOUDSDK_AUTH_DISABLE_CREDENTIALS: 'true',
      CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB: `http://${at(variables, 'PUBSUB_EMULATOR_HOST')}/`,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `${at(variables, 'STORAGE_EMULATOR_HOST')}/`,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: `http://${at(variables, 'SECRET_MANAGER_EMULATOR_HOST')}/`,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDSCHEDULER: `http://${at(variables, 'CLOUD_SCHEDULER_EMULATOR_HOST')}/`,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_EVENTARC: `http://${at(variables, 'EVENTARC_EMULATOR_HOST')}/`,
    },
    notes: [
      'gcloud storage, pubsub, secrets, scheduler and eventarc read these.',
      `bq: bq --api ${at(variables, 'BIGQUERY_EMULATOR_HOST')} --project_id ${at(variables, 'GOOGLE_CLOUD_PROJECT')} ls`,
    ],
  }),
};

/** For clients that look for credentials before they look at anything else. */
function accountOf({ credentials }: LocalFiles): Variables {
  return credentials === undefined ? {} : { GOOGLE_APPLICATION_CREDENTIALS: credentials };
}

function at(variables: Variables, name: string): string {
  return variables[name] ?? '';
}

function hostOf(variables: Variables): string {
  return at(variables, 'BIGQUERY_STORAGE_EMULATOR_HOST').replace(/:\d+$/, '');
}

function portOf(variables: Variables, name: string): string {
  return /:(\d+)$/.exec(at(variables, name))?.[1] ?? '';
}
