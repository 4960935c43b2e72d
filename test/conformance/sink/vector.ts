/**
 * Conformance vectors of the sink: a routes file, tables, messages, and what each message becomes. The sink in TypeScript emits them,
 * and every other program that reads the same routes file must come to the same outcomes. `deploy/dataflow` is the first.
 */

import type { RestField } from '../../../shared/bigquery/schema/from-rest.ts';

export interface VectorTable {
  readonly fields: readonly RestField[];
  readonly primaryKey?: readonly string[];
}

/** Exactly one of `text` and `base64`. */
export interface VectorMessage {
  readonly text?: string;
  readonly base64?: string;
  /** Each `<pad>` in `text` stands for so many letters `x`: long payloads stay short in the file. */
  readonly pad?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Defaults: those of MESSAGE. */
  readonly messageId?: string;
  readonly publishTime?: string;
  readonly orderingKey?: string;
  readonly subscription?: string;
}

export const MESSAGE = {
  messageId: '1',
  publishTime: '2026-01-02T03:04:05.678Z',
  orderingKey: '',
  subscription: 'projects/demo-penstock/subscriptions/input',
} as const;

export type VectorOutput = 'STREAMING_INSERTS' | 'STORAGE_WRITE' | 'FILE_LOADS' | 'CDC';

export type Outcome =
  | {
      readonly outcome: 'row';
      readonly route: string;
      readonly output: VectorOutput;
      readonly table: string;
      /** In the canonical spelling of `canonical-row.ts`. */
      readonly row: Readonly<Record<string, unknown>>;
      readonly change?: 'UPSERT' | 'DELETE';
      readonly sequence?: string;
    }
  /** The record's attributes without its stack traces; its data is the payload as it was received. */
  | { readonly outcome: 'rejected' | 'fallback'; readonly attributes: Readonly<Record<string, string>> }
  | { readonly outcome: 'dropped' };

export interface Case {
  readonly name: string;
  readonly message: VectorMessage;
}

/** One file of vectors before the sink has decided on its messages. */
export interface VectorFile {
  readonly name: string;
  readonly about: string;
  /** The routes file, as JSON. */
  readonly config: unknown;
  /** Keyed by `project.dataset.table`. */
  readonly tables: Readonly<Record<string, VectorTable>>;
  readonly cases: readonly Case[];
}

export const PROJECT = 'demo-penstock';

export function dataOf({ text = '', base64, pad = 0 }: VectorMessage): Buffer {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return Buffer.from(pad === 0 ? text : text.replaceAll('<pad>', 'x'.repeat(pad)));
}
