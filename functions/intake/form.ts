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

/** Empty optional fields are left out; unknown ones are the sender's own and stay. */
export function readForm(body: string): SentForm {
  if (!isUtf8(body)) throw new Refusal('malformed-form', 'The form is not UTF-8.');
  // One pass: what a form may hold is bounded in bytes alone, and so in some hundred thousand fields.
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (fields.has(name)) throw new Refusal('malformed-form', 'A field of the form is there twice.');
    fields.set(name, value.replaceAll('\r\n', '\n'));
  }
  const key = fields.get(KEY_FIELD);
  const own = [...fields].filter(([name, value]) => name !== KEY_FIELD && value !== '');
  if (own.length === 0) throw new Refusal('empty-body', 'The form is empty.');
  // Own properties, also where a field is called `__proto__`.
  return { issue: Object.fromEntries(own), key };
}

/** URLSearchParams puts U+FFFD in the place of what it cannot decode; what is sent is taken as it is or refused. */
function isUtf8(body: string): boolean {
  try {
    for (const [escapes] of body.matchAll(/(?:%[\da-f]{2})+/gi)) decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}

/** What the browser checks, checked again: forms also come from elsewhere. */
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
