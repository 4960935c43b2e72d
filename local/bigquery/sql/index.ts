/** GoogleSQL on DuckDB: the door that the REST surface comes in by. */

import { unsupported } from './error.ts';
import type { Sql, SqlHost } from './request.ts';

export { SqlError } from './error.ts';
export type * from './request.ts';

export function createSql(_host: SqlHost): Sql {
  const refuse = () => {
    throw unsupported('queries');
  };
  return { run: async () => refuse(), dryRun: async () => refuse(), compileDefault: () => refuse() };
}
