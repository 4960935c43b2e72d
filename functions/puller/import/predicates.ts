/** Conditions of a manifest as predicates of a source file. */

import type { PredicateConfig } from '../http-source/predicate.ts';
import type { Expression } from './expression.ts';
import { knownOf, truthOf } from './fold.ts';
import { Float } from './python-values.ts';
import { aloneIn, shortened, type TextContext } from './texts.ts';

export interface PredicateContext extends TextContext {
  /** The row path: the length of the list there is the number of rows. */
  readonly rowPath: readonly string[];
  /** The path of the next page's value, in an end condition. */
  readonly valueAt?: readonly string[];
  /** The size of a page that was asked for. */
  readonly size?: number;
  /** Whether the condition stands under `not`. */
  readonly isNegated?: boolean;
}

type Subject = Readonly<Record<string, unknown>>;

/** Undefined, and a problem, where the condition has a form that is not known; true or false where it is decided already. */
export function convertCondition(
  text: string,
  context: PredicateContext,
  path: string,
): PredicateConfig | boolean | undefined {
  const expression = aloneIn(text, context);
  const predicate = expression === undefined ? undefined : conditionOf(expression, context);
  return predicate ?? context.findings.problem(path, `the condition ${shortened(text)} is not carried over`);
}

/** A value that stands alone is printed by the engine of the manifest, to which some texts are false. Undefined where it is not known. */
export function conditionOf(expression: Expression, context: PredicateContext): PredicateConfig | boolean | undefined {
  const subject = expression.kind === 'path' ? subjectOf(expression, context) : undefined;
  if (subject === undefined || 'count' in subject || truthOf(expression, context) !== undefined)
    return convert(expression, context);
  return {
    not: {
      any: [
        { ...subject, empty: true },
        { ...subject, in: FALSE_TEXTS },
      ] as readonly PredicateConfig[],
    },
  };
}

const FALSE_TEXTS = ['False', 'false', '0', '0.0', '{}', '[]', '()'];

/** Undefined where it is not known. */
function convert(expression: Expression, context: PredicateContext): PredicateConfig | boolean | undefined {
  const truth = truthOf(expression, context);
  if (truth !== undefined) return truth;
  if (expression.kind === 'not') {
    const inside = convert(expression.of, { ...context, isNegated: context.isNegated !== true });
    return typeof inside === 'boolean' ? !inside : inside === undefined ? undefined : { not: inside };
  }
  if (expression.kind === 'binary') return binary(expression, context);
  if (expression.kind === 'call' && expression.name === 'absent' && expression.of !== undefined) {
    const subject = subjectOf(expression.of, context);
    return subject === undefined ? undefined : ({ ...subject, absent: true } as PredicateConfig);
  }
  const subject = subjectOf(expression, context);
  return subject === undefined ? undefined : { not: { ...subject, empty: true } as PredicateConfig };
}

const ORDER: Readonly<Record<string, string>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };
const TURNED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

function binary(
  { operator, left, right }: Extract<Expression, { readonly kind: 'binary' }>,
  context: PredicateContext,
): PredicateConfig | boolean | undefined {
  if (operator === 'and' || operator === 'or') {
    const [first, second] = [convert(left, context), convert(right, context)];
    if (first === undefined || second === undefined) return undefined;
    if (typeof first === 'boolean') return first === (operator === 'or') ? first : second;
    if (typeof second === 'boolean') return second === (operator === 'or') ? second : first;
    return operator === 'and' ? { all: [first, second] } : { any: [first, second] };
  }
  if (operator === 'in') return within(left, right, context);
  const turned = TURNED[operator];
  if (turned === undefined) return undefined;
  const direct = compared(operator, left, right, context);
  return direct ?? compared(turned, right, left, context);
}

