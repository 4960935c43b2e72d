/** The interfaces between the library, its host and a request. */

import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import type { CatalogView, DatasetRef, Table, TableRef } from './catalog.ts';
import type { Position } from './error.ts';
import type { Schema } from './types/schema.ts';
import type { SqlType } from './types/type.ts';

/** An external table made readable: DuckDB text for FROM, whose columns are named as in the schema. */
export interface ExternalRelation {
  readonly relation: string;
  readonly schema: Schema;
  /** The relation's column that holds the `gs://` URI of each row's file. */
  readonly fileNameColumn?: string;
  /** The columns of which a query must filter by at least one; none where that is not asked for. */
  readonly requiredFilters?: readonly string[];
}

/** A job as INFORMATION_SCHEMA.JOBS shows it. */
export interface JobRow {
  readonly jobId: string;
  readonly parentJobId?: string;
  readonly jobType: 'QUERY' | 'LOAD' | 'COPY' | 'EXTRACT';
  readonly statementType?: string;
  readonly state: 'PENDING' | 'RUNNING' | 'DONE';
  readonly creationMs: number;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly userEmail?: string;
  readonly query?: string;
  readonly destination?: TableRef;
  readonly referenced?: readonly TableRef[];
  readonly totalBytesProcessed?: number;
  readonly cacheHit?: boolean;
  readonly error?: { readonly reason: string; readonly message: string; readonly location?: string };
  readonly labels?: Readonly<Record<string, string>>;
}

/** The append requests of one minute as INFORMATION_SCHEMA.WRITE_API_TIMELINE shows them. */
export interface AppendRow {
  readonly table: TableRef;
  /** The minute's beginning. */
  readonly startMs: number;
  readonly streamType: string;
  /** `OK`, or why the requests were refused. */
  readonly errorCode: string;
  readonly requests: number;
  readonly rows: number;
  readonly bytes: number;
}

/** The DuckDB database that statements run in. */
export interface SqlEngine {
  read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** Runs `work` alone, in a transaction that is undone when it throws. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** Runs what must be done also after an interruption. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T>;
}

/** The host's storage of tables in DuckDB. */
export interface TableStore {
  create(connection: DuckDBConnection, table: Table): Promise<void>;
  drop(connection: DuckDBConnection, ref: TableRef): Promise<void>;
  /** Makes the table fit its changed schema. */
  alter(connection: DuckDBConnection, ref: TableRef, current: Schema, next: Schema): Promise<void>;
}

/** The host's rules for names and tables. Every method throws SqlError. */
export interface HostRules {
  checkDatasetId(datasetId: string): void;
  checkTableId(tableId: string): void;
  /** Partitioning, clustering and keys name columns that exist and can play the part. */
  checkTable(table: Table): void;
  /** A schema as it stands in the configuration of an external table. */
  externalSchema(schema: Schema): unknown;
}

/** The past of the host's tables. Statements tell it what they do to rows, in their transaction. */
export interface TableHistory {
  appended(connection: DuckDBConnection, table: Table, rows: number): Promise<void>;
  /** Before rows or columns change or go. */
  rewriting(connection: DuckDBConnection, table: Table): Promise<void>;
  /** The name stands for another table from now on. */
  forget(ref: TableRef): void;
  /** The table as it was at a moment, and DuckDB text for its rows. Throws SqlError. */
  at(ref: TableRef, ms: number): { readonly table: Table; readonly relation: string };
}

