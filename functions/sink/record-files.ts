/** The error output without a topic: records of many messages as one object in Cloud Storage, so that bad input costs few writes. */

import type { ErrorOutput } from '@penstock/shared/errors/output.ts';
import type { GcsErrorOutput } from '@penstock/shared/errors/output-gcs.ts';
import type { Rejection } from '@penstock/shared/errors/record.ts';
import { OpenBatch } from './outputs/open-batch.ts';

interface Waiting {
  readonly rejection: Rejection;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const LIMITS = { maxRows: 1_000, maxBytes: 8_000_000, maxAgeMs: 200 } as const;

export function recordFiles(output: Pick<GcsErrorOutput, 'rejectAll'>): ErrorOutput {
  const batch = new OpenBatch<Waiting>(LIMITS, (waiting) => void write(output, waiting));
  return {
    reject: (rejection) => new Promise((done, failed) => batch.add({ rejection, done, failed }, rejection.data.length)),
    close: async () => batch.flush(),
  };
}

async function write(output: Pick<GcsErrorOutput, 'rejectAll'>, waiting: readonly Waiting[]): Promise<void> {
  try {
    await output.rejectAll(waiting.map(({ rejection }) => rejection));
    for (const { done } of waiting) done();
  } catch (error) {
    for (const { failed } of waiting) failed(error);
  }
}