function compared(
  operator: string,
  left: Expression,
  right: Expression,
  context: PredicateContext,
): PredicateConfig | undefined {
  const subject = subjectOf(left, context) ?? sumOf(left);
  if (subject === undefined) return undefined;
  const value = operandOf(right, context);
  if (value === undefined) return undefined;
  if (operator === '==') return { ...subject, eq: value } as PredicateConfig;
  if (operator === '!=') return { not: { ...subject, eq: value } as PredicateConfig };
  const order = { ...subject, [ORDER[operator] as string]: value } as PredicateConfig;
  // To compare null is an error to the engine of the manifest, and a condition with an error holds.
  const isNull = { ...subject, eq: null } as PredicateConfig;
  return 'row' in subject && context.isNegated !== true ? { any: [order, isNull] } : order;
}

/** `response.a + response.b`. */
function sumOf(expression: Expression): Subject | undefined {
  if (expression.kind !== 'binary' || expression.operator !== '+') return undefined;
  const [left, right] = [expression.left, expression.right];
  const both = left.kind === 'path' && right.kind === 'path' && left.root === 'response' && right.root === 'response';
  return both && left.keys.length > 0 && right.keys.length > 0 ? { at: left.keys, addAt: right.keys } : undefined;
}

function operandOf(expression: Expression, context: PredicateContext): unknown {
  if (expression.kind === 'path' && expression.root === 'page_size' && expression.keys.length === 0)
    return context.size;
  const known = knownOf(expression, context)?.value;
  if (known instanceof Float) return known.value;
  if (known === null || typeof known === 'string' || typeof known === 'number' || typeof known === 'boolean')
    return known;
  return expression.kind === 'path' && expression.root === 'response' ? { at: expression.keys } : undefined;
}

/** Whether the next value stands below the path, which then leads to an object. */
function isPrefix(keys: readonly string[], below: readonly string[] | undefined): boolean {
  return below !== undefined && below.length > keys.length && keys.every((key, index) => below[index] === key);
}

/**
 * `'x' in response.y` is taken for a key of an object: of the whole answer, of a row, and of what the next value stands in.
 * In the header it is a part of the text.
 */
function within(left: Expression, right: Expression, context: PredicateContext): PredicateConfig | undefined {
  const list = knownOf(right, context)?.value;
  if (Array.isArray(list)) {
    const subject = subjectOf(left, context);
    const plain = list.every((one) => one !== undefined && (one === null || typeof one !== 'object'));
    return subject === undefined || list.length === 0 || !plain
      ? undefined
      : ({ ...subject, in: list } as PredicateConfig);
  }
  if (left.kind !== 'literal' || right.kind !== 'path') return undefined;
  const key = String(left.value);
  const keys = right.root === 'response' ? right.keys : [];
  if (keys.length > 0 && isPrefix(keys, context.valueAt)) return { not: { at: [...keys, key], absent: true } };
  if (right.root === 'headers' && right.keys.length === 1 && right.keys[0]?.toLowerCase() === 'link')
    return right.keys[0] === 'link' ? undefined : { header: 'link', contains: key };
  if (right.root === 'response' && right.keys.length === 0) return { not: { at: [key], absent: true } };
  if (right.root === 'record' && right.keys.length === 0) return { not: { row: [key], absent: true } };
  return undefined;
}

function subjectOf(expression: Expression, context: PredicateContext): Subject | undefined {
  if (expression.kind === 'call') return lengthOf(expression, context);
  if (expression.kind !== 'path') return undefined;
  const { root, keys } = expression;
  if (root === 'last_page_size' && keys.length === 0) return { count: true };
  if (keys.length === 0) return undefined;
  if (root === 'response') return { at: keys };
  if (root === 'record' || root === 'last_record') return { row: keys };
  return root === 'headers' && keys.length === 1 ? { header: keys[0] } : undefined;
}

/** `response.items | length`, where the rows are. */
function lengthOf(
  { name, of }: Extract<Expression, { readonly kind: 'call' }>,
  { rowPath }: PredicateContext,
): Subject | undefined {
  if (name !== '|length' && name !== '|count') return undefined;
  const rows = of?.kind === 'path' && of.root === 'response' && of.keys.join('\n') === rowPath.join('\n');
  return rows ? { count: true } : undefined;
}
