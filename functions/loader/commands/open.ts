/** The loader's clients for a command. */

import type { Call } from '@penstock/shared/runtime/command.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { readLoaderConfig } from '../config.ts';
import type { LoaderContext } from '../context.ts';
import { openLoader } from '../loader.ts';
import { METRICS } from '../metrics.ts';
import type { SuccessFile } from '../record.ts';

export type AnyCall = Pick<
  Call,
  'project' | 'env' | 'clock' | 'warn' | 'progress' | 'print' | 'signal' | 'dryRun' | 'operands' | 'rest'
>;

/** Opens the clients by the environment's settings, and closes them after the work. */
export async function withLoader<T>(call: AnyCall, work: (context: LoaderContext) => Promise<T>): Promise<T> {
  const closing: (() => Promise<void> | void)[] = [];
  const log = createLogger({ write: (line) => call.warn(line.trimEnd()), level: 'ERROR' });
  const context = openLoader({
    config: readLoaderConfig(call.env),
    projectId: call.project(),
    clock: call.clock,
    log,
    metrics: createMetrics(METRICS, log),
    emulators: readEmulators(call.env),
    onClose: (_name, close) => void closing.push(close),
  });
  try {
    return await work(context);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

export interface Place {
  readonly bucket: string;
  readonly name: string;
  /** Behind a `#`; empty where it is not given. */
  readonly generation: string;
}

/** `gs://bucket/name#generation`; the last part may be left out. */
export function parsePlace(text: string): Place {
  const [, bucket, name = '', generation = ''] = /^gs:\/\/([^/]+)\/?(.*?)(?:#(\d+))?$/.exec(text) ?? [];
  if (bucket !== undefined) return { bucket, name, generation };
  throw new PenstockError('INPUT_INVALID', `${text} is no place in Cloud Storage: write gs://bucket/name`);
}

/** The success file that is meant: with its generation, or as it is now. */
export async function successOf({ objects }: LoaderContext, place: Place): Promise<SuccessFile> {
  if (place.generation !== '') return place;
  const info = await objects.stat(place.bucket, place.name);
  if (info !== undefined) return { bucket: place.bucket, name: place.name, generation: info.generation };
  throw new PenstockError(
    'NOT_FOUND',
    `There is no gs://${place.bucket}/${place.name}. Name the generation of a success file that is gone: …#GENERATION (penstock loader status shows it)`,
  );
}

/** An operand that the command requires. */
export function operand({ operands }: Pick<AnyCall, 'operands'>, name: string): string {
  return operands[name] as string;
}
