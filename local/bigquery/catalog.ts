/**
 * The datasets, tables and routines: in memory for reading, and in DuckDB's own tables for durability, so that a change
 * to the catalog and the data it belongs to commit or vanish together.
 *
 * A dataset `p.d` is the DuckDB schema "p.d"; a table is a table of its own name in it. DuckDB ignores case and BigQuery
 * does not: two tables of one dataset whose names differ only in case are refused.
 */

import type { DuckDBConnection } from '@duckdb/node-api';
import type {
  CatalogChange,
  CatalogView,
  Dataset,
  DatasetRef,
  Routine,
  Table,
  TableRef,
} from '../googlesql/catalog.ts';

export * from '../googlesql/catalog.ts';

const TABLES = ['datasets', 'tables', 'routines'] as const;
type Kind = (typeof TABLES)[number];

/** The schema of Penstock's own tables in DuckDB. No dataset can have this name: its schemas always contain a dot. */
export const OWN_SCHEMA = 'penstock';

export class Catalog implements CatalogView {
  readonly #datasets = new Map<string, Dataset>();
  readonly #tables = new Map<string, Table>();
  readonly #routines = new Map<string, Routine>();

  /** Makes the catalog's tables where they are missing and reads what they hold. */
  async load(connection: DuckDBConnection): Promise<void> {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${OWN_SCHEMA}`);
    for (const kind of TABLES) {
      await connection.run(
        `CREATE TABLE IF NOT EXISTS ${OWN_SCHEMA}.${kind} (key VARCHAR PRIMARY KEY, entry VARCHAR NOT NULL)`,
      );
      const rows = await connection.runAndReadAll(`SELECT key, entry FROM ${OWN_SCHEMA}.${kind}`);
      for (const [key, entry] of rows.getRows() as [string, string][]) {
        (this.#map(kind) as Map<string, unknown>).set(key, JSON.parse(entry, reviveBigInt));
      }
    }
  }

  dataset(ref: DatasetRef): Dataset | undefined {
    return this.#datasets.get(datasetKey(ref));
  }

  datasets(projectId: string): readonly Dataset[] {
    return [...this.#datasets.values()].filter(({ ref }) => ref.projectId === projectId);
  }

  /** The projects that have datasets. */
  projects(): readonly string[] {
    return [...new Set([...this.#datasets.values()].map(({ ref }) => ref.projectId))].sort();
  }

  table(ref: TableRef): Table | undefined {
    return this.#tables.get(tableKey(ref));
  }

  tables(ref: DatasetRef): readonly Table[] {
    const prefix = `${datasetKey(ref)}.`;
    return [...this.#tables.entries()].filter(([key]) => key.startsWith(prefix)).map(([, table]) => table);
  }

  /** Every table of every project. */
  allTables(): readonly Table[] {
    return [...this.#tables.values()];
  }

  routine(ref: DatasetRef, routineId: string): Routine | undefined {
    return this.#routines.get(`${datasetKey(ref)}.${routineId.toLowerCase()}`);
  }

  routines(ref: DatasetRef): readonly Routine[] {
    const prefix = `${datasetKey(ref)}.`;
    return [...this.#routines.entries()].filter(([key]) => key.startsWith(prefix)).map(([, routine]) => routine);
  }

  /**
   * Begins a change inside the writer's transaction. Call `apply` after the transaction has committed: only then do
   * readers of the catalog see it.
   */
  change(connection: DuckDBConnection): CatalogChange {
    const steps: (() => void)[] = [];
    const put = async (kind: Kind, key: string, entry: unknown): Promise<void> => {
      await connection.run(`INSERT OR REPLACE INTO ${OWN_SCHEMA}.${kind} VALUES ($1, $2)`, [
        key,
        JSON.stringify(entry, writeBigInt),
      ]);
      steps.push(() => (this.#map(kind) as Map<string, unknown>).set(key, entry));
    };
    const drop = async (kind: Kind, key: string): Promise<void> => {
      await connection.run(`DELETE FROM ${OWN_SCHEMA}.${kind} WHERE key = $1`, [key]);
      steps.push(() => this.#map(kind).delete(key));
    };
    return {
      putDataset: (dataset) => put('datasets', datasetKey(dataset.ref), dataset),
      dropDataset: (ref) => drop('datasets', datasetKey(ref)),
      putTable: (table) => put('tables', tableKey(table.ref), table),
      dropTable: (ref) => drop('tables', tableKey(ref)),
      putRoutine: (routine) =>
        put('routines', `${datasetKey(routine.ref)}.${routine.ref.routineId.toLowerCase()}`, routine),
      dropRoutine: (ref, routineId) => drop('routines', `${datasetKey(ref)}.${routineId.toLowerCase()}`),
      apply: () => {
        for (const step of steps.splice(0)) step();
      },
    };
  }

  #map(kind: Kind): Map<string, Dataset> | Map<string, Table> | Map<string, Routine> {
    return { datasets: this.#datasets, tables: this.#tables, routines: this.#routines }[kind];
  }
}

function datasetKey(ref: DatasetRef): string {
  return `${ref.projectId}.${ref.datasetId}`;
}

function tableKey(ref: TableRef): string {
  return `${datasetKey(ref)}.${ref.tableId}`;
}

function writeBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { $bigint: value.toString() } : value;
}

function reviveBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && '$bigint' in value ? BigInt(String(value.$bigint)) : value;
}
