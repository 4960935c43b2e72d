/** The options and the interface of every service of the local cloud, so that `cloud.ts` starts and stops them alike. */

import type { Units } from '../way/ids.ts';
import type { Faults } from './faults/faults.ts';

/** One thing that happened, for the console and the command's one readable line an event. Never carries a payload. */
export interface Happening {
  readonly service: ServiceName;
  /** The action in the past tense: `published`, `finalized`, `appended`. */
  readonly what: string;
  /** The resource it happened to, as the service names it. */
  readonly resource: string;
  /** Short facts in reading order: `{ messages: 3, bytes: 812 }`. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  /** The ids of each row, message or object that it was about, so that a way can be followed through it. */
  readonly units?: Units;
  /** A step of a way that is not worth a line of its own: a message that was pulled or acknowledged. */
  readonly minor?: boolean;
  /** Present where something went wrong: a warning is tried again or was refused, an error needs a look. */
  readonly level?: 'warning' | 'error';
}

export type ServiceName =
  | 'bigquery'
  | 'bigquery-storage'
  | 'pubsub'
  | 'storage'
  | 'eventarc'
  | 'scheduler'
  | 'secrets'
  | 'firestore'
  | 'functions'
  | 'console';

export interface ServiceOptions {
  /** Loopback unless the user chose another address. */
  readonly host: string;
  /** 0 lets the system choose; the service's `address` says which it was. */
  readonly port: number;
  /** The service's own folder, or undefined to keep everything in memory. */
  readonly stateDir: string | undefined;
  readonly faults: Faults;
  readonly report: (happening: Happening) => void;
  /** Milliseconds since the epoch. Passed in, so that a test can hold it still. */
  readonly now: () => number;
}

export interface Service {
  readonly name: ServiceName;
  /** `host:port` as bound. */
  readonly address: string;
  /** Begins nothing new by itself, and resolves when what it has begun is over: an answer that is lost now comes twice. */
  drain?(): Promise<void>;
  /** Work that was begun and is not over, one phrase each: `subscription orders has 3 messages to push`. */
  busy?(): readonly string[];
  /** Stops listening, ends open connections, flushes state. Safe to call twice. */
  close(): Promise<void>;
}
