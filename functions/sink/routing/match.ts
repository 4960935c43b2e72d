/** Whether a message's attributes satisfy a route: every test must hold. */

import type { Attributes } from '../message.ts';
import { attributeOf } from './template.ts';

/** Exactly one of the four. */
export interface AttributeTest {
  readonly equals?: string;
  readonly in?: readonly string[];
  /** A regular expression that the whole value must match. */
  readonly pattern?: string;
  readonly present?: boolean;
}

export type Match = Readonly<Record<string, AttributeTest>>;

/** The reason why a message does not match, or undefined where it does. */
export type Matcher = (attributes: Attributes) => string | undefined;

export function compileMatch(match: Match): Matcher {
  const tests = Object.entries(match).map(([name, test]) => ({
    name,
    fails: compileTest(test),
  }));
  return (attributes) => {
    for (const { name, fails } of tests) {
      const why = fails(attributeOf(attributes, name));
      if (why !== undefined) return `attribute ${name} ${why}`;
    }
    return undefined;
  };
}

function compileTest({
  equals,
  in: several,
  pattern,
  present,
}: AttributeTest): (value: string | undefined) => string | undefined {
  if (pattern !== undefined) {
    const whole = wholeMatch(pattern);
    // Most messages have the value of the message before.
    let [known, matches] = ['', whole.test('')];
    return (value) => {
      if (value === undefined) return `is missing, and must match \`${pattern}\``;
      if (value !== known) [known, matches] = [value, whole.test(value)];
      return matches ? undefined : `does not match \`${pattern}\``;
    };
  }
  const allowed = several ?? (equals === undefined ? undefined : [equals]);
  if (allowed !== undefined) {
    const shown = allowed.map((value) => JSON.stringify(value)).join(' or ');
    return (value) => {
      if (value === undefined) return `is missing, and must be ${shown}`;
      return allowed.includes(value) ? undefined : `is not ${shown}`;
    };
  }
  const wanted = present !== false;
  return (value) => {
    if ((value !== undefined) === wanted) return undefined;
    return wanted ? 'is missing' : 'is there, and must not be';
  };
}

/** Throws a SyntaxError where the pattern is none: the configuration is checked with this. */
export function wholeMatch(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}
