/** Wires the function: pushes into the engine, and the engine's end to the instance's. */

import type { Door, DoorParts } from '@penstock/shared/runtime/door.ts';
import type { SinkConfig } from './config.ts';
import { createEngine } from './engine.ts';
import { createHandler, refuseLarge } from './handler.ts';
import type { SinkMetrics } from './metrics.ts';

/** Pub/Sub pushes at most 10 MB of data, as base64 in JSON, beside its attributes. */
const MAX_BODY_BYTES = 16_000_000;

export function createSink(door: Door<SinkConfig, SinkMetrics>): DoorParts {
  const { config, projectId, log, clock } = door;
  const engine = createEngine(door);
  const { flow, loads } = engine;
  loads?.start();
  const answered = new AbortController();
  door.onClose('engine', () => {
    answered.abort();
    return engine.close();
  });
  // Registered behind the door's own, so it runs before the door waits for requests. Those wait for their rows: rows that are
  // not durable in time are given back, or their requests would have no answer.
  setImmediate(() =>
    door.onClose('batches', () => {
      flow.hurry();
      const late = clock.sleep(config.drain, answered.signal);
      late.then(
        () => flow.close(),
        () => undefined,
      );
    }),
  );
  const { subscriptions } = config.plan;
  const sweep = loads && (() => loads.sweep());
  return {
    body: { maxBytes: MAX_BODY_BYTES },
    handle: createHandler({ flow, subscriptions, sweep, log, projectId, now: () => clock.now() }),
    refuse: refuseLarge,
  };
}
