/** Reads the expressions of template texts, as far as they are values, paths, comparisons and calls. Nothing is evaluated. */

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** An empty list or object, or a list. */
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'path'; readonly root: string; readonly keys: readonly string[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly of: Expression | undefined;
      readonly args: readonly Expression[];
      readonly named: Readonly<Record<string, Expression>>;
    }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'choice'; readonly when: Expression; readonly then: Expression; readonly otherwise: Expression };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([A-Za-z_]\w*)|(==|!=|<=|>=|\*\*|\/\/|[-+*/%~<>|.,()[\]{}:=]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
}

/** Undefined where the text is not of a known form. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length > MOST_TOKENS) return undefined;
  try {
    return new Parser(tokens).whole();
  } catch {
    return undefined;
  }
}

/** Bounds the depth of an expression, which is read and converted by recursion. */
const MOST_TOKENS = 400;

class Unknown extends Error {}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const found = TOKEN.exec(trimmed);
    if (found === null) return undefined;
    const [, number, double, single, name, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (double !== undefined || single !== undefined)
      tokens.push({ kind: 'text', text: unescaped(double ?? (single as string)) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign as string });
  }
  return tokens;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}

const END: Token = { kind: 'end', text: '' };
const WORDS: Readonly<Record<string, string | number | boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  null: null,
};
const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'];

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#choice();
    if (this.#peek().kind !== 'end') throw new Unknown();
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  #takes(text: string, kind: Token['kind'] = 'sign'): boolean {
    const { kind: found, text: same } = this.#peek();
    if (found !== kind || same !== text) return false;
    this.#at += 1;
    return true;
  }

  #need(text: string): void {
    if (!this.#takes(text)) throw new Unknown();
  }

  #choice(): Expression {
    const then = this.#or();
    if (!this.#takes('if', 'name')) return then;
    const when = this.#or();
    const otherwise: Expression = this.#takes('else', 'name') ? this.#choice() : { kind: 'literal', value: '' };
    return { kind: 'choice', when, then, otherwise };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#takes('or', 'name')) left = { kind: 'binary', operator: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#takes('and', 'name')) left = { kind: 'binary', operator: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    return this.#takes('not', 'name') ? { kind: 'not', of: this.#not() } : this.#comparison();
  }

  #comparison(): Expression {
    const left = this.#sum();
    const sign = COMPARISONS.find((one) => this.#takes(one));
    if (sign !== undefined) return { kind: 'binary', operator: sign, left, right: this.#sum() };
    if (this.#takes('in', 'name')) return { kind: 'binary', operator: 'in', left, right: this.#sum() };
    if (this.#takes('not', 'name')) {
      if (!this.#takes('in', 'name')) throw new Unknown();
      return { kind: 'not', of: { kind: 'binary', operator: 'in', left, right: this.#sum() } };
    }
    if (!this.#takes('is', 'name')) return left;
    const negated = this.#takes('not', 'name');
    const test = this.#test(left);
    return negated ? { kind: 'not', of: test } : test;
  }

  /** The test after `is`. */
  #test(left: Expression): Expression {
    const { kind, text } = this.#peek();
    if (kind !== 'name') throw new Unknown();
    this.#at += 1;
    if (text in WORDS)
      return { kind: 'binary', operator: '==', left, right: { kind: 'literal', value: WORDS[text] as never } };
    if (text === 'defined') return { kind: 'not', of: { kind: 'call', name: 'absent', of: left, args: [], named: {} } };
    if (text === 'undefined') return { kind: 'call', name: 'absent', of: left, args: [], named: {} };
    throw new Unknown();
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      const sign = ['+', '-', '~'].find((one) => this.#takes(one));
      if (sign === undefined) return left;
      left = { kind: 'binary', operator: sign, left, right: this.#product() };
    }
  }

  #product(): Expression {
    let left = this.#filtered();
    while (this.#takes('*')) left = { kind: 'binary', operator: '*', left, right: this.#filtered() };
    return left;
  }

  #filtered(): Expression {
    let of = this.#postfix();
    while (this.#takes('|')) {
      const { kind, text } = this.#peek();
      if (kind !== 'name') throw new Unknown();
      this.#at += 1;
      const { args, named } = this.#takes('(') ? this.#arguments() : { args: [], named: {} };
      of = { kind: 'call', name: `|${text}`, of, args, named };
    }
    return of;
  }

  #postfix(): Expression {
    let of = this.#primary();
    for (;;) {
      if (this.#takes('.')) {
        const { kind, text } = this.#peek();
        if (kind !== 'name' && kind !== 'number') throw new Unknown();
        this.#at += 1;
        of = this.#takes('(') ? method(of, text, this.#arguments()) : step(of, text);
      } else if (this.#takes('[')) {
        const negative = this.#takes('-');
        const { kind, text } = this.#peek();
        if (kind !== 'text' && kind !== 'number') throw new Unknown();
        this.#at += 1;
        this.#need(']');
        of = step(of, negative ? `-${text}` : text);
      } else return of;
    }
  }

  #primary(): Expression {
    const { kind, text } = this.#peek();
    this.#at += 1;
    if (kind === 'number') return { kind: 'literal', value: Number(text) };
    if (kind === 'text') return { kind: 'literal', value: text };
    if (kind === 'name') {
      if (text in WORDS) return { kind: 'literal', value: WORDS[text] as never };
      if (this.#takes('(')) return { kind: 'call', name: text, of: undefined, ...this.#arguments() };
      return { kind: 'path', root: text, keys: [] };
    }
    if (kind === 'sign') return this.#bracketed(text);
    throw new Unknown();
  }

  #bracketed(text: string): Expression {
    if (text === '-') {
      const { kind, text: digits } = this.#peek();
      if (kind !== 'number') throw new Unknown();
      this.#at += 1;
      return { kind: 'literal', value: -Number(digits) };
    }
    if (text === '(') {
      const inside = this.#choice();
      this.#need(')');
      return inside;
    }
    // An object only where it is empty, as the default of `get`.
    if (text === '{') {
      this.#need('}');
      return { kind: 'list', items: [] };
    }
    if (text !== '[') throw new Unknown();
    const items: Expression[] = [];
    while (!this.#takes(']')) {
      items.push(this.#choice());
      if (!this.#takes(',') && this.#peek().text !== ']') throw new Unknown();
    }
    return { kind: 'list', items };
  }

  #arguments(): { readonly args: readonly Expression[]; readonly named: Readonly<Record<string, Expression>> } {
    const args: Expression[] = [];
    const named: Record<string, Expression> = {};
    while (!this.#takes(')')) {
      const { kind, text } = this.#peek();
      const next = this.#tokens[this.#at + 1];
      if (kind === 'name' && next?.kind === 'sign' && next.text === '=') {
        this.#at += 2;
        named[text] = this.#choice();
      } else args.push(this.#choice());
      if (!this.#takes(',') && this.#peek().text !== ')') throw new Unknown();
    }
    return { args, named };
  }
}

function step(of: Expression, key: string): Expression {
  if (of.kind === 'path') return { ...of, keys: [...of.keys, key] };
  return { kind: 'call', name: '[]', of, args: [{ kind: 'literal', value: key }], named: {} };
}

/** `x.get('k')` and `x.get('k', <nothing>)` are the path `x.k`. */
function method(
  of: Expression,
  name: string,
  { args, named }: { readonly args: readonly Expression[]; readonly named: Readonly<Record<string, Expression>> },
): Expression {
  const [key, otherwise] = args;
  const nothing =
    otherwise === undefined ||
    (otherwise.kind === 'list' && otherwise.items.length === 0) ||
    (otherwise.kind === 'literal' && [null, '', false].includes(otherwise.value as null));
  if (name === 'get' && of.kind === 'path' && key?.kind === 'literal' && nothing) return step(of, String(key.value));
  return { kind: 'call', name, of, args, named };
}
