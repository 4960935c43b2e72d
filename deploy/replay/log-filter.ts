/**
 * Evaluates the part of Cloud Logging's query language that alerts, metrics and objectives use: comparisons, lists of values
 * in parentheses, AND, OR, NOT, and `one_of()`. Terms without a word between them are joined by AND. It refuses anything else.
 */

export type Fields = Readonly<Record<string, unknown>>;
export type Filter = (entry: Fields) => boolean;

const SEVERITIES = [
  'DEFAULT',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'ERROR',
  'CRITICAL',
  'ALERT',
  'EMERGENCY',
] as const;
const TOKEN = /\s*(?:(\(|\)|,)|(!=|>=|<=|=~|!~|=|>|<|:)|"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_.*/-]+))/y;

interface Token {
  readonly kind: 'mark' | 'op' | 'text' | 'word';
  readonly text: string;
}

export function compileFilter(text: string): Filter {
  const reader = new Reader(text);
  const filter = either(reader);
  if (reader.peek() !== undefined) throw new Error(`the filter goes on after its end: ${reader.rest()}`);
  return filter;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  take(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error('the filter ends too early');
    this.#at += 1;
    return token;
  }

  /** Takes the next token if it is this mark or word. */
  takes(text: string): boolean {
    const token = this.peek();
    const found = token !== undefined && token.kind !== 'text' && token.text === text;
    if (found) this.#at += 1;
    return found;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw new Error(`the filter lacks ${text} before: ${this.rest()}`);
  }

  rest(): string {
    return this.#tokens
      .slice(this.#at)
      .map(({ text }) => text)
      .join(' ');
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) throw new Error(`the filter cannot be read at: ${text.slice(at)}`);
    const [, mark, op, quoted, word] = found;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else if (op !== undefined) tokens.push({ kind: 'op', text: op });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replace(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', text: word ?? '' });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

/** OR binds tighter than AND in this language. */
function either(reader: Reader): Filter {
  const all = [anyOf(reader)];
  while (reader.peek() !== undefined && reader.peek()?.text !== ')') {
    reader.takes('AND');
    all.push(anyOf(reader));
  }
  return (entry) => all.every((one) => one(entry));
}

function anyOf(reader: Reader): Filter {
  const any = [term(reader)];
  while (reader.takes('OR')) any.push(term(reader));
  return (entry) => any.some((one) => one(entry));
}

function term(reader: Reader): Filter {
  if (reader.takes('NOT')) {
    const not = term(reader);
    return (entry) => !not(entry);
  }
  if (reader.takes('(')) {
    const inner = either(reader);
    reader.expect(')');
    return inner;
  }
  const field = reader.take().text;
  const op = reader.take();
  if (op.kind !== 'op') throw new Error(`${field} is followed by ${op.text}, and a comparison is expected`);
  const tests = valuesOf(reader).map((value) => testOf(field, op.text, value));
  return (entry) => tests.some((test) => test(valueAt(entry, field)));
}

/** One value, or several of which one must do: `("A" OR "B")` in logs, `one_of("A","B")` in Monitoring. */
function valuesOf(reader: Reader): readonly string[] {
  const listed = reader.takes('one_of');
  if (listed) reader.expect('(');
  else if (!reader.takes('(')) return [reader.take().text];
  const values = [reader.take().text];
  while (reader.takes(listed ? ',' : 'OR')) values.push(reader.take().text);
  reader.expect(')');
  return values;
}

function testOf(field: string, op: string, wanted: string): (given: unknown) => boolean {
  const order = (given: unknown): number =>
    field === 'severity' ? rank(given) - rank(wanted) : Number(given) - Number(wanted);
  switch (op) {
    case '=':
      return (given) => given !== undefined && String(given) === wanted;
    case '!=':
      return (given) => given === undefined || String(given) !== wanted;
    case ':':
      return (given) => given !== undefined && String(given).toLowerCase().includes(wanted.toLowerCase());
    case '=~':
      return (given) => given !== undefined && new RegExp(wanted).test(String(given));
    case '!~':
      return (given) => given === undefined || !new RegExp(wanted).test(String(given));
    case '>=':
      return (given) => given !== undefined && order(given) >= 0;
    case '<=':
      return (given) => given !== undefined && order(given) <= 0;
    case '>':
      return (given) => given !== undefined && order(given) > 0;
    default:
      return (given) => given !== undefined && order(given) < 0;
  }
}

function rank(severity: unknown): number {
  const found = SEVERITIES.indexOf(String(severity) as (typeof SEVERITIES)[number]);
  if (found < 0) throw new Error(`${String(severity)} is not a severity`);
  return found;
}

/** `metric.label.x` and `resource.label.x` are Monitoring's old names of `labels`. */
function valueAt(entry: Fields, path: string): unknown {
  let at: unknown = entry;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    const fields = at as Fields;
    at = fields[name] ?? (name === 'label' ? fields.labels : undefined);
  }
  return at;
}
