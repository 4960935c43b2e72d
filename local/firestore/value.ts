/** Firestore values in their REST form: checked, compared, and made from plain JSON for people's convenience. */

export type Value =
  | { readonly nullValue: null }
  | { readonly booleanValue: boolean }
  | { readonly integerValue: string }
  | { readonly doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly timestampValue: string }
  | { readonly stringValue: string }
  | { readonly bytesValue: string }
  | { readonly referenceValue: string }
  | { readonly geoPointValue: { readonly latitude?: number; readonly longitude?: number } }
  | { readonly arrayValue: { readonly values?: readonly Value[] } }
  | { readonly mapValue: { readonly fields?: Fields } };

export type Fields = Readonly<Record<string, Value>>;

export class ValueInvalid extends Error {}

/** Firestore's own limit on nesting. */
const MAX_DEPTH = 20;

/** Reads the REST form strictly; throws ValueInvalid that names the field. */
export function readFields(given: unknown, path = '', depth = 0): Fields {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new ValueInvalid(`${path || 'fields'} must be an object of values`);
  const fields = Object.entries(given).map(([name, value]) => [
    need(name, name !== '', path || 'fields', 'without a field of no name'),
    readValue(value, path === '' ? name : `${path}.${name}`, depth),
  ]);
  return Object.fromEntries(fields) as Fields;
}

const READERS: Readonly<Record<string, (value: unknown, path: string, depth: number) => Value>> = {
  nullValue: (value, path) => {
    need(value, value === null || value === 'NULL_VALUE', path, 'null');
    return { nullValue: null };
  },
  booleanValue: (value, path) => ({
    booleanValue: need(value, typeof value === 'boolean', path, 'true or false') as boolean,
  }),
  integerValue: (value, path) => ({ integerValue: readInteger(value, path) }),
  doubleValue: (value, path) => ({ doubleValue: readDouble(value, path) }),
  timestampValue: (value, path) => ({ timestampValue: readTimestamp(value, path) }),
  stringValue: (value, path) => ({ stringValue: need(value, typeof value === 'string', path, 'text') as string }),
  bytesValue: (value, path) => ({
    bytesValue: need(
      value,
      typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value),
      path,
      'base64',
    ) as string,
  }),
  referenceValue: (value, path) => ({
    referenceValue: need(
      value,
      typeof value === 'string' && /^projects\/[^/]+\/databases\/[^/]+\/documents\/.+/.test(value),
      path,
      'a full document name',
    ) as string,
  }),
  geoPointValue: (value, path) => {
    const { latitude = 0, longitude = 0 } = (value ?? {}) as { latitude?: number; longitude?: number };
    need(
      value,
      isWithin(latitude, 90) && isWithin(longitude, 180),
      path,
      'a latitude from -90 to 90 and a longitude from -180 to 180',
    );
    return { geoPointValue: { latitude, longitude } };
  },
  arrayValue: (value, path, depth) => {
    const { values = [] } = (value ?? {}) as { values?: unknown[] };
    need(values, Array.isArray(values), path, 'a list of values');
    return { arrayValue: { values: values.map((one, at) => readElement(one, `${path}[${at}]`, depth + 1)) } };
  },
  mapValue: (value, path, depth) => {
    const { fields } = (value ?? {}) as { fields?: unknown };
    return { mapValue: { fields: readFields(fields, path, depth + 1) } };
  },
};

function readValue(given: unknown, path: string, depth: number): Value {
  if (depth > MAX_DEPTH) throw new ValueInvalid(`${path} is nested deeper than ${MAX_DEPTH} levels`);
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const key = keys[0];
  const reader = key !== undefined && Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  if (keys.length !== 1 || reader === undefined) {
    throw new ValueInvalid(`${path} must be an object with exactly one of ${Object.keys(READERS).join(', ')}`);
  }
  return reader((given as Record<string, unknown>)[key as string], path, depth);
}

function readElement(given: unknown, path: string, depth: number): Value {
  const value = readValue(given, path, depth);
  if ('arrayValue' in value)
    throw new ValueInvalid(`${path} is an array directly inside an array, which Firestore does not hold`);
  return value;
}

function isWithin(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= limit;
}

function readInteger(value: unknown, path: string): string {
  const text = String(value);
  need(value, /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text), path, 'a 64-bit whole number');
  return BigInt(text).toString();
}

function readDouble(value: unknown, path: string): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return value;
  return need(value, typeof value === 'number', path, 'a number, "NaN", "Infinity" or "-Infinity"') as number;
}

/** Firestore keeps microseconds: finer digits are cut, as the real service does. */
function readTimestamp(value: unknown, path: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(String(value));
  const seconds = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN;
  need(value, !Number.isNaN(seconds), path, 'an RFC 3339 timestamp');
  const micros = (match?.[2] ?? '').padEnd(6, '0').slice(0, 6).replace(/0+$/, '');
  return `${new Date(seconds).toISOString().slice(0, 19)}${micros === '' ? '' : `.${micros}`}Z`;
}

function need(value: unknown, holds: boolean, path: string, what: string): unknown {
  if (!holds) throw new ValueInvalid(`${path} must be ${what}`);
  return value;
}

/** Plain JSON as people write it: whole numbers become integers, other numbers doubles, text text. */
export function fromPlain(plain: unknown, path = 'value', depth = 0): Value {
  if (depth > MAX_DEPTH) throw new ValueInvalid(`${path} is nested deeper than ${MAX_DEPTH} levels`);
  if (plain === null) return { nullValue: null };
  if (typeof plain === 'boolean') return { booleanValue: plain };
  if (typeof plain === 'number')
    return Number.isSafeInteger(plain) ? { integerValue: String(plain) } : { doubleValue: plain };
  if (typeof plain === 'string') return { stringValue: plain };
  if (Array.isArray(plain)) {
    return {
      arrayValue: {
        values: plain.map((one, at) =>
          readElement(fromPlain(one, `${path}[${at}]`, depth + 1), `${path}[${at}]`, depth + 1),
        ),
      },
    };
  }
  return { mapValue: { fields: plainFields(plain as object, path, depth + 1) } };
}

export function plainFields(plain: object, path = '', depth = 0): Fields {
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [
      name,
      fromPlain(value, path === '' ? name : `${path}.${name}`, depth),
    ]),
  );
}

/** Top-level fields that differ: what the event's update mask names. Names that are no identifiers are quoted. */
export function changedFields(before: Fields, after: Fields): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => canonical(before[name]) !== canonical(after[name]));
  return changed
    .sort()
    .map((name) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
