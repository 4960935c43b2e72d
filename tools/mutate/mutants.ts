/** Finds the places of a source file where one small change should make a test fail. */

import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';

export interface Mutant {
  /** From the root. */
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  /** The whole text that the change is made in: the file may be edited while mutants are played. */
  readonly source: string;
}

/** Each operator with the one that is easily written in its place. */
const SWAPS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+=': '-=',
  '-=': '+=',
  '??=': '=',
  '|': '&',
  '&': '|',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
};

const LARGEST = 16;

type AnyNode = Node & Readonly<Record<string, unknown>>;

/** Types are replaced by blanks before the parser sees the text, so that every offset stays what it was. */
export function mutantsOf(file: string, source: string): readonly Mutant[] {
  const plain = stripTypeScriptTypes(source);
  const tree = parse(plain, { ecmaVersion: 'latest', sourceType: 'module', locations: true }) as unknown as AnyNode;
  const mutants: Mutant[] = [];
  const add = (start: number, end: number, after: string): void => {
    const before = source.slice(start, end);
    if (before !== plain.slice(start, end) || before === after) return;
    mutants.push({ file, line: source.slice(0, start).split('\n').length, start, end, before, after, source });
  };
  walk(tree, (node) => changes(node, plain, add));
  return mutants;
}

function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of [value].flat()) if (isNode(child)) walk(child, visit);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';
}

function changes(node: AnyNode, text: string, add: (start: number, end: number, after: string) => void): void {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      const { left, right, operator } = node as AnyNode & {
        readonly left: Node;
        readonly right: Node;
        readonly operator: string;
      };
      const swap = SWAPS[operator];
      const at = text.indexOf(operator, left.end);
      if (swap !== undefined && at < right.start) add(at, at + operator.length, swap);
      return;
    }
    case 'IfStatement':
    case 'ConditionalExpression': {
      const { test } = node as AnyNode & { readonly test: Node };
      add(test.start, test.end, 'false');
      add(test.start, test.end, 'true');
      return;
    }
    case 'Literal': {
      const { value } = node as AnyNode & { readonly value: unknown };
      if (typeof value === 'boolean') add(node.start, node.end, String(!value));
      // A deadline or a size that is off by one is no mistake that a test should find.
      if (typeof value === 'number' && value <= LARGEST) add(node.start, node.end, String(value + 1));
      return;
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as AnyNode & { readonly operator: string; readonly argument: Node };
      if (operator === '!') add(node.start, argument.start, '');
      return;
    }
    case 'ExpressionStatement': {
      const { expression } = node as AnyNode & { readonly expression: Node };
      if (['CallExpression', 'AwaitExpression'].includes(expression.type)) add(node.start, node.end, ';');
      return;
    }
    case 'AwaitExpression': {
      const { argument } = node as AnyNode & { readonly argument: Node };
      add(node.start, argument.start, '');
      return;
    }
    case 'ReturnStatement': {
      const { argument } = node as AnyNode & { readonly argument: Node | null };
      if (argument !== null && argument.type === 'CallExpression') add(argument.start, argument.end, 'undefined');
      return;
    }
  }
}
