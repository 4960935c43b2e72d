/** OPTIONS of tables, views, schemas and columns, as the catalog keeps them. */

import type { Table, TimePartitioning } from '../catalog.ts';
import { invalid } from '../error.ts';
import type { OptionReader } from './constant.ts';
import { patched } from './merge-patch.ts';

const DAY_MS = 86_400_000;

type Patch = Readonly<Record<string, unknown>>;

/** The table with its options set; NULL clears one. */
export async function withTableOptions(
  table: Table,
  options: OptionReader,
  object: 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW',
): Promise<Table> {
  const resource = { ...(await commonOptions(options, table.resource)) };
  const expiration = await options.timestamp('expiration_timestamp');
  const { expirationMs: oldExpiration, maxStaleness: oldStaleness, ...rest } = table;
  const expirationMs = expiration === undefined ? oldExpiration : (expiration ?? undefined);
  let result: Table = { ...rest, resource, ...(expirationMs === undefined ? {} : { expirationMs }) };
  if (object === 'TABLE') {
    const filter = await options.bool('require_partition_filter');
    if (filter !== undefined)
      result = { ...result, resource: patched(result.resource, { requirePartitionFilter: filter }) };
    const rounding = await options.string('default_rounding_mode');
    if (rounding !== undefined)
      result = { ...result, resource: patched(result.resource, { defaultRoundingMode: rounding }) };
    result = await withPartitionExpiration(result, options);
  }
  if (object !== 'VIEW') {
    const staleness = await options.interval('max_staleness');
    const maxStaleness = staleness === undefined ? oldStaleness : (staleness ?? undefined);
    if (maxStaleness !== undefined) result = { ...result, maxStaleness };
  }
  options.finish(object);
  return result;
}

async function withPartitionExpiration(table: Table, options: OptionReader): Promise<Table> {
  const days = await options.float('partition_expiration_days');
  if (days === undefined) return table;
  const { timePartitioning } = table;
  if (timePartitioning === undefined) {
    throw invalid('partition_expiration_days can only be set on a table partitioned by time');
  }
  const { expirationMs: _old, ...partitioning } = timePartitioning;
  const changed: TimePartitioning =
    days === null ? partitioning : { ...partitioning, expirationMs: Math.round(days * DAY_MS) };
  return { ...table, timePartitioning: changed };
}

/** Description, labels and friendly name are merged into the REST resource as PATCH would. */
export async function commonOptions(options: OptionReader, resource: Patch): Promise<Patch> {
  const patch: Record<string, unknown> = {};
  const description = await options.string('description');
  if (description !== undefined) patch.description = description;
  const friendlyName = await options.string('friendly_name');
  if (friendlyName !== undefined) patch.friendlyName = friendlyName;
  const labels = await options.pairs('labels');
  // Labels are replaced as a whole.
  const { labels: oldLabels, ...rest } = resource;
  const kept = labels === undefined && oldLabels !== undefined ? { labels: oldLabels } : {};
  if (labels !== undefined && labels !== null) patch.labels = labels;
  return { ...patched(rest, patch), ...kept };
}
