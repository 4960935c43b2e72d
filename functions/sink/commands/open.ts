/** The sink's engine for a command. */

import type { Call } from '@penstock/shared/runtime/command.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { createLogger, type Logger } from '@penstock/shared/runtime/log.ts';
import { createMetrics, type Metrics } from '@penstock/shared/runtime/metrics.ts';
import { readSinkConfig, type SinkConfig } from '../config.ts';
import type { EngineOptions } from '../engine.ts';
import { METRICS, type SinkMetrics } from '../metrics.ts';

export type AnyCall = Pick<
  Call,
  'project' | 'env' | 'clock' | 'signal' | 'print' | 'progress' | 'summary' | 'warn' | 'dryRun' | 'operands'
>;

/** The settings with the project that the command line says. */
export function configOf(call: AnyCall): Promise<SinkConfig> {
  return readSinkConfig({ ...call.env, GOOGLE_CLOUD_PROJECT: call.project() });
}

export function partsOf(
  call: AnyCall,
  log: Logger,
): Omit<EngineOptions, 'config'> & { readonly metrics: Metrics<SinkMetrics> } {
  const metrics = createMetrics(METRICS, log);
  return { projectId: call.project(), emulators: readEmulators(call.env), clock: call.clock, log, metrics };
}

/** Only what goes wrong, on standard error: standard output is for results. */
export function quietLog(call: AnyCall): Logger {
  return createLogger({ write: (line) => call.warn(line.trimEnd()), level: 'WARNING' });
}
