/** Labels of datasets, tables and jobs. https://cloud.google.com/bigquery/docs/labels-intro#requirements */

import { BigQueryError } from './errors.ts';

const KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** A label set to null is being removed: only its name is checked. */
export function checkLabels(labels: unknown): void {
  if (labels === undefined || labels === null) return;
  if (typeof labels !== 'object' || Array.isArray(labels)) {
    throw new BigQueryError('invalid', 'Invalid value for labels: an object is expected');
  }
  const entries = Object.entries(labels);
  if (entries.length > 64) throw new BigQueryError('invalid', 'A resource has at most 64 labels');
  for (const [key, value] of entries) {
    if (!KEY.test(key)) {
      throw new BigQueryError(
        'invalid',
        `Label key "${key}" is invalid: it must start with a lowercase letter and hold at most 63 lowercase letters, numbers, dashes and underscores.`,
      );
    }
    if (value !== null && (typeof value !== 'string' || !VALUE.test(value))) {
      throw new BigQueryError(
        'invalid',
        `Label value "${String(value)}" of key "${key}" is invalid: it must hold at most 63 lowercase letters, numbers, dashes and underscores.`,
      );
    }
  }
}
