/**
 * Generation and metageneration conditions, the same on every verb (cloud.google.com/storage/docs/request-preconditions).
 * Pure: the condition and the live version in, nothing or the refusal out.
 */

import type { Call } from '../api/call.ts';
import { conditionNotMet, notModified } from '../api/errors.ts';
import type { Query } from '../api/query.ts';
import type { Conditions } from '../state/model.ts';
import { etagOf } from './etag.ts';

export interface Versioned {
  readonly generation: number;
  readonly metageneration: number;
}

export function readConditions(query: Query, headers: Call['headers'] = {}): Conditions {
  return {
    ...named('generationMatch', query.integer('ifGenerationMatch')),
    ...named('generationNotMatch', query.integer('ifGenerationNotMatch')),
    ...named('metagenerationMatch', query.integer('ifMetagenerationMatch')),
    ...named('metagenerationNotMatch', query.integer('ifMetagenerationNotMatch')),
    ...named('etagMatch', etags(headers['if-match'])),
    ...named('etagNotMatch', etags(headers['if-none-match'])),
  };
}

/** The conditions on the source of a copy, rewrite or move. */
export function readSourceConditions(query: Query): Conditions {
  return {
    ...named('generationMatch', query.integer('ifSourceGenerationMatch')),
    ...named('generationNotMatch', query.integer('ifSourceGenerationNotMatch')),
    ...named('metagenerationMatch', query.integer('ifSourceMetagenerationMatch')),
    ...named('metagenerationNotMatch', query.integer('ifSourceMetagenerationNotMatch')),
  };
}

/** Before a change. Generation 0 stands for "there is no live version"; without one every other match fails. */
export function checkForChange(conditions: Conditions, live: Versioned | undefined): void {
  const failed = failure(conditions, live);
  if (failed !== undefined) throw conditionNotMet(failed.header);
}

/** Before a read: a NotMatch that does not hold is 304, the caller has it already. */
export function checkForRead(conditions: Conditions, found: Versioned): void {
  const failed = failure(conditions, found);
  if (failed?.header === 'If-None-Match') throw notModified();
  if (failed !== undefined) throw conditionNotMet(failed.header);
}

function failure(
  conditions: Conditions,
  live: Versioned | undefined,
): { readonly header: 'If-Match' | 'If-None-Match' } | undefined {
  const generation = live?.generation ?? 0;
  const { generationMatch, generationNotMatch, metagenerationMatch, metagenerationNotMatch } = conditions;
  if (generationMatch !== undefined && generationMatch !== generation) return { header: 'If-Match' };
  if (metagenerationMatch !== undefined && metagenerationMatch !== live?.metageneration) return { header: 'If-Match' };
  if (conditions.etagMatch !== undefined && !tagged(conditions.etagMatch, live)) return { header: 'If-Match' };
  if (generationNotMatch !== undefined && generationNotMatch === generation) return { header: 'If-None-Match' };
  if (metagenerationNotMatch !== undefined && (live === undefined || metagenerationNotMatch === live.metageneration)) {
    return { header: 'If-None-Match' };
  }
  if (conditions.etagNotMatch !== undefined && tagged(conditions.etagNotMatch, live))
    return { header: 'If-None-Match' };
  return undefined;
}

function tagged(tags: readonly string[], live: Versioned | undefined): boolean {
  if (live === undefined) return false;
  return tags.includes('*') || tags.includes(etagOf(live));
}

/** RFC 9110 section 8.8.3: quoted, perhaps weak; the service's own tags also come without quotes. */
function etags(header: string | undefined): readonly string[] | undefined {
  if (header === undefined) return undefined;
  return header.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1'),
  );
}

function named<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
