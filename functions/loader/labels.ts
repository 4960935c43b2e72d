/** Labels of a job that BigQuery accepts for any path: at most 63 characters of lowercase letters, digits, `_`, `-`. */

import { createHash } from 'node:crypto';

const MAX_LENGTH = 63;
const MAX_LABELS = 64;
const HASH_LENGTH = 8;

/** A value cut or changed ends in a hash of the original, so that two paths do not get the same label. */
export function labelValue(text: string): string {
  const legal = text.toLowerCase().replace(/[^\p{Ll}\p{Lo}\p{N}_-]+/gu, '_');
  if ([...legal].length <= MAX_LENGTH && legal === text.toLowerCase()) return legal;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
  return `${[...legal].slice(0, MAX_LENGTH - HASH_LENGTH - 1).join('')}-${hash}`;
}

/** Keys begin with a letter. */
function labelKey(text: string): string {
  const value = labelValue(text);
  return /^[\p{Ll}\p{Lo}]/u.test(value) ? value : [...`k${value}`].slice(0, MAX_LENGTH).join('');
}

export interface LabelFacts {
  readonly bucket: string;
  readonly service: string;
  readonly batch?: string;
  readonly dataSource?: string;
  /** 32 hex digits. */
  readonly traceId?: string;
  /** `labels` of `load.json`. */
  readonly own: Readonly<Record<string, string>>;
}

/** A new object for each job: upstream shared one, and a label of one table leaked into the jobs of others. */
export function labelsOf({
  bucket,
  service,
  batch,
  dataSource,
  traceId,
  own,
}: LabelFacts): Readonly<Record<string, string>> {
  const ours = {
    component: 'event-based-gcs-ingest',
    'bucket-id': labelValue(bucket),
    ...(service !== '' && { 'cloud-function-name': labelValue(service) }),
    ...(batch !== undefined && { 'batch-id': labelValue(batch) }),
    ...(dataSource !== undefined && { 'data-source': labelValue(dataSource) }),
    ...(traceId !== undefined && { 'trace-id': traceId }),
  };
  const theirs = Object.entries(own).map(([key, value]) => [labelKey(key), labelValue(value)] as const);
  return Object.fromEntries([...theirs.slice(0, MAX_LABELS - Object.keys(ours).length), ...Object.entries(ours)]);
}
