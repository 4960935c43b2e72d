/**
 * `node tools/wire.ts`: writes the messages of Pub/Sub and of the Storage Write API as TypeScript, from the protos that
 * Google's two packages ship. No field number is typed by hand, and a deployed function loads neither the protos nor the
 * parts of protobufjs that read them.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import protobuf from 'protobufjs';
import { messageSource, type Selection } from './wire/message-source.ts';

const require = createRequire(import.meta.url);

interface Target extends Selection {
  readonly file: URL;
  readonly source: string;
  /** Full names of the methods whose paths are needed. */
  readonly methods: readonly string[];
}

/** From google-gax's entry point. */
const ERROR_DETAILS = '../protos/google/rpc/error_details.proto';
const STORAGE = 'google.cloud.bigquery.storage.v1';
const PUBSUB = 'google.pubsub.v1';

export const TARGETS: readonly Target[] = [
  {
    file: new URL('../shared/bigquery/write/wire.generated.ts', import.meta.url),
    source: '@google-cloud/bigquery-storage/build/protos/protos.json',
    methods: [
      `${STORAGE}.BigQueryWrite.CreateWriteStream`,
      `${STORAGE}.BigQueryWrite.AppendRows`,
      `${STORAGE}.BigQueryWrite.GetWriteStream`,
      `${STORAGE}.BigQueryWrite.FinalizeWriteStream`,
      `${STORAGE}.BigQueryWrite.BatchCommitWriteStreams`,
      `${STORAGE}.BigQueryWrite.FlushRows`,
    ],
    messages: [
      `${STORAGE}.CreateWriteStreamRequest`,
      `${STORAGE}.GetWriteStreamRequest`,
      `${STORAGE}.WriteStream`,
      `${STORAGE}.FinalizeWriteStreamRequest`,
      `${STORAGE}.FinalizeWriteStreamResponse`,
      `${STORAGE}.BatchCommitWriteStreamsRequest`,
      `${STORAGE}.BatchCommitWriteStreamsResponse`,
      `${STORAGE}.FlushRowsRequest`,
      `${STORAGE}.FlushRowsResponse`,
      `${STORAGE}.StorageError`,
      `${STORAGE}.TableSchema`,
      `${STORAGE}.TableFieldSchema`,
      `${STORAGE}.TableFieldSchema.FieldElementType`,
      `${STORAGE}.AppendRowsRequest`,
      `${STORAGE}.AppendRowsRequest.ProtoData`,
      `${STORAGE}.ProtoSchema`,
      `${STORAGE}.ProtoRows`,
      `${STORAGE}.AppendRowsResponse`,
      `${STORAGE}.AppendRowsResponse.AppendResult`,
      `${STORAGE}.RowError`,
      'google.rpc.Status',
      'google.rpc.RetryInfo',
      'google.protobuf.Any',
      'google.protobuf.Int64Value',
      'google.protobuf.Timestamp',
      'google.protobuf.Duration',
    ],
    enums: [`${STORAGE}.WriteStream.Type`, `${STORAGE}.WriteStreamView`, `${STORAGE}.StorageError.StorageErrorCode`],
  },
  {
    file: new URL('../shared/pubsub/wire.generated.ts', import.meta.url),
    source: '@google-cloud/pubsub/build/protos/protos.json',
    methods: [
      `${PUBSUB}.Publisher.Publish`,
      `${PUBSUB}.Subscriber.StreamingPull`,
      `${PUBSUB}.Subscriber.Acknowledge`,
      `${PUBSUB}.Subscriber.ModifyAckDeadline`,
    ],
    messages: [
      `${PUBSUB}.PublishRequest`,
      `${PUBSUB}.PublishResponse`,
      `${PUBSUB}.PubsubMessage`,
      `${PUBSUB}.StreamingPullRequest`,
      `${PUBSUB}.StreamingPullResponse`,
      `${PUBSUB}.ReceivedMessage`,
      `${PUBSUB}.AcknowledgeRequest`,
      `${PUBSUB}.ModifyAckDeadlineRequest`,
      'google.protobuf.Timestamp',
    ],
    enums: [],
  },
  {
    // For the publisher of functions whose cold start counts: it loads no protobuf library at all.
    file: new URL('../shared/pubsub/publish.generated.ts', import.meta.url),
    source: '@google-cloud/pubsub/build/protos/protos.json',
    methods: [`${PUBSUB}.Publisher.Publish`],
    messages: [],
    tagsOnly: [`${PUBSUB}.PublishRequest`, `${PUBSUB}.PublishResponse`, `${PUBSUB}.PubsubMessage`],
    enums: [],
  },
  {
    file: new URL('../shared/bigquery/codec/descriptor.generated.ts', import.meta.url),
    source: '@google-cloud/bigquery-storage/build/protos/protos.json',
    methods: [],
    messages: [],
    tagsOnly: [
      'google.protobuf.DescriptorProto',
      'google.protobuf.FieldDescriptorProto',
      'google.protobuf.FieldOptions',
    ],
    enums: ['google.protobuf.FieldDescriptorProto.Type', 'google.protobuf.FieldDescriptorProto.Label'],
  },
];

/** Google's messages as the package's own JSON descriptor has them. */
export function googleTypes(source: string): protobuf.Root {
  const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(require.resolve(source), 'utf8')));
  // Details of errors are in no service's own protos; google-gax, which both packages are built on, ships them.
  protobuf.parse(readFileSync(new URL(ERROR_DETAILS, pathToFileURL(require.resolve('google-gax'))), 'utf8'), root);
  root.resolveAll();
  return root;
}

/** The text of a generated file. */
export function generated(target: Target): string {
  const root = googleTypes(target.source);
  const methods = target.methods.map((name) => methodPath(root, name));
  const parts = [
    `// Made by tools/wire.ts from ${target.source}. Do not edit.`,
    ...(target.messages.length === 0 ? [] : ["import protobuf from 'protobufjs/minimal.js';"]),
    ...(methods.length === 0
      ? []
      : [`/** Paths of the methods. */\nexport const METHODS = {\n${methods.join('\n')}\n} as const;`]),
    messageSource(root, target),
  ];
  return `${parts.join('\n\n')}\n`;
}

function methodPath(root: protobuf.Root, fullName: string): string {
  const at = fullName.lastIndexOf('.');
  const [service, name] = [fullName.slice(0, at), fullName.slice(at + 1)];
  if (root.lookupService(service).methods[name] === undefined) throw new Error(`${service} has no method ${name}`);
  return `  ${name.charAt(0).toLowerCase()}${name.slice(1)}: '/${service}/${name}',`;
}

if (import.meta.main) for (const target of TARGETS) writeFileSync(target.file, generated(target));