/** A relation of a connection, to be written to files by the settings of an extract job and `overwrite`. */
export interface ExportedRows {
  readonly connection: DuckDBConnection;
  readonly relation: string;
  readonly schema: Schema;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Files to be loaded by the settings of a load job. */
export interface LoadedFiles {
  readonly ref: TableRef;
  /** In place of the table's rows and schema, or of the partition's rows. */
  readonly overwrite: boolean;
  /** The id of the partition that all rows belong to. */
  readonly partition?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The partitioning, clustering and options of a table that the load makes. */
  readonly table: Table;
}

/** The files of Cloud Storage. Every method throws SqlError. */
export interface FileStatements {
  exportRows(rows: ExportedRows): Promise<{ readonly fileCount: number; readonly rowCount: number }>;
  /** In one transaction. Returns the figures of a load job. */
  load(files: LoadedFiles): Promise<Readonly<Record<string, string>>>;
}

export interface SqlHost {
  readonly engine: SqlEngine;
  readonly catalog: CatalogView;
  readonly tables: TableStore;
  readonly rules: HostRules;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The location of datasets made by CREATE SCHEMA without one. */
  readonly location: string;
  /** Makes the files of an external table's configuration readable. Throws SqlError. */
  readonly external: (configuration: Readonly<Record<string, unknown>>) => Promise<ExternalRelation>;
  /** The past of tables; absent where none is kept. */
  readonly history?: TableHistory;
  /** EXPORT DATA and LOAD DATA; absent where there is no Cloud Storage. */
  readonly files?: FileStatements;
  /** The project's jobs, newest first, for INFORMATION_SCHEMA.JOBS. */
  readonly jobs: (projectId: string) => readonly JobRow[];
  /** The project's append requests; absent where the host has no Storage Write API. */
  readonly appends?: (projectId: string) => readonly AppendRow[];
}

/** A query parameter whose REST type and value were already decoded: `sql` types, canonical text values. */
export interface Parameter {
  readonly type: SqlType;
  readonly value: ParameterValue;
}

/** A scalar is REST's text for it; BYTES is base64; a struct is one value a field, in the type's order. */
export type ParameterValue = string | null | readonly ParameterValue[];

export interface Parameters {
  readonly named: ReadonlyMap<string, Parameter>;
  readonly positional: readonly Parameter[];
}

export interface SqlRequest {
  readonly text: string;
  readonly projectId: string;
  readonly defaultDataset?: DatasetRef;
  readonly parameters?: Parameters;
  /** Temporary external tables of the job: name to configuration. */
  readonly externalTables?: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The location that the caller asked for: datasets elsewhere are not found. Without one, all are. */
  readonly location?: string;
  /** SESSION_USER(). */
  readonly user?: string;
}

/** The rows of a query, kept until closed. */
export interface ResultRows {
  readonly rowCount: number;
  read(from: number, count: number): Promise<readonly (readonly DuckDBValue[])[]>;
  /** The chunk that holds this row, and the number of its first one; undefined behind the last row. */
  chunkOf(row: number): { readonly chunk: DuckDBDataChunk; readonly first: number } | undefined;
  close(): void;
}

export type StatementType =
  | 'SELECT'
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'MERGE'
  | 'TRUNCATE_TABLE'
  | 'CREATE_TABLE'
  | 'CREATE_TABLE_AS_SELECT'
  | 'CREATE_EXTERNAL_TABLE'
  | 'CREATE_SNAPSHOT_TABLE'
  | 'CREATE_VIEW'
  | 'CREATE_MATERIALIZED_VIEW'
  | 'CREATE_SCHEMA'
  | 'CREATE_FUNCTION'
  | 'CREATE_TABLE_FUNCTION'
  | 'CREATE_PROCEDURE'
  | 'ALTER_TABLE'
  | 'ALTER_VIEW'
  | 'ALTER_MATERIALIZED_VIEW'
  | 'ALTER_SCHEMA'
  | 'DROP_TABLE'
  | 'DROP_EXTERNAL_TABLE'
  | 'DROP_SNAPSHOT_TABLE'
  | 'DROP_VIEW'
  | 'DROP_MATERIALIZED_VIEW'
  | 'DROP_SCHEMA'
  | 'DROP_FUNCTION'
  | 'DROP_TABLE_FUNCTION'
  | 'DROP_PROCEDURE'
  | 'BEGIN_TRANSACTION'
  | 'COMMIT_TRANSACTION'
  | 'ROLLBACK_TRANSACTION'
  | 'GRANT'
  | 'REVOKE'
  | 'ASSERT'
  | 'EXPORT_DATA'
  | 'LOAD_DATA'
  | 'SCRIPT';

export interface DmlCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** REST's `ddlOperationPerformed`. */
export type DdlOperation = 'CREATE' | 'SKIP' | 'REPLACE' | 'ALTER' | 'DROP';

export interface DdlOutcome {
  readonly operation: DdlOperation;
  readonly table?: TableRef;
  readonly dataset?: DatasetRef;
  readonly routine?: DatasetRef & { readonly routineId: string };
}

export interface StatementOutcome {
  readonly statementType: StatementType;
  /** The statement's own text, for the child job's `query`. */
  readonly text: string;
  readonly start: Position;
  readonly end: Position;
  /** For SELECT. Anonymous columns are already called `f0_`, `f1_`, … */
  readonly schema?: Schema;
  /** For SELECT that ran (not for a dry run). */
  readonly rows?: ResultRows;
  readonly dml?: DmlCounts;
  readonly ddl?: DdlOutcome;
  /** For EXPORT_DATA. */
  readonly exported?: { readonly fileCount: number; readonly rowCount: number };
  /** For LOAD_DATA: REST's `loadQueryStatistics`. */
  readonly loaded?: Readonly<Record<string, string>>;
  readonly referencedTables: readonly TableRef[];
  readonly startMs: number;
  readonly endMs: number;
  /** Why it failed. */
  readonly failure?: Error;
  /** The labels that `@@query_label` was set to. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ScriptOutcome {
  /** The statement whose result is the job's: the only one, or the script's last. */
  readonly final: StatementOutcome;
  /** For a script (statementType SCRIPT): each statement that ran, in order; one whose error was handled has failed. */
  readonly children?: readonly StatementOutcome[];
}

export interface Sql {
  /**
   * Registers what the compiled texts call. `run` and `dryRun` do so themselves; a caller that runs the text of
   * `compileDefault` awaits this once before.
   */
  prepare(): Promise<void>;
  /** Runs a statement or a script. Throws SqlError; a script's error carries the children that ran, the failed one last. */
  run(request: SqlRequest): Promise<ScriptOutcome>;
  /** Whether the text is a query and nothing else. A text that is no GoogleSQL is none. */
  isQuery(text: string): boolean;
  /** Analyzes without running: schema, statement type and referenced tables. */
  dryRun(request: SqlRequest): Promise<ScriptOutcome>;
  /**
   * A column's DEFAULT expression as DuckDB text of the column's type. It may name no column and hold no subquery.
   */
  compileDefault(expression: string, type: SqlType): string;
}
