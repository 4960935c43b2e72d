/** JSON bodies of a manifest's requests. Its engine reads each text as a literal if it can, so that types have to be kept. */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import type { PlaceConfig } from '../http-source/source-config.ts';
import { knownOf } from './fold.ts';
import { readLiteral } from './literals.ts';
import { Float } from './python-values.ts';
import { aloneIn, convertText, escaped, isQuoted, type TextContext } from './texts.ts';

/** `{{ next_page_token['next_page_token'] }}` and nothing else. */
export const TOKEN =
  /^\s*\{\{\s*next_page_token(?:\[['"]next_page_token['"]\]|\.next_page_token|\.get\(['"]next_page_token['"]\))(?:\s*(?:if\s+next_page_token\s*(?:else\s*(?:none|None|''|""))?|or\s*(?:none|None|''|"")))?\s*\}\}\s*$/;

/** The value as JSON whose texts are templates; undefined where nothing is sent. */
export function convertJson(
  value: unknown,
  context: TextContext,
  path: string,
  places: PlaceConfig[],
  at: readonly string[],
): unknown {
  if (typeof value === 'string') return jsonText(value, context, path);
  if (Array.isArray(value))
    return value.map((item, index) => convertJson(item, context, `${path}.${index}`, places, [...at, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = [];
  for (const [key, inside] of Object.entries(value)) {
    if (key.includes('{{')) context.findings.problem(`${path}.${key}`, 'a name that is a template is not carried over');
    else if (typeof inside === 'string' && TOKEN.test(inside)) places.push({ in: 'json', at: [...at, key] });
    else {
      const converted = convertJson(inside, context, `${path}.${key}`, places, [...at, key]);
      // A text that comes to nothing is not sent.
      if (converted !== undefined && converted !== null && converted !== '') entries.push([key, converted]);
    }
  }
  return Object.fromEntries(entries);
}

const PLACEHOLDER = /\{(?:parent|window|settings|secret)\.[^{}]*\}/g;

function jsonText(text: string, context: TextContext, path: string): unknown {
  const decided = decidedJson(text, context);
  if (decided !== undefined) return decided;
  const converted = convertText(text, 'json', context, path);
  if (converted === undefined || isQuoted(text)) return converted;
  const plain = converted.replaceAll('{{', '').replaceAll('}}', '');
  const placeholders = plain.match(PLACEHOLDER);
  if (placeholders === null) return literalOr(converted);
  if (placeholders[0] === plain) return typedText(converted);
  if (readLiteral(plain.replace(PLACEHOLDER, '1')) !== undefined)
    return context.findings.problem(path, 'a list or a number with templates in it is not carried over');
  return converted;
}

/** Whether the engine of the manifest reads the text as a literal, and so as no text. */
export function isLiteral(converted: string): boolean {
  const plain = converted.replace(PLACEHOLDER, '1').replaceAll('{{', '{').replaceAll('}}', '}');
  const literal = readLiteral(plain);
  return literal !== undefined && typeof literal.value !== 'string';
}

/** A list, an object or a number that a template comes to by the config and parameters alone, with its texts as templates. */
export function decidedJson(text: string, context: TextContext): unknown {
  const alone = aloneIn(text, context);
  if (alone === undefined || alone.kind === 'literal' || alone.kind === 'path') return undefined;
  return templated(knownOf(alone, context)?.value);
}

/** Undefined where the value, or one in it, is none of JSON. */
function templated(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) {
    const items = value.map(templated);
    return items.includes(undefined) ? undefined : items;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inside]) => [key, templated(inside)] as const);
  return entries.some(([, inside]) => inside === undefined) ? undefined : Object.fromEntries(entries);
}

/** Braces of the text are doubled in a template, and only there. */
function literalOr(converted: string): unknown {
  const literal = readLiteral(converted.replaceAll('{{', '{').replaceAll('}}', '}'));
  return literal === undefined || typeof literal.value === 'string' ? converted : literal.value;
}

/** Digits of a parent or of a bound are a number, as they are to the engine of the manifest. */
function typedText(converted: string): string {
  return /^\{(?:parent|window)\./.test(converted) ? converted.replace(/\}$/, ':number}') : converted;
}
