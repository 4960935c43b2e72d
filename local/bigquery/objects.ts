/** The files of load and extract jobs and of external tables: Cloud Storage, as this service needs to see it. */

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  /** The generation that was listed: what is read is this one and no later one. */
  readonly generation: string;
  readonly size: number;
}

export interface ObjectSource {
  /** The live objects whose names begin so, in order of name; undefined where there is no such bucket. */
  list(bucket: string, prefix: string): Promise<readonly StoredObject[] | undefined>;
  /** The bytes of exactly that generation; throws when it is gone. */
  read(object: StoredObject): AsyncIterable<Uint8Array>;
  /** A local file that holds exactly those bytes and will not change, where there is one: DuckDB reads it directly. */
  file?(object: StoredObject): Promise<string | undefined>;
  /** Puts the bytes of a local file there, in the place of an object of that name. */
  write(bucket: string, name: string, path: string, contentType: string): Promise<void>;
}

/** For a BigQuery that runs without Cloud Storage: every bucket is missing. */
export const NO_OBJECTS: ObjectSource = {
  list: async () => undefined,
  // biome-ignore lint/correctness/useYield: nothing can be read where nothing is listed
  read: async function* () {
    throw new Error('there is no Cloud Storage behind this BigQuery');
  },
  write: async () => {
    throw new Error('there is no Cloud Storage behind this BigQuery');
  },
};

export function uriOf(object: StoredObject): string {
  return `gs://${object.bucket}/${object.name}`;
}
