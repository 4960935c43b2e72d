/** A local BigQuery's SQL engine in memory, and its results in a form that a test can write down. */

import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { Catalog } from '@penstock/local/bigquery/catalog.ts';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import { sqlHost } from '@penstock/local/bigquery/sql-host.ts';
import { createSql, type ScriptOutcome, type SqlHost, type SqlRequest } from '@penstock/local/googlesql/index.ts';
import { formatDecimal } from '@penstock/local/googlesql/values/decimal.ts';
import { formatInterval } from '@penstock/local/googlesql/values/interval.ts';
import { formatDate, formatDatetime, formatTime } from '@penstock/local/googlesql/values/time.ts';

export type Plain = string | number | boolean | null | readonly Plain[];

/** Whole numbers are numbers where they are exact; decimals, times and bytes are text; structs and arrays are lists. */
export function plain(value: DuckDBValue): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  if (value instanceof DuckDBDecimalValue) return formatDecimal(value.value, value.scale);
  if (value instanceof DuckDBDateValue) return formatDate(value.days);
  if (value instanceof DuckDBTimeValue) return formatTime(value.micros);
  if (value instanceof DuckDBTimestampValue) return formatDatetime(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return `${formatDatetime(value.micros)}Z`;
  if (value instanceof DuckDBIntervalValue) return formatInterval(value);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) return Object.values(value.entries).map(plain);
  return String(value);
}

export class Console {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly #sql: ReturnType<typeof createSql>;

  private constructor(engine: Engine, catalog: Catalog, host: Partial<SqlHost>) {
    this.engine = engine;
    this.catalog = catalog;
    this.#sql = createSql({
      ...sqlHost,
      engine,
      catalog,
      now: () => Date.now(),
      location: 'US',
      external: async () => {
        throw new Error('This test has no files');
      },
      jobs: () => [],
      ...host,
    });
  }

  static async open(host: Partial<SqlHost> = {}): Promise<Console> {
    const engine = await Engine.open(undefined);
    const catalog = new Catalog();
    await engine.write((connection) => catalog.load(connection));
    return new Console(engine, catalog, host);
  }

  run(text: string, request: Partial<SqlRequest> = {}): Promise<ScriptOutcome> {
    return this.#sql.run({ ...this.#request(text), ...request });
  }

  dryRun(text: string, request: Partial<SqlRequest> = {}): Promise<ScriptOutcome> {
    return this.#sql.dryRun({ ...this.#request(text), ...request });
  }

  /** The rows of the last statement. */
  async rows(text: string, request: Partial<SqlRequest> = {}): Promise<readonly (readonly Plain[])[]> {
    const { final } = await this.run(text, request);
    const rows = (await final.rows?.read(0, 10_000)) ?? [];
    final.rows?.close();
    return rows.map((row) => row.map(plain));
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  #request(text: string): SqlRequest {
    return {
      text,
      projectId: 'my-proj',
      defaultDataset: { projectId: 'my-proj', datasetId: 'ds' },
      user: 'me@example.com',
    };
  }
}
