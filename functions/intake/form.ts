/** The web form's fields, and a sent form as an issue. */

import { Refusal } from './problem.ts';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'line' | 'text' | 'email' | { readonly choices: readonly string[] };
  readonly required: boolean;
  readonly maxLength: number;
}

export const FIELDS: readonly FormField[] = [
  {
    name: 'title',
    label: 'Title',
    hint: 'What is the matter, in one line',
    kind: 'line',
    required: true,
    maxLength: 200,
  },
  {
    name: 'description',
    label: 'Description',
    hint: 'What happened, and what should have happened',
    kind: 'text',
    required: false,
    maxLength: 10_000,
  },
  { name: 'priority', label: 'Priority', kind: { choices: ['P1', 'P2', 'P3', 'P4'] }, required: true, maxLength: 2 },
  {
    name: 'reporter',
    label: 'Your e-mail',
    hint: 'Only if you want to hear back',
    kind: 'email',
    required: false,
    maxLength: 254,
  },
];

/** The hidden field that makes a second click the same issue. */
export const KEY_FIELD = 'idempotency_key';

export interface SentForm {
  readonly issue: Readonly<Record<string, string>>;
  readonly key: string | undefined;
}

/** Parsing takes time with the square of the number of fields, and no form has so many. */
const MAX_FIELDS = 1_000;

/**
 * The hidden field identifies the page's own form. Browsers send every field of it, empty or not, and each line break as
 * CRLF, so empty fields are left out and line breaks become LF. Any other form stays as it was sent.
 */
export function readForm(body: string): SentForm {
  // Curl's -d sends this content type for all data.
  if (/^\s*[{[]/.test(body)) throw looksLikeJson();
  if (countOf(body, '&') >= MAX_FIELDS) throw malformed(`The form has more than ${MAX_FIELDS} fields.`);
  if (!isUtf8(body)) throw malformed('The form is not UTF-8.');
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) throw malformed('A field of the form is there twice.');
    fields.set(name, value);
  }
  const key = fields.get(KEY_FIELD);
  fields.delete(KEY_FIELD);
  const own = key === undefined ? [...fields] : filledIn(fields);
  if (own.every(([, value]) => value === '')) throw new Refusal('empty-body', 'The form is empty.');
  // Own properties, also where a field is called `__proto__`.
  return { issue: Object.fromEntries(own), key };
}

function filledIn(fields: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...fields].flatMap(([name, value]) => (value === '' ? [] : [[name, value.replaceAll('\r\n', '\n')]]));
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

function malformed(detail: string): Refusal {
  return new Refusal('malformed-form', detail);
}

function looksLikeJson(): Refusal {
  return new Refusal(
    'unsupported-media-type',
    'The body looks like JSON, but its content type is application/x-www-form-urlencoded: send it as application/json.',
    {},
    { accept: 'application/json' },
  );
}

/** URLSearchParams puts U+FFFD in the place of what it cannot decode; a form is taken as it is or refused. */
function isUtf8(body: string): boolean {
  try {
    for (const [escapes] of body.matchAll(/(?:%[\da-f]{2})+/gi)) decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}

/** Repeats the checks of the browser, because forms also come from other clients. */
export function checkForm(issue: Readonly<Record<string, string>>): void {
  const errors = FIELDS.flatMap((field) => {
    const problem = problemOf(field, issue[field.name] ?? '');
    return problem === undefined ? [] : [{ pointer: `/${field.name}`, detail: problem }];
  });
  if (errors.length > 0) throw new Refusal('schema-violation', 'Some fields need another look.', { errors });
}

function problemOf(field: FormField, value: string): string | undefined {
  if (value.trim() === '') return field.required ? `${field.label} is missing.` : undefined;
  if ([...value].length > field.maxLength) return `${field.label} is longer than ${field.maxLength} characters.`;
  if (typeof field.kind === 'object' && !field.kind.choices.includes(value))
    return `${field.label} must be one of ${field.kind.choices.join(', ')}.`;
  if (field.kind === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value))
    return `${field.label} does not look like an address.`;
  return undefined;
}
