/** Firestore's typed values to plain JSON and back, where plain JSON has the type. Pure. */

export type Value = Readonly<Record<string, unknown>>;
export type Fields = Readonly<Record<string, Value>>;

/** Undefined where a value has a type that plain JSON does not have: a timestamp, bytes, a reference, a large integer. */
export function toPlain(fields: Fields): { readonly value: Record<string, unknown> } | undefined {
  const value: Record<string, unknown> = {};
  for (const [name, typed] of Object.entries(fields)) {
    const plain = plainOf(typed);
    if (plain === undefined) return undefined;
    value[name] = plain.value;
  }
  return { value };
}

function plainOf(typed: Value): { readonly value: unknown } | undefined {
  const [[kind, value] = ['', undefined]] = Object.entries(typed);
  switch (kind) {
    case 'nullValue':
      return { value: null };
    case 'booleanValue':
    case 'stringValue':
      return { value };
    case 'integerValue':
      return Number.isSafeInteger(Number(value)) ? { value: Number(value) } : undefined;
    case 'doubleValue':
      // A whole double would come back as an integer.
      return typeof value === 'number' && !Number.isInteger(value) ? { value } : undefined;
    case 'mapValue':
      return toPlain((value as { readonly fields?: Fields }).fields ?? {});
    case 'arrayValue': {
      const items = ((value as { readonly values?: readonly Value[] }).values ?? []).map(plainOf);
      return items.includes(undefined) ? undefined : { value: items.map((item) => item?.value) };
    }
    default:
      return undefined;
  }
}

export function fromPlain(value: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, typedOf(one)]));
}

function typedOf(value: unknown): Value {
  if (value === null || value === undefined) return { nullValue: null };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  if (typeof value === 'string') return { stringValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(typedOf) } };
  return { mapValue: { fields: fromPlain(value as Record<string, unknown>) } };
}
