/** Conditions of a manifest as predicates of a source file. */

import type { PredicateConfig } from '../http-source/predicate.ts';
import { type Expression, parseExpression } from './expression.ts';
import type { TextContext } from './texts.ts';
import { shortened } from './texts.ts';

export interface PredicateContext extends TextContext {
  /** The row path: the length of the list there is the number of rows. */
  readonly rowPath: readonly string[];
}

type Subject = Readonly<Record<string, unknown>>;

/** Undefined, and a problem, where the condition has a form that is not known. */
export function convertCondition(text: string, context: PredicateContext, path: string): PredicateConfig | undefined {
  const inside = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1];
  const expression = inside === undefined ? undefined : parseExpression(inside);
  const predicate = expression === undefined ? undefined : convert(expression, context);
  return predicate ?? context.findings.problem(path, `the condition ${shortened(text)} is not carried over`);
}

/** Undefined where it is not known. */
export function convert(expression: Expression, context: PredicateContext): PredicateConfig | undefined {
  if (expression.kind === 'not') {
    const inside = convert(expression.of, context);
    return inside === undefined ? undefined : { not: inside };
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
): PredicateConfig | undefined {
  if (operator === 'and' || operator === 'or') {
    const [first, second] = [convert(left, context), convert(right, context)];
    if (first === undefined || second === undefined) return undefined;
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
  const subject = subjectOf(left, context);
  if (subject === undefined) return undefined;
  const value = operandOf(right, context);
  if (value === undefined) return undefined;
  if (operator === '==') return { ...subject, eq: value } as PredicateConfig;
  if (operator === '!=') return { not: { ...subject, eq: value } as PredicateConfig };
  return { ...subject, [ORDER[operator] as string]: value } as PredicateConfig;
}

function operandOf(expression: Expression, context: PredicateContext): unknown {
  const known = context.config.knownOf(expression, context.parameters);
  if (known !== undefined) return known;
  return expression.kind === 'path' && expression.root === 'response' ? { at: expression.keys } : undefined;
}

/** `'x' in response.y` is taken for a key of an object: of the whole answer, and of a row. */
function within(left: Expression, right: Expression, context: PredicateContext): PredicateConfig | undefined {
  if (right.kind === 'list') {
    const subject = subjectOf(left, context);
    const values = right.items.map((item) => context.config.constantOf(item, context.parameters));
    return subject === undefined || values.length === 0 || values.includes(undefined)
      ? undefined
      : ({ ...subject, in: values } as PredicateConfig);
  }
  if (left.kind !== 'literal' || right.kind !== 'path') return undefined;
  const key = String(left.value);
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
