/** One compiled column: everything its encoder needs, in one object of one shape, so that encoders stay monomorphic. */

import { columnTypeName, type Field } from '../schema/table-schema.ts';
import type { Civil } from './civil.ts';
import type { Fault } from './fault.ts';
import type { Message } from './message.ts';
import type { RowBuffer } from './row-buffer.ts';
import { dropped } from './types/dropped.ts';

/**
 * Writes a value that is neither null nor undefined, without its tag (a list writes the tags of its elements).
 * VARINT_BYTES are free when it is called, and an encoder that needs more reserves it. Returns why the value does not fit.
 */
export type Encode = (column: Column, value: unknown, out: RowBuffer) => Fault | undefined;

/** A type's form on the wire. */
export interface WireType {
  /** `FieldDescriptorProto.Type`. */
  readonly descriptorType: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited. */
  readonly wireType: 0 | 1 | 2;
}

export class Column {
  readonly field: Field;
  readonly name: string;
  readonly typeName: string;
  readonly number: number;
  readonly wire: WireType;
  readonly tag: number;
  readonly list: boolean;
  /** A list writes the tags of its elements itself, and a dropped column has none. */
  readonly writesTag: boolean;
  /** Part of the primary key: never NULL, not even in a DELETE. */
  readonly key: boolean;
  /** NULL and absence are refused. */
  readonly required: boolean;
  /** Absence is refused: REQUIRED without a default value that the server would fill in. */
  readonly mustBePresent: boolean;
  /** Views of its values are masked: it is sensitive, or something within it is. */
  readonly sensitive: boolean;
  readonly maxLength: number;
  /** Digits that a NUMERIC or BIGNUMERIC keeps before and after the point. */
  readonly wholeDigits: number;
  readonly scaleDigits: number;
  /** The one reader of dates and times of the codec. */
  readonly civil: Civil;
  /** The columns within a STRUCT. */
  readonly message: Message | undefined;
  /** The two bounds of a RANGE. */
  readonly bounds: readonly Column[];
  /** Writes one element; `encode` is the same, or the list of them. */
  readonly element: Encode;
  readonly encode: Encode;
  /** The number of the object that this column was last seen in: finds two keys for one column. */
  seenIn = 0;
  /** The object that this column is one of, and the element of a list in progress: where an unknown key was found. */
  owner: Message | undefined = undefined;
  index = 0;

  constructor(field: Field, number: number, parts: ColumnParts) {
    this.field = field;
    this.name = field.name;
    this.typeName = columnTypeName(field);
    this.number = number;
    this.wire = parts.wire;
    this.list = field.mode === 'REPEATED';
    const packed = this.list && parts.wire.wireType !== 2;
    this.tag = number * 8 + (packed ? 2 : parts.wire.wireType);
    this.required = field.mode === 'REQUIRED' || parts.key;
    this.mustBePresent = parts.key || (field.mode === 'REQUIRED' && field.defaultValueExpression === undefined);
    this.sensitive = parts.sensitive;
    this.maxLength = field.maxLength ?? Number.POSITIVE_INFINITY;
    const big = field.type === 'BIGNUMERIC';
    const { precision, scale = 0 } = field;
    this.wholeDigits = precision === undefined ? (big ? 39 : 29) : precision - scale;
    this.scaleDigits = precision === undefined ? (big ? 38 : 9) : scale;
    this.civil = parts.civil;
    this.key = parts.key;
    this.writesTag = !this.list && parts.encode !== dropped;
    this.message = parts.message;
    this.bounds = parts.bounds;
    this.element = parts.element;
    this.encode = parts.encode;
  }
}

export interface ColumnParts {
  readonly wire: WireType;
  readonly key: boolean;
  readonly sensitive: boolean;
  readonly civil: Civil;
  readonly message: Message | undefined;
  readonly bounds: readonly Column[];
  readonly element: Encode;
  readonly encode: Encode;
}
