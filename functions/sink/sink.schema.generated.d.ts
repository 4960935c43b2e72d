// Made by tools/config-schemas.ts from sink.schema.json. Do not edit.
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';

export interface Sink {
  /** Subscriptions whose messages are taken: the worker pulls from them, and a push from any other is refused. */
  readonly subscriptions?: readonly (string)[];
  /** GZIP: payloads are gunzipped; those that are not gzipped pass unchanged. */
  readonly compression?: "NONE" | "GZIP";
  /** Messages in memory. Above it no more are taken. */
  readonly maxMessages?: number;
  /** Bytes of messages in memory. */
  readonly maxBytes?: string;
  /** StreamingPull connections of the worker for each subscription. One moves about 10 MB/s at the service. */
  readonly pullStreams?: number;
  /** The project of tables that are named without one. Default: the function's own. */
  readonly defaultProject?: string;
  /** Takes messages that no route matches. Without it they are dropped and counted. */
  readonly fallbackTopic?: string;
  /** Takes every message that cannot become a row, with the reason. */
  readonly errorOutput: {
    /** A topic, by name or as `projects/P/topics/T`. */
    readonly topic?: string;
    /** With a topic: takes payloads that are too large for a message. Without: takes the records themselves. */
    readonly bucket?: string;
    /** Before the name of every object, with its final `/`. */
    readonly prefix?: string;
  };
  /** The place where FILE_LOADS and MIXED stage their files, and the times at which these are loaded. */
  readonly fileLoads?: {
    /** The bucket of the staged files. */
    readonly bucket: string;
    /** Before every name, with its final `/`. */
    readonly prefix?: string;
    /** The time between two loads of staged files. A table takes 1,500 load jobs a day. */
    readonly triggeringFrequency?: string;
    /** Files of one load job. */
    readonly maxFiles?: number;
    /** Bytes of one load job. */
    readonly maxBytes?: string;
    /** The time for which a message that is delivered again is recognised and left out. */
    readonly deduplicateFor?: string;
    /** The number of messages of a table that are remembered for that; about 100 bytes of memory each. */
    readonly deduplicateMost?: number;
  };
  /** Tried in order; the first whose tests all hold takes the message. */
  readonly routes: readonly ({
    /** For logs, metrics and `routes explain`. */
    readonly name: string;
    /** Only messages of these subscriptions. None: of all. */
    readonly from?: readonly (string)[];
    /** Tests by attribute name; all must hold. None: every message matches. */
    readonly match?: Readonly<Record<string, {
        /** The value. */
        readonly equals?: string;
        /** One of these values. */
        readonly in?: readonly (string)[];
        /** A regular expression for the whole value. */
        readonly pattern?: string;
        /** Whether the attribute is there at all. */
        readonly present?: boolean;
      }>>;
    /** `[project.]dataset.table`, with `${attribute}` and `${attribute:-default}`. */
    readonly table: string;
    /** json: the payload is the row. message: attributes and payload are columns. envelope: facts, attributes and payload. mapping: `columns` and `constants`. */
    readonly format?: "json" | "message" | "envelope" | "mapping";
    /** With `mapping`: column to source: `$.path` in the payload, `@attribute`, or `#message_id`, `#publish_time`, `#ordering_key`, `#subscription`. */
    readonly columns?: Readonly<Record<string, string>>;
    /** With `mapping`: column to a fixed value. */
    readonly constants?: Readonly<Record<string, string | number | boolean>>;
    /** The way by which rows reach BigQuery. */
    readonly mode?: "STREAMING_INSERTS" | "STORAGE_WRITE" | "FILE_LOADS" | "MIXED" | "CDC";
    /** Fields that the table has no column for: dropped as seed 001 says, the row rejected, or collected into the JSON column `collectInto`. */
    readonly unknownFields?: "drop" | "reject" | "collect";
    /** With `collect`: the JSON column. */
    readonly collectInto?: string;
    /** Rows of a batch, or of a staged file. */
    readonly maxRows?: number;
    /** Bytes of a batch, or of a staged file. */
    readonly maxBytes?: string;
    /** From the first row of a batch to its sending. */
    readonly maxDelay?: string;
    /** With STORAGE_WRITE and CDC: calls side by side for one table. One moves about 10 MB/s at the service. */
    readonly connections?: number;
    /** With STREAMING_INSERTS and MIXED: the message id as `insertId`, by which BigQuery drops most repetitions. Without, a table takes more rows a second. */
    readonly insertIds?: boolean;
    /** With MIXED: which messages are streamed; all others are loaded from files. */
    readonly streamed?: {
      /** As in a route. None: every message that is small enough. */
      readonly match?: Readonly<Record<string, {
          /** The value. */
          readonly equals?: string;
          /** One of these values. */
          readonly in?: readonly (string)[];
          /** A regular expression for the whole value. */
          readonly pattern?: string;
          /** Whether the attribute is there at all. */
          readonly present?: boolean;
        }>>;
      /** The largest payload that is streamed. */
      readonly maxBytes?: string;
    };
    /** With CDC: one to four sources, the most significant first, that put the changes of a key in order. Whole numbers, or timestamps. */
    readonly sequence?: readonly (string)[];
    /** With CDC: which messages delete their key's row. */
    readonly deletes?: {
      /** As in `columns`. */
      readonly source: string;
      /** The values that mean a deletion. */
      readonly in: readonly (string)[];
    };
  })[];
}

export declare const sinkSchema: CompiledSchema<Sink>;
