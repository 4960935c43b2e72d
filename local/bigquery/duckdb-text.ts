/**
 * Strings as DuckDB keeps them. The binding (node-api 1.5) decodes with a TextDecoder that takes U+FEFF at the beginning
 * of every string for a byte order mark and drops it; in a value it is a character like any other.
 */

import { createRequire } from 'node:module';

interface DataAccessors {
  textDecoder: InstanceType<typeof TextDecoder>;
}

const accessors = createRequire(import.meta.url)('@duckdb/node-api/lib/vectors/dataAccessors.js') as DataAccessors;

export function keepByteOrderMarks(): void {
  accessors.textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
}
