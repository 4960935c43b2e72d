/** Pairs of keys that BigQuery refuses together, told before any job runs and with the file of each. */

export interface MergedConfig {
  readonly value: Readonly<Record<string, unknown>>;
  /** The file that a key came from, `gs://bucket/_config/load.json`. */
  readonly originOf: (path: string) => string;
}

/** Every problem of a merged `load.json`, in words; empty where a load job may be sent. */
export function legalityProblems({ value, originOf }: MergedConfig, hasDecorator: boolean): readonly string[] {
  const problems: string[] = [];
  const from = (key: string): string => `${key} (${originOf(key)})`;
  const is = (key: string): boolean => value[key] !== undefined && value[key] !== false;
  const updates = value.schemaUpdateOptions;
  const write = value.writeDisposition ?? 'WRITE_APPEND';
  if (
    Array.isArray(updates) &&
    updates.length > 0 &&
    write !== 'WRITE_APPEND' &&
    !(write === 'WRITE_TRUNCATE' && hasDecorator)
  ) {
    problems.push(
      `${from('schemaUpdateOptions')} goes only with WRITE_APPEND, or with WRITE_TRUNCATE of a partition, ` +
        `and the destination is a whole table with ${String(write)} (${originOf('writeDisposition')}). Load into a partition or remove one of the two`,
    );
  }
  for (const [one, other] of PAIRS) {
    if (is(one) && is(other))
      problems.push(`${from(one)} and ${from(other)} cannot be set together. Remove one of the two`);
  }
  const format = value.sourceFormat;
  if (format !== undefined) {
    for (const key of Object.keys(value)) {
      const only = FORMATS_OF[key];
      if (only !== undefined && !only.includes(String(format))) {
        problems.push(
          `${from(key)} means something for ${only.join(' and ')} only, and sourceFormat is ${String(format)} (${originOf('sourceFormat')}). Remove it there`,
        );
      }
    }
  }
  for (const [hook, verb, target] of [
    ['onSuccess', 'archive', 'archiveTo'],
    ['onFailure', 'quarantine', 'quarantineTo'],
  ] as const) {
    const hooks = (value[hook] ?? {}) as Readonly<Record<string, unknown>>;
    if (hooks.files === verb && hooks[target] === undefined)
      problems.push(`${from(hook)}.files is ${verb}: ${hook}.${target} is missing`);
    if (hooks.files !== verb && hooks[target] !== undefined)
      problems.push(`${from(hook)}.${target} is set, and ${hook}.files is not ${verb}`);
  }
  return problems;
}

const PAIRS: readonly (readonly [string, string])[] = [
  ['timePartitioning', 'rangePartitioning'],
  ['nullMarker', 'nullMarkers'],
];

/** A merged configuration may come from files of several formats, so only what BigQuery itself refuses is listed. */
const FORMATS_OF: Readonly<Record<string, readonly string[]>> = {
  projectionFields: ['DATASTORE_BACKUP'],
};
