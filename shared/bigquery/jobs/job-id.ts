/**
 * Ids of jobs, derived from what the job is for: a job that is submitted again has the same id, so BigQuery refuses the
 * second (409) and the caller attaches to the first. The configuration is no part of the id: an edited file between two
 * deliveries of one event would otherwise be a second load.
 */

import { createHash } from 'node:crypto';
import { PenstockError } from '../../runtime/errors.ts';

export interface JobIdentity {
  /** The start of the id: `load`, `copy`, `transform`. Letters, digits, `-` and `_`. */
  readonly purpose: string;
  readonly bucket: string;
  readonly object: string;
  readonly generation: string;
  /** The number of this job among those of one load, from 0. */
  readonly part: number;
  /** From 1. An id stays used when its job fails, so the next attempt needs the next number. */
  readonly attempt: number;
}

/** Documentation of `jobReference.jobId`: letters, digits, underscores and dashes, at most 1,024 characters. */
const PURPOSE = /^[A-Za-z0-9_-]{1,64}$/;
/** Enough of the object's name that a person finds the job in a list. */
const READABLE = 200;
const HASH_DIGITS = 32;

/**
 * The id of a job. Different identities have different ids: a hash of the whole identity stands beside the readable part.
 *
 * @example
 * jobIdOf({ purpose: 'load', bucket: 'b', object: 'ds/t/_SUCCESS', generation: '17', part: 0, attempt: 1 });
 * // 'load_ds-t-_SUCCESS_<32 hexadecimal digits>_p0_a1'
 */
export function jobIdOf({ purpose, bucket, object, generation, part, attempt }: JobIdentity): string {
  if (!PURPOSE.test(purpose))
    throw wrong(`the purpose ${JSON.stringify(purpose)} has other characters than a-z, 0-9, _, -`);
  if (!isCount(part, 0)) throw wrong(`the part ${part} is not a whole number from 0`);
  if (!isCount(attempt, 1)) throw wrong(`the attempt ${attempt} is not a whole number from 1`);
  const hash = createHash('sha256')
    .update(JSON.stringify([bucket, object, generation]))
    .digest('hex')
    .slice(0, HASH_DIGITS);
  const readable = object.slice(0, READABLE).replace(/[^A-Za-z0-9_-]/g, '-');
  return `${purpose}_${readable}_${hash}_p${part}_a${attempt}`;
}

function isCount(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function wrong(reason: string): PenstockError {
  return new PenstockError('INPUT_INVALID', `no job id: ${reason}`);
}
