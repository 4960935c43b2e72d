/** Checks that topics, subscriptions and snapshots share. Requests were decoded by their proto type, so only values need checks. */

import { invalid, outOfBounds, unimplemented } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { type Duration, durationText, type Labels, milliseconds } from './shapes.ts';

export type Plain = Readonly<Record<string, unknown>>;

export function text(plain: Plain, field: string): string {
  const value = plain[field];
  return typeof value === 'string' ? value : '';
}

export function number(plain: Plain, field: string): number {
  const value = plain[field];
  return typeof value === 'number' ? value : 0;
}

export function flag(plain: Plain, field: string): boolean {
  return plain[field] === true;
}

export function object(plain: Plain, field: string): Plain | undefined {
  const value = plain[field];
  return typeof value === 'object' && value !== null ? (value as Plain) : undefined;
}

export function list(plain: Plain, field: string): readonly unknown[] {
  const value = plain[field];
  return Array.isArray(value) ? value : [];
}

export function durationIn(plain: Plain, field: string): Duration | undefined {
  return object(plain, field) as Duration | undefined;
}

/** A duration between two bounds in seconds, both allowed. */
export function boundedDuration(
  name: string,
  duration: Duration,
  bounds: { readonly min: number; readonly max: number },
): Duration {
  const given = milliseconds(duration);
  if (given < bounds.min * 1000 || given > bounds.max * 1000) {
    throw outOfBounds(name, durationText(duration), `${bounds.min}s`, `${bounds.max}s`);
  }
  return duration;
}

const LABEL_KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const LABEL_VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** https://cloud.google.com/pubsub/docs/create-topic-labels#requirements_for_labels */
export function labelsIn(plain: Plain): Labels | undefined {
  const labels = object(plain, 'labels');
  if (labels === undefined || Object.keys(labels).length === 0) return undefined;
  const entries = Object.entries(labels) as [string, string][];
  if (entries.length > LIMITS.labels) {
    throw invalid(`A resource has at most ${LIMITS.labels} labels. You passed ${entries.length} in the request.`);
  }
  for (const [key, value] of entries) {
    if (!LABEL_KEY.test(key)) throw invalid(`Invalid label key in the request (label_key=${key.slice(0, 100)}).`);
    if (!LABEL_VALUE.test(value)) {
      throw invalid(`Invalid label value in the request (label_key=${key}, label_value=${value.slice(0, 100)}).`);
    }
  }
  return Object.fromEntries(entries);
}

/** Refuses by name what the local service does not do, rather than taking the setting and ignoring it. */
export function refuseFields(resource: string, plain: Plain, fields: Readonly<Record<string, string>>): void {
  for (const [field, snake] of Object.entries(fields)) {
    const value = plain[field];
    const set = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
    if (set) throw unimplemented(`${resource}.${snake}`);
  }
}

/** The paths of an update, each known and changeable. Nested paths are refused, as the service refuses them. */
export function maskPaths(
  request: string,
  resource: string,
  plain: Plain,
  known: { readonly mutable: readonly string[]; readonly fixed: readonly string[] },
): readonly string[] {
  const paths = list(object(plain, 'updateMask') ?? {}, 'paths').map(String);
  if (paths.length === 0) {
    throw invalid(`The update_mask in the ${request} must be set, and must contain a non-empty paths list.`);
  }
  for (const path of paths) {
    if (known.fixed.includes(path)) {
      throw invalid(
        `Invalid update_mask provided in the ${request}: the ${path} field in the ${resource} is not mutable.`,
      );
    }
    if (!known.mutable.includes(path)) {
      throw invalid(
        `Invalid update_mask provided in the ${request}: ${path.slice(0, 100)} is not a known ${resource} field. Note that field paths must be of the form 'message_retention_duration' rather than 'messageRetentionDuration'.`,
      );
    }
  }
  return paths;
}

export function camelCase(path: string): string {
  return path.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}
