/** A Parquet file with one required INT96 column, which Spark and Hive write for timestamps and DuckDB does not. */

type Value =
  | number
  | bigint
  | string
  | { readonly list: readonly Value[] }
  | readonly (readonly [field: number, Value])[];

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];

const isStruct = (value: Value): value is readonly (readonly [number, Value])[] => Array.isArray(value);

function typeOf(value: Value): number {
  if (typeof value === 'number') return 5;
  if (typeof value === 'bigint') return 6;
  if (typeof value === 'string') return 8;
  return isStruct(value) ? 12 : 9;
}

/** Thrift's compact protocol: a number is an i32, a bigint an i64. */
function thrift(value: Value): number[] {
  if (typeof value === 'number' || typeof value === 'bigint') return varint(Number(value) * 2);
  if (typeof value === 'string') return [...varint(Buffer.byteLength(value)), ...Buffer.from(value)];
  if (!isStruct(value)) {
    const [first = 0] = value.list;
    return [(value.list.length << 4) | typeOf(first), ...value.list.flatMap(thrift)];
  }
  let before = 0;
  const fields = value.flatMap(([field, inner]) => {
    const header = ((field - before) << 4) | typeOf(inner);
    before = field;
    return [header, ...thrift(inner)];
  });
  return [...fields, 0];
}

const JULIAN_DAY_OF_1970 = 2_440_588;

/** The file's column is called `name` and holds the times, given in milliseconds since 1970. */
export function int96File(name: string, times: readonly number[]): Buffer {
  const values = Buffer.alloc(times.length * 12);
  for (const [at, time] of times.entries()) {
    const day = Math.floor(time / 86_400_000);
    values.writeBigInt64LE(BigInt(time - day * 86_400_000) * 1_000_000n, at * 12);
    values.writeInt32LE(day + JULIAN_DAY_OF_1970, at * 12 + 8);
  }
  const page: Value = [
    [1, 0],
    [2, values.length],
    [3, values.length],
    [
      5,
      [
        [1, times.length],
        [2, 0],
        [3, 3],
        [4, 3],
      ],
    ],
  ];
  const data = Buffer.from([...thrift(page), ...values]);
  const column: Value = [
    [1, 3],
    [2, { list: [0] }],
    [3, { list: [name] }],
    [4, 0],
    [5, BigInt(times.length)],
    [6, BigInt(data.length)],
    [7, BigInt(data.length)],
    [9, 4n],
  ];
  const root: Value = [
    [4, 'schema'],
    [5, 1],
  ];
  const leaf: Value = [
    [1, 3],
    [3, 0],
    [4, name],
  ];
  const chunk: Value = [
    [2, 4n],
    [3, column],
  ];
  const group: Value = [
    [1, { list: [chunk] }],
    [2, BigInt(data.length)],
    [3, BigInt(times.length)],
  ];
  const footer = Buffer.from(
    thrift([
      [1, 1],
      [2, { list: [root, leaf] }],
      [3, BigInt(times.length)],
      [4, { list: [group] }],
    ]),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), data, footer, size, Buffer.from('PAR1')]);
}
