/** The facts about its table that an output needs before the first row. */

import type { BigQuery } from '@google-cloud/bigquery';
import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { formatTableName, type TableName } from '@penstock/shared/bigquery/table-name.ts';
import { describeTable } from '@penstock/shared/bigquery/tables/describe-table.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';

export interface DescribedTable {
  readonly schema: TableSchema;
  readonly primaryKey: readonly string[];
  readonly maxStaleness: string | undefined;
  /** Two descriptions with the same text are the same table for an output. */
  readonly version: string;
}

/** Throws NOT_FOUND where there is no such table or dataset. */
export type DescribeTable = (name: TableName) => Promise<DescribedTable>;

export function describeWith(connect: () => Promise<BigQuery>): DescribeTable {
  return async (name) => {
    const table = await describeTable(await connect(), name);
    if (table === undefined) {
      const message = `there is no table ${formatTableName(name)}: create it, and redrive the error output`;
      throw new PenstockError('NOT_FOUND', message, { stage: 'sending' });
    }
    const { schema, primaryKey, maxStaleness } = table;
    return { schema, primaryKey, maxStaleness, version: JSON.stringify([schema, primaryKey]) };
  };
}
