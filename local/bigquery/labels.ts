/** Labels of datasets, tables and jobs, as requests have them. */

import { isLabelKey, isLabelValue, MAX_LABELS } from '../googlesql/values/label.ts';
import { BigQueryError } from './errors.ts';

/** A label set to null is being removed: only its name is checked. */
export function checkLabels(labels: unknown): void {
  if (labels === undefined || labels === null) return;
  if (typeof labels !== 'object' || Array.isArray(labels)) {
    throw new BigQueryError('invalid', 'Invalid value for labels: an object is expected');
  }
  const entries = Object.entries(labels);
  if (entries.length > MAX_LABELS) throw new BigQueryError('invalid', 'A resource has at most 64 labels');
  for (const [key, value] of entries) {
    if (!isLabelKey(key)) {
      throw new BigQueryError(
        'invalid',
        `Label key "${key}" is invalid: it must start with a lowercase letter and hold at most 63 lowercase letters, numbers, dashes and underscores.`,
      );
    }
    if (value !== null && (typeof value !== 'string' || !isLabelValue(value))) {
      throw new BigQueryError(
        'invalid',
        `Label value "${String(value)}" of key "${key}" is invalid: it must hold at most 63 lowercase letters, numbers, dashes and underscores.`,
      );
    }
  }
}
