/** The options of a materialized view, as REST's `materializedView` has them. It is read as a view, and never stale. */

import type { OptionReader } from './constant.ts';

const MINUTE_MS = 60_000;

/** One that names no options is refreshed, every 30 minutes at the most. */
export async function materializedSettings(options: OptionReader): Promise<Readonly<Record<string, unknown>>> {
  const enabled = await options.bool('enable_refresh');
  const minutes = await options.float('refresh_interval_minutes');
  const anyDefinition = await options.bool('allow_non_incremental_definition');
  return {
    enableRefresh: enabled ?? true,
    refreshIntervalMs: String(Math.round((minutes ?? 30) * MINUTE_MS)),
    ...(anyDefinition === true ? { allowNonIncrementalDefinition: true } : {}),
  };
}
