/** The value of the next page: from the body, a header, the last row or the `Link` header, with a closed set of changes. */

import { pathOf, valueAt } from '../json-path.ts';
import { regexOf } from '../predicate.ts';
import type { ValueConfig } from '../source-config.ts';
import { textOf } from '../template.ts';
import { linkOf } from './link-header.ts';

export interface Answer {
  readonly body: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded bytes of the whole answer. */
  readonly bytes: number;
  /** The rows before any filter. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export type ReadValue = (answer: Omit<Answer, 'bytes'>) => string | undefined;

/** Undefined is what the source says where there is no next page: absent, null, false or an empty text. */
export function compileValue(config: ValueConfig): ReadValue {
  const found = finder(config);
  const expression = config.from !== 'link' && config.match !== undefined ? regexOf(config.match) : undefined;
  const add = config.from === 'link' ? undefined : config.add;
  const addAt = 'addAt' in config && config.addAt !== undefined ? pathOf(config.addAt) : undefined;
  const { urlParam } = config;
  return (answer) => {
    const value = found(answer);
    if (value === undefined || value === null || value === false || value === '') return undefined;
    let text: string | undefined = textOf(value);
    if (urlParam !== undefined) text = parameterOf(text, urlParam);
    if (text !== undefined && expression !== undefined) text = expression.exec(text)?.[1];
    if (text === undefined || text === '') return undefined;
    if (addAt !== undefined) return added(text, textOf(valueAt(answer.body, addAt) ?? ''));
    return add === undefined ? text : added(text, String(add));
  };
}

function finder(config: ValueConfig): (answer: Omit<Answer, 'bytes'>) => unknown {
  switch (config.from) {
    case 'body': {
      const path = pathOf(config.at);
      return ({ body }) => valueAt(body, path);
    }
    case 'lastRow': {
      const path = pathOf(config.at);
      return ({ rows }) => valueAt(rows.at(-1), path);
    }
    case 'header': {
      const name = config.name.toLowerCase();
      return ({ headers }) => headers[name];
    }
    case 'link':
      return ({ headers }) => linkOf(headers.link, config.rel);
  }
}

/** Also of a relative URL, or of a query alone. */
function parameterOf(url: string, name: string): string | undefined {
  const at = url.indexOf('?');
  const query = new URLSearchParams(at < 0 ? url : url.slice(at + 1).split('#', 1)[0]);
  return query.get(name) ?? undefined;
}

/** Undefined where one of the two is no whole number. */
function added(text: string, add: string): string | undefined {
  const whole = /^-?\d{1,30}$/;
  return whole.test(text) && whole.test(add) ? String(BigInt(text) + BigInt(add)) : undefined;
}
