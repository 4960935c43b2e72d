/** The resources that the puller needs, for `penstock doctor`. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { readPullerConfig, SETTINGS } from './config.ts';
import type { SourceFile } from './source-file/source-file.ts';
import { loadSourceFiles } from './sources.ts';

export async function needsOf(env: Environment, projectId: string): Promise<readonly Need[]> {
  const { bucket, errorsBucket, sources } = readPullerConfig(env);
  const files = await loadSourceFiles(sources);
  return [
    { kind: 'bucket', name: bucket, use: 'change', because: SETTINGS.bucket.variable },
    ...(errorsBucket === ''
      ? []
      : [{ kind: 'bucket', name: errorsBucket, use: 'create', because: SETTINGS.errorsBucket.variable } as const]),
    ...files.flatMap((file) => ofSource(file, projectId)),
    { kind: 'schedule', name: 'puller', use: 'call', because: 'windows are pulled by a schedule' },
  ];
}

function ofSource({ name, table, secrets = {} }: SourceFile, projectId: string): readonly Need[] {
  const because = `source ${name}`;
  const versions = [...Object.values(secrets), ...(table.hashKey === undefined ? [] : [table.hashKey])];
  const whole = table.name.split('.').length === 2 ? `${projectId}.${table.name}` : table.name;
  return [
    { kind: 'table', name: whole, use: 'write', because },
    ...versions.map((version): Need => ({ kind: 'secret', name: version, use: 'read', because })),
  ];
}
