/** The other services that a subscription can write to by itself; the local cloud joins them. */

export interface BigQuerySink {
  /** The names and types of the table's columns, or undefined where there is no such table. `table` is `p.d.t`. */
  columns(table: string): ReadonlyMap<string, string> | undefined;
  /** Writes the rows that can be written and returns for each of the others why not, by its place. */
  insert(table: string, rows: readonly object[], dropUnknown: boolean): Promise<ReadonlyMap<number, string>>;
}

export interface StorageSink {
  hasBucket(bucket: string): boolean;
  write(bucket: string, name: string, bytes: Uint8Array, contentType: string): Promise<void>;
}

export interface Sinks {
  readonly bigquery: BigQuerySink;
  readonly storage: StorageSink;
}
