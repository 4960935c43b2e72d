/** Column defaults, computed by the engine: once a row, because `GENERATE_UUID()` and `RAND()` differ between rows. */

import { DuckDBListValue, type DuckDBValue } from '@duckdb/node-api';
import type { Engine } from '../engine.ts';
import { type Column, duckType, type Schema } from '../schema.ts';
import { badRows, invalid } from './errors.ts';
import { FieldProblem } from './field-problem.ts';

/** GoogleSQL text to DuckDB text, in the type of the column. */
export type CompileDefault = (expression: string, column: Column) => string;

export interface DefaultedRows {
  readonly count: number;
  readonly columns: readonly ((DuckDBValue | undefined)[] | undefined)[];
  /** Columns, by position, whose missing values take their default. */
  readonly defaulted: readonly number[];
}

export async function fillDefaults(
  engine: Engine,
  rows: DefaultedRows,
  schema: Schema,
  compileDefault: CompileDefault,
): Promise<Pick<DefaultedRows, 'columns'>> {
  const columns = [...rows.columns];
  for (const index of rows.defaulted) {
    const column = schema[index];
    const given = columns[index];
    if (column === undefined || (given !== undefined && !given.includes(undefined))) continue;
    const computed = await evaluate(engine, column, rows.count, compileDefault);
    // An array is never NULL.
    const defaults = column.mode === 'REPEATED' ? computed.map((value) => value ?? new DuckDBListValue([])) : computed;
    requireValues(column, given, defaults);
    columns[index] =
      given === undefined ? defaults : given.map((value, row) => (value === undefined ? defaults[row] : value));
  }
  return { columns };
}

/** A default that comes to NULL does not fill a REQUIRED column. */
function requireValues(
  { mode, name }: Column,
  given: readonly (DuckDBValue | undefined)[] | undefined,
  defaults: readonly (DuckDBValue | undefined)[],
): void {
  if (mode !== 'REQUIRED') return;
  const missing = defaults.flatMap((value, index) => (value === null && given?.[index] === undefined ? [index] : []));
  const message = new FieldProblem('Required field is missing', name).describe();
  if (missing.length > 0)
    throw badRows(
      missing.map((index) => ({ index, message })),
      name,
    );
}

async function evaluate(
  engine: Engine,
  column: Column,
  count: number,
  compileDefault: CompileDefault,
): Promise<(DuckDBValue | undefined)[]> {
  try {
    const expression = compileDefault(column.defaultValueExpression ?? 'NULL', column);
    return await engine.read(async (connection) => {
      const result = await connection.runAndReadAll(
        `SELECT CAST((${expression}) AS ${duckType(column)}) FROM range(${count})`,
      );
      return result.getColumns()[0] ?? [];
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`Cannot evaluate the default value of column ${column.name}: ${reason}`);
  }
}
