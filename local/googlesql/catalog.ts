/**
 * The datasets, tables and routines, as the library sees them. The host keeps them; `CatalogView` is all that the library
 * needs of it.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import { quote, type Schema } from './types/schema.ts';

export interface DatasetRef {
  readonly projectId: string;
  readonly datasetId: string;
}

export interface TableRef extends DatasetRef {
  readonly tableId: string;
}

export interface RoutineRef extends DatasetRef {
  readonly routineId: string;
}

export interface Dataset {
  readonly ref: DatasetRef;
  readonly location: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** The rest of the host's entry: labels, description, default expirations, access. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A SNAPSHOT is a table that cannot be changed, with rows of its own. */
export type TableKind = 'TABLE' | 'VIEW' | 'EXTERNAL' | 'SNAPSHOT';

export interface TimePartitioning {
  readonly type: 'HOUR' | 'DAY' | 'MONTH' | 'YEAR';
  /** Absent: partitioned by arrival, with the hidden column _PARTITIONTIME (physical, TIMESTAMPTZ). */
  readonly field?: string;
  readonly expirationMs?: number;
}

export interface RangePartitioning {
  readonly field: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly interval: bigint;
}

export interface Table {
  readonly ref: TableRef;
  readonly kind: TableKind;
  readonly schema: Schema;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Changes with every change of the table; REST's etag and CDC's and the Write API's "the schema changed" hang on it. */
  readonly version: number;
  readonly timePartitioning?: TimePartitioning;
  readonly rangePartitioning?: RangePartitioning;
  readonly clustering?: readonly string[];
  readonly primaryKey?: readonly string[];
  /** GoogleSQL INTERVAL text, as given: `0-0 0 0:15:0`. */
  readonly maxStaleness?: string;
  readonly expirationMs?: number;
  /**
   * Names what is remembered of the table's change data capture: there once a change was applied, gone with the rows it
   * speaks of. A table made again, truncated or given another primary key begins anew.
   */
  readonly changesId?: string;
  /** For VIEW: the GoogleSQL query. */
  readonly viewQuery?: string;
  /** For a VIEW that says it is materialized: its refresh, as REST has it. Its query runs whenever it is read. */
  readonly materialized?: Readonly<Record<string, unknown>>;
  /** For EXTERNAL: the configuration by which the host makes the files readable. */
  readonly external?: Readonly<Record<string, unknown>>;
  /** The IAM policy that was set, without its etag. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** The rest of the host's entry: labels, description, friendlyName, foreign keys, requirePartitionFilter, … */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A function, table function or procedure that outlives its script. */
export interface Routine {
  readonly ref: RoutineRef;
  /** The CREATE statement's own text. */
  readonly definition: string;
  readonly createdMs: number;
}

/** Whether the rows lie in DuckDB. */
export function isStored({ kind }: Pick<Table, 'kind'>): boolean {
  return kind === 'TABLE' || kind === 'SNAPSHOT';
}

/** The kind as REST and error messages call it. */
export function typeOfTable({ kind, materialized }: Pick<Table, 'kind' | 'materialized'>): string {
  return materialized === undefined ? kind : 'MATERIALIZED_VIEW';
}

/** Whether BigQuery's rules for tables under change data capture apply (write-api.md, CDC). */
export function takesChanges({ changesId, primaryKey }: Table): boolean {
  return changesId !== undefined && primaryKey !== undefined;
}

/** The table without what is remembered of its changes. */
export function withoutChanges({ changesId: _forgotten, ...table }: Table): Table {
  return table;
}

export interface CatalogView {
  dataset(ref: DatasetRef): Dataset | undefined;
  datasets(projectId: string): readonly Dataset[];
  table(ref: TableRef): Table | undefined;
  tables(ref: DatasetRef): readonly Table[];
  routine(ref: DatasetRef, routineId: string): Routine | undefined;
  routines(ref: DatasetRef): readonly Routine[];
  /** Begins a change inside the writer's transaction; its `apply` is called after the transaction has committed. */
  change(connection: DuckDBConnection): CatalogChange;
}

export interface CatalogChange {
  putDataset(dataset: Dataset): Promise<void>;
  dropDataset(ref: DatasetRef): Promise<void>;
  putTable(table: Table): Promise<void>;
  dropTable(ref: TableRef): Promise<void>;
  putRoutine(routine: Routine): Promise<void>;
  dropRoutine(ref: DatasetRef, routineId: string): Promise<void>;
  apply(): void;
}

/**
 * The catalog as a job sees it that runs in a location: what lies elsewhere is not there. `datasets` still lists all,
 * because a dataset's name is taken wherever the dataset lies.
 */
export function catalogIn(location: string, all: CatalogView): CatalogView {
  const isElsewhere = ({ projectId, datasetId }: DatasetRef): boolean => {
    const dataset = all.dataset({ projectId, datasetId });
    return dataset !== undefined && dataset.location.toLowerCase() !== location.toLowerCase();
  };
  return {
    dataset: (ref) => (isElsewhere(ref) ? undefined : all.dataset(ref)),
    datasets: (projectId) => all.datasets(projectId),
    table: (ref) => (isElsewhere(ref) ? undefined : all.table(ref)),
    tables: (ref) => (isElsewhere(ref) ? [] : all.tables(ref)),
    routine: (ref, routineId) => (isElsewhere(ref) ? undefined : all.routine(ref, routineId)),
    routines: (ref) => (isElsewhere(ref) ? [] : all.routines(ref)),
    change: (connection) => all.change(connection),
  };
}

/** The hidden column of tables partitioned by arrival. */
export const PARTITION_TIME = '_PARTITIONTIME';

export function isPartitionedByArrival(table: Pick<Table, 'timePartitioning'>): boolean {
  return table.timePartitioning !== undefined && table.timePartitioning.field === undefined;
}

/** The table's name in DuckDB, quoted, ready for SQL. */
export function physicalName(ref: TableRef): string {
  return `${physicalSchema(ref)}.${quote(ref.tableId)}`;
}

export function physicalSchema(ref: DatasetRef): string {
  return quote(`${ref.projectId}.${ref.datasetId}`);
}
