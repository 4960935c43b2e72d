/** Compiles schema and options into columns. All conflicts are collected and reported together, by name. */

import { PenstockError } from '../../runtime/errors.ts';
import { foldName } from '../schema/column-name.ts';
import type { Field, RangeElementType, TableSchema } from '../schema/table-schema.ts';
import { Civil } from './civil.ts';
import { Collector } from './collector.ts';
import { Column, type Encode } from './column.ts';
import { type Encoder, encoderOf } from './encoders.ts';
import { Message } from './message.ts';
import { type CodecOptions, SENSITIVE_TREATMENTS, type SensitiveTreatment } from './options.ts';
import { dropped } from './types/dropped.ts';
import { oneOf } from './types/enumerated.ts';
import { encodeList, encodePacked } from './types/list.ts';
import { HASH_LENGTH, HASH_TEXT_LENGTH, hashWith, maskWith } from './types/sensitive.ts';

const SHORTEST_KEY = 16;

export interface Compiled {
  readonly message: Message;
  readonly collector: Collector;
  /** The JSON column that takes unknown fields. */
  readonly collectInto: Column | undefined;
}

export function compile(schema: TableSchema, options: CodecOptions): Compiled {
  return new Compiler(schema, options).compile();
}

class Compiler {
  readonly #schema: TableSchema;
  readonly #options: CodecOptions;
  readonly #complaints: string[] = [];
  readonly #civil = new Civil();
  readonly #collector: Collector;
  /** Treatments by folded path. One that no column takes is reported, because a misspelt path would let a value through. */
  readonly #treatments: Map<string, SensitiveTreatment>;
  readonly #keys: Set<string>;

  constructor(schema: TableSchema, options: CodecOptions) {
    this.#schema = schema;
    this.#options = options;
    const treatments = Object.entries(options.sensitive?.columns ?? {});
    this.#treatments = new Map(treatments.map(([path, treatment]) => [foldName(path), treatment]));
    this.#keys = new Set(options.primaryKey?.map(foldName));
    this.#collector = new Collector(options.unknownFields, treatments.length > 0);
  }

  compile(): Compiled {
    this.#checkOptions();
    const columns = this.#columns(this.#schema.fields, '');
    for (const path of this.#treatments.keys()) this.#complain(`sensitive column ${path} is not in the schema`);
    for (const name of this.#keys) this.#complain(`primary key column ${name} is not in the schema`);
    const collectInto = this.#collectInto(columns);
    if (this.#complaints.length > 0) {
      throw new PenstockError('CONFIG_INVALID', `row codec: ${this.#complaints.join('; ')}`);
    }
    return { message: new Message(columns, this.#collector), collector: this.#collector, collectInto };
  }

  #columns(fields: readonly Field[], parent: string): Column[] {
    return fields.map((field, index) => this.#column(field, field.number ?? index + 1, parent));
  }

  #column(field: Field, number: number, parent: string): Column {
    const path = parent === '' ? field.name : `${parent}.${field.name}`;
    const encoder = encoderOf(field);
    const treatment = this.#takeTreatment(foldName(path));
    const key = parent === '' && this.#keys.delete(foldName(field.name));
    // Under a mask all rows would be one row.
    if (key && treatment !== undefined && treatment !== 'hash') {
      this.#complain(`${path} is of the primary key, which cannot be ${treatment === 'mask' ? 'masked' : 'dropped'}`);
    }
    const element = this.#element(field, encoder, treatment, path);
    const list = encoder.wire.wireType === 2 ? encodeList : encodePacked;
    const children = this.#columns(field.fields ?? [], path);
    const message = field.type === 'STRUCT' ? new Message(children, this.#collector) : undefined;
    const column = new Column(field, number, {
      wire: encoder.wire,
      key,
      sensitive: treatment !== undefined || children.some((child) => child.sensitive),
      civil: this.#civil,
      message,
      bounds: field.rangeElementType === undefined ? [] : this.#bounds(field.rangeElementType),
      element,
      encode: field.mode === 'REPEATED' && element !== dropped ? list : element,
    });
    if (message !== undefined) message.parent = column;
    return column;
  }

  #bounds(type: RangeElementType): Column[] {
    return this.#columns(
      ['start', 'end'].map((name) => ({ name, type, mode: 'NULLABLE' as const })),
      'a bound',
    );
  }

  #takeTreatment(path: string): SensitiveTreatment | undefined {
    const treatment = this.#treatments.get(path);
    this.#treatments.delete(path);
    return treatment;
  }

  #element(field: Field, encoder: Encoder, treatment: SensitiveTreatment | undefined, path: string): Encode {
    const encode = field.enumNames === undefined ? encoder.encode : oneOf(encoder.encode, field.enumNames);
    if (treatment === undefined) return encode;
    if (treatment === 'drop') {
      if (field.mode === 'REQUIRED') this.#complain(`${path} is REQUIRED and cannot be dropped`);
      return dropped;
    }
    if (field.type !== 'STRING' && field.type !== 'BYTES') {
      this.#complain(
        `${path} is ${field.type}, which cannot be ${treatment === 'mask' ? 'masked' : 'hashed'}, only dropped`,
      );
      return dropped;
    }
    if (treatment === 'mask') return maskWith(encode);
    return hashWith(encode, this.#hashKey(field, path));
  }

  #hashKey(field: Field, path: string): Uint8Array {
    const length = field.type === 'STRING' ? HASH_TEXT_LENGTH : HASH_LENGTH;
    if (field.maxLength !== undefined && field.maxLength < length) {
      this.#complain(`${path} is ${field.type}(${field.maxLength}), too short for a hash of ${length}`);
    }
    const key = this.#options.sensitive?.hashKey;
    if (key !== undefined && key.length >= SHORTEST_KEY) return key;
    this.#complain(`${path} is hashed, and there is no key of ${SHORTEST_KEY} bytes or more`);
    return new Uint8Array();
  }

  #collectInto(columns: readonly Column[]): Column | undefined {
    const into = collectsInto(this.#options.unknownFields);
    if (into === undefined) return undefined;
    const column = columns.find(({ name }) => foldName(name) === foldName(into));
    if (column?.field.type !== 'JSON' || column.field.mode !== 'NULLABLE' || column.sensitive) {
      this.#complain(`unknown fields go into ${into}, which is no NULLABLE JSON column of the table`);
    }
    return column;
  }

  /** Values that the types exclude, but a cast or a config file can bring: none may be taken for another one. */
  #checkOptions(): void {
    const { unknownFields, maxRowBytes, sensitive } = this.#options;
    const collects = collectsInto(unknownFields) !== undefined;
    if (unknownFields !== 'reject' && unknownFields !== 'drop' && !collects) {
      this.#complain('unknownFields is "reject", "drop" or { collectInto }');
    }
    if (maxRowBytes !== undefined && !(Number.isSafeInteger(maxRowBytes) && maxRowBytes > 0)) {
      this.#complain('maxRowBytes is a positive whole number');
    }
    for (const [path, treatment] of Object.entries(sensitive?.columns ?? {})) {
      if (!SENSITIVE_TREATMENTS.includes(treatment)) this.#complain(`${path} is treated by mask, hash or drop`);
    }
    if (this.#keys.size > 0 && this.#options.cdc !== true) this.#complain('a primary key is given without cdc');
  }

  #complain(what: string): void {
    this.#complaints.push(what);
  }
}

function collectsInto(mode: unknown): string | undefined {
  const into = (mode as { readonly collectInto?: unknown } | null | undefined)?.collectInto;
  return typeof into === 'string' ? into : undefined;
}
