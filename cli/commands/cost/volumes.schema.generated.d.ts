// Made by tools/config-schemas.ts from volumes.schema.json. Do not edit.
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';

/** The volumes that pass through each door, for penstock cost. */
export interface Volumes {
  /** Issues over HTTP. */
  readonly intake: {
    /** Issues a second, on the average. */
    readonly perSecond: number;
    /** Bytes of a message. */
    readonly bytes: number;
  };
  /** Changes of documents. */
  readonly firestore: {
    /** Changes a second, on the average. */
    readonly perSecond: number;
    /** Bytes of a message. */
    readonly bytes: number;
  };
  /** Messages that other publishers send to the topics of the sink. */
  readonly other: {
    /** Messages a second, on the average. */
    readonly perSecond: number;
    /** Bytes of a message. */
    readonly bytes: number;
  };
  /** The sink, which takes the messages of the three above. */
  readonly sink: {
    /** A worker pool that pulls, or a function that is pushed to. */
    readonly input: "worker" | "push";
    /** The way by which rows reach BigQuery. */
    readonly mode: "STORAGE_WRITE" | "CDC" | "STREAMING_INSERTS" | "MIXED" | "FILE_LOADS";
    /** Tables that rows go to at the same time. */
    readonly tables: number;
    /** Connections for appends of an instance to a table: `connections` of a route. */
    readonly connections: number;
    /** StreamingPull connections of a worker. */
    readonly pullStreams: number;
  };
  /** Files that are loaded. */
  readonly loader: {
    /** Batches a day, over all tables. */
    readonly loadsPerDay: number;
    /** Bytes a day. */
    readonly bytesPerDay: number;
    /** Tables that are loaded. */
    readonly tables: number;
  };
  /** Sources that are pulled. */
  readonly puller: {
    /** Windows a day, over all sources. */
    readonly windowsPerDay: number;
    /** Rows of a window. */
    readonly rowsPerWindow: number;
    /** Bytes of a row. */
    readonly rowBytes: number;
  };
  /** The tables. */
  readonly warehouse: {
    /** Months for which rows are kept. */
    readonly monthsKept: number;
    /** TiB that queries read in a month; the view that removes duplicates and tables of CDC are read whole. */
    readonly queriedTibPerMonth: number;
    /** One region, or US or EU: quotas differ. */
    readonly location: "region" | "multi-region";
  };
  /** The busiest minute over the average; capacity is reckoned for it. */
  readonly peak: number;
}

export declare const volumesSchema: CompiledSchema<Volumes>;
