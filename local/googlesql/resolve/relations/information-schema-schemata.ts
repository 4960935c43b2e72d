/** INFORMATION_SCHEMA.SCHEMATA and SCHEMATA_OPTIONS. */

import type { Dataset } from '../../catalog.ts';
import { STRING, TIMESTAMP } from '../../types/type-text.ts';
import { days, describedOptions, type Option } from './ddl-text.ts';
import { text, type View } from './information-schema-view.ts';

export const SCHEMATA: View = {
  of: 'project',
  columns: [
    ...text('catalog_name schema_name schema_owner'),
    ['creation_time', TIMESTAMP],
    ['last_modified_time', TIMESTAMP],
    ['location', STRING],
  ],
  rows: ({ datasets }) =>
    datasets.map(({ ref, location, createdMs, modifiedMs }) => [
      ref.projectId,
      ref.datasetId,
      null,
      new Date(createdMs),
      new Date(modifiedMs),
      location,
    ]),
};

export const SCHEMATA_OPTIONS: View = {
  of: 'project',
  columns: text('catalog_name schema_name option_name option_type option_value'),
  rows: ({ datasets }) =>
    datasets.flatMap((dataset) =>
      optionsOf(dataset).map((option) => [dataset.ref.projectId, dataset.ref.datasetId, ...option]),
    ),
};

function optionsOf({ resource }: Dataset): readonly Option[] {
  const { defaultTableExpirationMs: table, defaultPartitionExpirationMs: partition } = resource;
  return [
    ...describedOptions(resource),
    ...(table === undefined ? [] : [['default_table_expiration_days', 'FLOAT64', days(Number(table))] as const]),
    ...(partition === undefined
      ? []
      : [['default_partition_expiration_days', 'FLOAT64', days(Number(partition))] as const]),
  ];
}
