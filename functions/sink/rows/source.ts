/**
 * The source of a column's value: a path into the payload (`$.a.b[0]`), an attribute (`@name`), a fact about the message
 * (`#message_id`). A path that goes on below a text parses the text as JSON, because the flat issue messages
 * carry their payload so.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import type { Message } from '../message.ts';
import { attributeOf } from '../routing/template.ts';
import { RowFailure } from './failure.ts';
import { type Parse, parseJson } from './payload.ts';

export const FACTS = ['message_id', 'publish_time', 'ordering_key', 'subscription'] as const;
export type Fact = (typeof FACTS)[number];

/** The input of sources. `parsed` remembers texts within the payload, which several columns may reach into. */
export interface Ground {
  readonly message: Message & { readonly input?: { readonly name: string } };
  readonly payload: unknown;
  readonly parse: Parse;
  readonly parsed: Map<string, unknown>;
}

/** Undefined where there is nothing. */
export type ReadSource = (ground: Ground) => unknown;

/** Throws CONFIG_INVALID where the source is none. */
export function compileSource(source: string): ReadSource {
  if (source.startsWith('@') && source.length > 1)
    return ({ message }) => attributeOf(message.attributes, source.slice(1));
  if (source.startsWith('#')) return readFact(source);
  if (source.startsWith('$')) return readPath(source);
  throw invalid(source, 'a source is `$.path`, `@attribute` or `#fact`');
}

function readFact(source: string): ReadSource {
  const fact = FACTS.find((name) => `#${name}` === source);
  if (fact === undefined) throw invalid(source, `a fact is one of ${FACTS.map((name) => `\`#${name}\``).join(', ')}`);
  return ({ message }) => factOf(message, fact);
}

export function factOf(message: Ground['message'], fact: Fact): string | undefined {
  switch (fact) {
    case 'message_id':
      return message.messageId;
    case 'publish_time':
      return new Date(message.publishMs).toISOString();
    case 'ordering_key':
      return message.orderingKey === '' ? undefined : message.orderingKey;
    case 'subscription':
      return message.input?.name;
  }
}

const STEP = /\.([^.[\]]+)|\[(\d+)\]/y;

function readPath(source: string): ReadSource {
  const steps: (string | number)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < source.length) {
    const match = STEP.exec(source);
    if (match === null) throw invalid(source, 'a path is `$` with `.name` and `[0]` behind it');
    steps.push(match[1] ?? Number(match[2]));
  }
  return (ground) => {
    let value = ground.payload;
    for (const step of steps) {
      if (typeof value === 'string') value = parsedText(value, ground);
      if (value instanceof RowFailure)
        return new RowFailure('NOT_JSON', 'a path goes on below a text that is not JSON', source);
      value = typeof step === 'number' ? elementOf(value, step) : memberOf(value, step);
    }
    return value;
  };
}

function parsedText(text: string, { parse, parsed }: Ground): unknown {
  if (!parsed.has(text)) parsed.set(text, parseJson(text, parse));
  return parsed.get(text);
}

function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function invalid(source: string, what: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `source ${JSON.stringify(source)}: ${what}`);
}
