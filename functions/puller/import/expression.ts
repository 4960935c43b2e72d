/** Reads the expressions of template texts, as far as they are values, paths, comparisons and calls. Nothing is evaluated. */

import { type Token, tokensOf } from './expression-tokens.ts';
import { Float } from './python-values.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A value that is known and is no scalar, or undefined as Jinja has it. */
  | { readonly kind: 'constant'; readonly value: unknown }
  /** An empty list or object, or a list. */
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | {
      readonly kind: 'path';
      readonly root: string;
      readonly keys: readonly string[];
      /** Indexes of the keys that were read by `get` with an empty object as their default. */
      readonly lenient?: readonly number[];
    }
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

const METHODS = new Set('clear copy fromkeys get items keys pop popitem setdefault update values'.split(' '));

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
const NONE: Expression = { kind: 'literal', value: null };
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
        of = this.#takes('(') ? method(of, text, this.#arguments()) : this.#attribute(of, text);
      } else if (this.#takes('[')) of = this.#subscript(of);
      else return of;
    }
  }

  /** A method of an object that is not called hides the key of its name. */
  #attribute(of: Expression, name: string): Expression {
    if (METHODS.has(name)) throw new Unknown();
    return step(of, name);
  }

  /** `x['k']`, `x[0]`, `x[k]`, and `x[1:-2]` as a call of `[:]`. */
  #subscript(of: Expression): Expression {
    const from: Expression = this.#takes(':') ? NONE : this.#choice();
    const sliced = from === NONE || this.#takes(':');
    if (!sliced) {
      this.#need(']');
      const isKey = from.kind === 'literal' && (typeof from.value === 'number' || typeof from.value === 'string');
      if (isKey && (of.kind === 'path' || typeof from.value === 'number')) return step(of, String(from.value));
      return { kind: 'call', name: isKey ? '[k]' : '[]', of, args: [from], named: {} };
    }
    const to: Expression = this.#takes(']') ? NONE : this.#choice();
    if (to !== NONE) this.#need(']');
    return { kind: 'call', name: '[:]', of, args: [from, to], named: {} };
  }

  #primary(): Expression {
    const { kind, text } = this.#peek();
    this.#at += 1;
    if (kind === 'number') return numberOf(text);
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
      return numberOf(`-${digits}`);
    }
    if (text === '(') {
      const inside = this.#choice();
      this.#need(')');
      return inside;
    }
    if (text === '{') return this.#object();
    if (text !== '[') throw new Unknown();
    const items: Expression[] = [];
    while (!this.#takes(']')) {
      items.push(this.#choice());
      if (!this.#takes(',') && this.#peek().text !== ']') throw new Unknown();
    }
    return { kind: 'list', items };
  }

  /** An empty object is an empty list, as the default of `get` is either. */
  #object(): Expression {
    const entries: [Expression, Expression][] = [];
    while (!this.#takes('}')) {
      const key = this.#choice();
      this.#need(':');
      entries.push([key, this.#choice()]);
      if (!this.#takes(',') && this.#peek().text !== '}') throw new Unknown();
    }
    return entries.length === 0 ? { kind: 'list', items: [] } : { kind: 'object', entries };
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

function numberOf(digits: string): Expression {
  const value = Number(digits);
  return digits.includes('.') ? { kind: 'constant', value: new Float(value) } : { kind: 'literal', value };
}

/** `of` with a key more. */
export function step(of: Expression, key: string): Expression {
  if (of.kind === 'path') return { ...of, keys: [...of.keys, key] };
  return { kind: 'call', name: '[]', of, args: [{ kind: 'literal', value: key }], named: {} };
}

/** `x.get('k')` and `x.get('k', <nothing>)` are the path `x.k`. */
export function method(
  of: Expression,
  name: string,
  { args, named }: { readonly args: readonly Expression[]; readonly named: Readonly<Record<string, Expression>> },
): Expression {
  const [key, otherwise] = args;
  const nothing =
    otherwise === undefined ||
    (otherwise.kind === 'list' && otherwise.items.length === 0) ||
    (otherwise.kind === 'literal' && [null, '', false].includes(otherwise.value as null));
  if (name === 'get' && of.kind === 'path' && key?.kind === 'literal' && nothing) {
    const lenient = otherwise?.kind === 'list' ? { lenient: [...(of.lenient ?? []), of.keys.length] } : {};
    return { ...step(of, String(key.value)), ...lenient } as Expression;
  }
  return { kind: 'call', name, of, args, named };
}

/** The text of a literal; empty for any other expression. */
export function literalText(expression: Expression | undefined): string {
  return expression?.kind === 'literal' ? String(expression.value) : '';
}
