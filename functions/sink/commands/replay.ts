/** `penstock sink replay`. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import { createEngine } from '../engine.ts';
import { replayFiles } from '../replay.ts';
import { type AnyCall, configOf, partsOf, quietLog } from './open.ts';

export interface ReplayFlags {
  readonly most: number;
  readonly keepGoing: boolean;
}

export async function replay(call: AnyCall & { readonly flags: ReplayFlags }): Promise<'done' | 'partial'> {
  const { most, keepGoing } = call.flags;
  const [, bucket, prefix = ''] = /^gs:\/\/([^/]+)\/?(.*)$/.exec(call.operands.place as string) ?? [];
  if (bucket === undefined) {
    throw new PenstockError(
      'INPUT_INVALID',
      `${call.operands.place} is no place in Cloud Storage: write gs://bucket/name`,
    );
  }
  const config = await configOf(call);
  const storage = openStorage({ projectId: call.project(), clock: call.clock });
  const objects = createObjects(storage);
  // A rehearsal reads every line, and settles each message where it stands.
  const engine = call.dryRun ? undefined : createEngine({ ...partsOf(call, quietLog(call)), config });
  const flow = engine?.flow ?? { deliver: (delivery) => delivery.input.settle(delivery, 'settled') };
  try {
    const onProgress = ({
      files,
      messages,
      settled,
    }: {
      readonly files: number;
      readonly messages: number;
      readonly settled: number;
    }): void => call.progress(`${files} files, ${messages} messages read, ${settled} done`);
    const { clock, signal } = call;
    const counts = await replayFiles({ objects, bucket, prefix, flow, most, keepGoing, clock, signal, onProgress });
    await engine?.loads?.sweep();
    call.print.record({ ...counts, dry_run: call.dryRun });
    return counts.malformed > 0 ? 'partial' : 'done';
  } finally {
    await engine?.close();
    await storage.close();
  }
}
