/** A table as its resource shows it: with the time of its rows' last change. */

import type { Table } from '../catalog.ts';
import type { Warehouse } from '../warehouse.ts';
import type { TableNow } from './resource.ts';

export function withRows({ history }: Warehouse, table: Table): TableNow {
  return { ...table, rowsMs: history.changedMs(table) };
}
