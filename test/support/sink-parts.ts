/** The parts that a door gives the sink's engine, for a test: its log in memory, the system's clock, the local cloud's addresses. */

import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import type { EngineOptions } from '../../functions/sink/engine.ts';
import { METRICS } from '../../functions/sink/metrics.ts';

export function engineParts(env: Readonly<Record<string, string>>): {
  readonly parts: Pick<EngineOptions, 'emulators' | 'clock' | 'log' | 'metrics'>;
  readonly lines: Record<string, unknown>[];
} {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  return {
    parts: { emulators: readEmulators(env), clock: systemClock, log, metrics: createMetrics(METRICS, log) },
    lines,
  };
}
