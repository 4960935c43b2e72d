/**
 * `require_partition_filter`: a query of such a table must filter by the column it is partitioned by. A condition
 * counts when it names that column, under whatever name the queries between have given it.
 */

import type { Table } from '../../catalog.ts';
import { PARTITION_TIME } from '../../catalog.ts';
import { invalid } from '../../error.ts';
import type { ScopeColumn } from './scope.ts';

export class PartitionFilters {
  readonly #required: { readonly ids: readonly string[]; readonly message: string }[] = [];
  /** A column of a query, and the columns that it passes on. */
  readonly #sources = new Map<string, string[]>();
  readonly #filtered: string[] = [];

  /** Notes a table that was read, with its columns. */
  read(table: Table, columns: readonly ScopeColumn[]): void {
    if (table.resource.requirePartitionFilter !== true) return;
    const arrival = table.timePartitioning !== undefined && table.timePartitioning.field === undefined;
    const field = table.timePartitioning?.field ?? table.rangePartitioning?.field;
    const { projectId, datasetId, tableId } = table.ref;
    const names = arrival ? [PARTITION_TIME, '_PARTITIONDATE'] : field === undefined ? [] : [field];
    this.require(names, columns, `table '${projectId}.${datasetId}.${tableId}'`);
  }

  /** Notes that `what` was read and that one of its columns of these names must be filtered by. */
  require(names: readonly string[], columns: readonly ScopeColumn[], what: string): void {
    if (names.length === 0) return;
    const lower = new Set(names.map((name) => name.toLowerCase()));
    const ids = columns
      .filter((column) => lower.has(column.name?.toLowerCase() ?? ''))
      .flatMap(({ column }) => column ?? []);
    const message = `Cannot query over ${what} without a filter over column(s) ${names.map((name) => `'${name}'`).join(', ')} that can be used for partition elimination`;
    this.#required.push({ ids, message });
  }

  /** Notes that a query's column is another's value as it is. `source` is undefined where it is not. */
  pass(id: string, source: string | undefined): void {
    if (source !== undefined) this.#sources.set(id, [...(this.#sources.get(id) ?? []), source]);
  }

  /** Notes the columns that the condition of a WHERE or ON reads. */
  condition(columns: readonly string[] | undefined): void {
    this.#filtered.push(...(columns ?? []));
  }

  /** Throws where a table that asks for it was read without. */
  check(): void {
    if (this.#required.length === 0) return;
    const named = new Set<string>();
    const open = [...this.#filtered];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (named.has(id)) continue;
      named.add(id);
      open.push(...(this.#sources.get(id) ?? []));
    }
    const missing = this.#required.find(({ ids }) => !ids.some((id) => named.has(id)));
    if (missing !== undefined) throw invalid(missing.message);
  }
}
