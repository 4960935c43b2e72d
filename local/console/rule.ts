/** Reads a fault rule that came over HTTP: every field checked, unknown ones refused by name. */

import { FAULT_KINDS, type FaultRule } from '../core/faults/faults.ts';
import { PLAYABLE, problemOf } from '../core/faults/playable.ts';

export class FaultInvalid extends Error {}

const SERVICES = Object.keys(PLAYABLE);
const POSITIONS = ['before', 'during', 'after'] as const;

type Check = readonly [holds: (value: unknown) => boolean, what: string];

const wholeNumber: Check = [(value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number from 0'];
const textCheck: Check = [(value) => typeof value === 'string' && value !== '', 'text'];
const oneOf = (values: readonly string[]): Check => [
  (value) => values.includes(value as string),
  `one of ${values.join(', ')}`,
];

const FIELDS: Readonly<Record<keyof FaultRule, Check>> = {
  service: oneOf(SERVICES),
  method: textCheck,
  kind: oneOf(FAULT_KINDS),
  resource: textCheck,
  skip: wholeNumber,
  every: [(value) => Number.isSafeInteger(value) && (value as number) >= 1, 'a whole number from 1'],
  times: wholeNumber,
  probability: [(value) => typeof value === 'number' && value > 0 && value <= 1, 'a number above 0 and up to 1'],
  seed: wholeNumber,
  delayMs: wholeNumber,
  code: [
    (value) => (typeof value === 'string' && value !== '') || Number.isSafeInteger(value),
    'a gRPC status name or an HTTP status',
  ],
  message: textCheck,
  at: oneOf(POSITIONS),
  rows: wholeNumber,
};

const REQUIRED = ['service', 'method', 'kind'] as const;

export function readFaultRule(given: unknown): FaultRule {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new FaultInvalid('a fault rule is a JSON object');
  const missing = REQUIRED.find((name) => !Object.hasOwn(given, name));
  if (missing !== undefined) throw new FaultInvalid(`${missing} is missing`);
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof FaultRule] : undefined;
    if (check === undefined)
      throw new FaultInvalid(`${name} is not a field of a fault rule; these are: ${Object.keys(FIELDS).join(', ')}`);
    const [holds, what] = check;
    if (!holds(value)) throw new FaultInvalid(`${name} must be ${what}`);
  }
  const problem = problemOf(given as FaultRule);
  if (problem !== undefined) throw new FaultInvalid(problem);
  return given as FaultRule;
}
