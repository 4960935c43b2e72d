/** Puts a redrive together: where records come from, the topic, and what is told of it. */

import { readFile, rename, writeFile } from 'node:fs/promises';
import { type RedrivePosition, recordsOfPrefix } from '@penstock/shared/errors/redrive/from-prefix.ts';
import { recordsOfSubscription } from '@penstock/shared/errors/redrive/from-subscription.ts';
import { openPullClient } from '@penstock/shared/errors/redrive/pull-client.ts';
import { type RedriveCounts, redrive } from '@penstock/shared/errors/redrive/redrive.ts';
import type { RecordSource } from '@penstock/shared/errors/redrive/source.ts';
import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Call, CommandOutcome } from '@penstock/shared/runtime/command.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import { UsageError } from '../../usage-error.ts';

interface RedriveFlags {
  readonly to: string;
  readonly only: readonly string[];
  readonly limit: number | undefined;
  readonly cursor: string | undefined;
  readonly deleteSent: boolean;
}

export async function runRedrive(call: Call): Promise<CommandOutcome> {
  const flags = call.flags as unknown as RedriveFlags;
  const projectId = call.project();
  const storage = openStorage({ projectId, clock: call.clock });
  const publisher = createPublisher({ projectId, topic: flags.to });
  try {
    const objects = createObjects(storage);
    const { source, close } = await open(call, flags, objects, projectId);
    try {
      const counts = await redrive({
        source,
        send: (message) => publisher.publish(message),
        readPayload: (uri) => {
          const { bucket, prefix } = placeOf(uri) as Place;
          return objects.read(bucket, prefix);
        },
        filter: Object.fromEntries(flags.only.map(pairOf)),
        dryRun: call.dryRun,
        ...(flags.limit === undefined ? {} : { limit: flags.limit }),
        signal: call.signal,
        onProgress: ({ read, sent }) => call.progress(`${read} read, ${sent} sent`),
        onFailed: (error) => call.warn(`not sent: ${error.code}: ${messageOf(error)}`),
      });
      tell(call, counts);
      return counts.failed > 0 || counts.left['payload-missing'] + counts.left['attributes-missing'] > 0
        ? 'partial'
        : 'done';
    } finally {
      await close();
    }
  } finally {
    await publisher.close();
    await storage.close();
  }
}

async function open(call: Call, flags: RedriveFlags, objects: Objects, projectId: string) {
  const { from = '' } = call.operands;
  const place = placeOf(from);
  if (place !== undefined) {
    const position = flags.cursor === undefined ? NO_POSITION : filePosition(flags.cursor);
    const source = recordsOfPrefix({ objects, ...place, position, deleteSent: flags.deleteSent });
    return { source, close: async () => undefined } satisfies { source: RecordSource; close: () => Promise<void> };
  }
  if (flags.cursor !== undefined || flags.deleteSent)
    throw new UsageError(
      `--cursor and --delete-sent mean something for gs://bucket/prefix only, and ${from} is a subscription.`,
    );
  const name = from.includes('/') ? from : `projects/${projectId}/subscriptions/${from}`;
  if (!/^projects\/[^/]+\/subscriptions\/[^/]+$/.test(name))
    throw new UsageError(`${from} is neither a subscription nor gs://bucket/prefix.`);
  const client = await openPullClient(name, readEmulators(call.env));
  return { source: recordsOfSubscription({ client }), close: () => client.close() };
}

interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

function placeOf(uri: string): Place | undefined {
  const [, bucket, prefix = ''] = /^gs:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix };
}

function pairOf(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}

const NO_POSITION: RedrivePosition = { read: async () => undefined, write: async () => undefined };

function filePosition(file: string): RedrivePosition {
  return {
    read: async () => {
      const name = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return name === '' ? undefined : name;
    },
    write: async (name) => {
      // Renamed into its place, so that a kill leaves the old position or the new one.
      await writeFile(`${file}.next`, name);
      await rename(`${file}.next`, file);
    },
  };
}

function tell({ dryRun, print }: Call, { read, sent, failed, left }: RedriveCounts): void {
  const stays = Object.entries(left)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} stay (${reason})`);
  const did = dryRun ? 'would be sent' : 'sent';
  print.record(
    { dryRun, read, sent, failed, left },
    [`${read} read`, `${sent} ${did}`, `${failed} failed`, ...stays].join(', '),
  );
}
