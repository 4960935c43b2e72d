/** The filters of lists: terms of `name:text`, `labels.key=value` and `state:ENABLED`, joined by AND. */

import { StatusError } from '../core/codes.ts';
import type { Resource } from './resources.ts';

type Test = (resource: Resource) => boolean;

const TERM = /^(name|state|labels\.[\w-]{1,63})\s*([:=])\s*("[^"]*"|[^\s"()]+)$/;

/** https://cloud.google.com/secret-manager/docs/filtering. Anything beyond these terms is refused and not passed over. */
export function filterOf(text: string): Test {
  if (text.trim() === '') return () => true;
  if (text.length > 2_000) throw refused(text);
  const tests = text
    .trim()
    .split(/\s+AND\s+/)
    .map((term) => testOf(term.trim(), text));
  return (resource) => tests.every((test) => test(resource));
}

function testOf(term: string, whole: string): Test {
  const [, field = '', operator = '', quoted = ''] = TERM.exec(term) ?? [];
  if (field === '') throw refused(whole);
  const wanted = quoted.replace(/^"|"$/g, '');
  return (resource) => {
    const found = fieldOf(resource, field);
    if (found === undefined) return false;
    if (field === 'state') return found === wanted.toUpperCase();
    return operator === '=' ? found === wanted : found.toLowerCase().includes(wanted.toLowerCase());
  };
}

function fieldOf(resource: Resource, field: string): string | undefined {
  if (!field.startsWith('labels.')) return resource[field] as string | undefined;
  const labels = (resource.labels ?? {}) as Readonly<Record<string, string>>;
  const key = field.slice('labels.'.length);
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function refused(text: string): StatusError {
  return new StatusError(
    'UNIMPLEMENTED',
    `The local Secret Manager does not do the filter ${JSON.stringify(text.slice(0, 200))}: it knows name:text, labels.key=value and state:ENABLED, joined by AND.`,
  );
}
