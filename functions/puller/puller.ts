/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import { randomUUID } from 'node:crypto';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { Door, DoorParts } from '@penstock/shared/runtime/door.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import type { PullerConfig } from './config.ts';
import { handle } from './handler.ts';
import type { METRICS } from './metrics.ts';
import { runSource, type SourceRun } from './run.ts';
import { sourceRun } from './source-run.ts';
import { loadSourceFiles } from './sources.ts';

type PullerDoor = Door<PullerConfig, typeof METRICS>;

const JSON_TYPE = { 'content-type': 'application/json' };
/** Scheduled calls have small bodies, or none. */
const MAX_BODY_BYTES = 65_536;

export async function createPuller(door: PullerDoor): Promise<DoorParts> {
  const { config, clock, log, metrics, projectId, secrets } = door;
  const files = await loadSourceFiles(config.sources);
  const storage = openStorage({ projectId, clock });
  door.onClose('storage', () => storage.close());
  const core = new WriteClient({ clock, metrics, endpoint: { emulatorHost: door.emulators.bigqueryStorage } });
  door.onClose('write client', () => core.close());
  const onAttempt = ({ outcome, ms }: { readonly outcome: 'taken' | 'retried' | 'failed'; readonly ms: number }) => {
    metrics.count('puller/requests', 1, { outcome });
    metrics.observe('puller/request_ms', ms);
  };
  const runs = new Map<string, Omit<SourceRun, 'runId'>>();
  for (const file of files) {
    const run = await sourceRun({ config, projectId, clock, secrets, storage, core, onAttempt }, file);
    door.onClose(`source ${file.name}`, () => run.source.close());
    runs.set(file.name, run);
  }
  return {
    body: { maxBytes: MAX_BODY_BYTES },
    traced: true,
    handle: async (request, response) => {
      const parts = {
        names: [...runs.keys()],
        run: (name: string, times: Parameters<typeof runSource>[1]) =>
          runSource({ ...(runs.get(name) as Omit<SourceRun, 'runId'>), runId: randomUUID() }, times),
        parallel: config.parallel,
        reserveMs: config.reserve,
        clock,
        log,
        metrics,
      };
      const { status, body, retryAfterMs } = await handle(parts, request, door.deadline(clock.now()));
      const wait = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
      sendReply(response, status, JSON.stringify(body), { ...JSON_TYPE, ...wait });
    },
  };
}
