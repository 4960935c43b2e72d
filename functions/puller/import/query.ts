/** Parameters of a manifest's requests: texts, lists, and those that only the first request of a listing sends. */

import type { PlaceConfig, Scalar } from '../http-source/source-config.ts';
import { knownOf } from './fold.ts';
import { TOKEN } from './json-body.ts';
import { printed, readLiteral } from './literals.ts';
import { Findings } from './report.ts';
import { aloneIn, convertPlain, convertText, escaped, shortened, type TextContext } from './texts.ts';

export interface ConvertedQuery {
  readonly query: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  readonly firstOnly: readonly string[];
}

/** The place of the next page's token goes to `places`. */
export function convertQuery(
  given: unknown,
  context: TextContext,
  path: string,
  places: PlaceConfig[],
): ConvertedQuery {
  const query: Record<string, Scalar | readonly Scalar[]> = {};
  const firstOnly: string[] = [];
  if (typeof given === 'string' && given.trim() !== '')
    context.findings.problem(path, 'parameters as one text are not carried over');
  for (const [name, value] of Object.entries(typeof given === 'object' && given !== null ? given : {})) {
    const at = `${path}.${name}`;
    if (name.includes('{')) context.findings.problem(at, 'a name that is a template is not carried over');
    else if (typeof value === 'string' && TOKEN.test(value)) places.push({ in: 'query', name });
    else {
      const [first, later] = onPages(value, context, at);
      if (first !== undefined) query[name] = first;
      if (first !== undefined && later === undefined) firstOnly.push(name);
      else if (JSON.stringify(first) !== JSON.stringify(later))
        context.findings.problem(at, 'a parameter that is another on later pages is not carried over');
    }
  }
  return { query, firstOnly };
}

type Value = Scalar | readonly Scalar[] | undefined;

/** The value on the first page and on later ones, where its template asks which of them it is. */
function onPages(value: unknown, context: TextContext, at: string): readonly [Value, Value] {
  const asks = typeof value === 'string' && value.includes('next_page_token') && context.pages === true;
  if (!asks || isKnown(value, context, at)) {
    const same = valueOn(value, context, at);
    return [same, same];
  }
  const [first, later] = (['first', 'later'] as const).map((page) => valueOn(value, { ...context, page }, at));
  return [first, later];
}

/** Whether the value is known for every page, as one that has the page in it is. */
function isKnown(value: string, context: TextContext, at: string): boolean {
  const findings = new Findings();
  valueOn(value, { ...context, findings, inPath: { used: false, add: 0 } }, at);
  return findings.problems.length === 0;
}

/** Undefined where the parameter is not sent. */
function valueOn(value: unknown, context: TextContext, at: string): Value {
  if (Array.isArray(value)) {
    const values = value.map((one) => convertPlain(one, context, at));
    return values.filter((one) => one !== undefined);
  }
  if (value === null) return undefined;
  if (typeof value === 'object')
    return context.findings.problem(at, 'a parameter that is an object is not carried over');
  const list = typeof value === 'string' ? listIn(value, context, at) : undefined;
  if (list !== undefined) return list;
  const text = convertText(printed(value) as string, 'request', context, at);
  // The engine of the manifest leaves parameters without a value out.
  if (text === '' && value !== '' && context.page !== 'later')
    context.findings.note(
      at,
      `${shortened(String(value))} has no value here: the parameter is left out, as the manifest's engine does`,
    );
  return text === '' ? undefined : text;
}

/** A list of the config, or one that is written as a text: the parameter comes once for each of its values. */
function listIn(text: string, context: TextContext, path: string): readonly string[] | undefined {
  const alone = aloneIn(text, context);
  const named =
    alone?.kind === 'path' && alone.root === 'config'
      ? context.config.plainOf(alone.keys)
      : alone === undefined
        ? undefined
        : knownOf(alone, context)?.value;
  const written = text.trim().startsWith('[');
  const value = written && !text.includes('{{') ? readLiteral(text)?.value : named;
  if (written && text.includes('{{') && readLiteral(text.replace(/\{\{[\s\S]*?\}\}/g, '1')) !== undefined)
    context.findings.problem(path, 'a list with templates in it is not carried over');
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((one) => (one === undefined ? undefined : printed(one)));
  if (texts.every((one) => one !== undefined)) return texts.map(escaped);
  return context.findings.problem(path, 'a list of lists or objects is not carried over');
}
