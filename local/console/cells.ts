/** Reads the cells of BigQuery's REST answers by their schema: as text for people, and as values for JSON. */

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly Field[];
}

interface Row {
  readonly f: readonly { readonly v: unknown }[];
}

/** A row as an object: numbers that JSON holds exactly are numbers, everything else is text, as a person writes it. */
export function recordOf(fields: readonly Field[], row: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field, at) => [field.name, cellValue(field, (row as Row).f[at]?.v)]));
}

/** A cell as text. `NULL` stands for null, and text inside a list or a struct is in quotes. */
export function cellText(value: unknown): string {
  return typeof value === 'string' ? value : inner(value);
}

function inner(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${inner(member)}`);
    return `{${members.join(', ')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function cellValue(field: Field, value: unknown): unknown {
  if (field.mode === 'REPEATED') {
    const items = (value ?? []) as readonly { readonly v: unknown }[];
    return items.map((item) => cellValue({ ...field, mode: 'NULLABLE' }, item.v));
  }
  if (value === null || value === undefined) return null;
  const text = String(value);
  switch (field.type) {
    case 'RECORD':
    case 'STRUCT':
      return recordOf(field.fields ?? [], value);
    case 'BOOLEAN':
    case 'BOOL':
      return text === 'true';
    case 'INTEGER':
    case 'INT64':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'FLOAT':
    case 'FLOAT64':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'TIMESTAMP':
      return timestampText(text);
    default:
      return text;
  }
}

/** Microseconds since the epoch (`useInt64Timestamp`) as `2026-01-02 03:04:05.000006 UTC`. */
function timestampText(text: string): string {
  if (!/^-?\d+$/.test(text)) return text;
  const micros = BigInt(text);
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((micros - fraction) / 1_000_000n);
  const [date = '', rest = ''] = new Date(seconds * 1_000).toISOString().split('T');
  const decimals = fraction === 0n ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  return `${date.replace(/^[+-]0*(?=\d{4})/, '')} ${rest.slice(0, 8)}${decimals} UTC`;
}
