/** Checks what a configuration gives against the values that an attribute takes. */

import { isUnknown } from './value.ts';

export interface Diagnostic {
  readonly severity: 'ERROR';
  readonly summary: string;
  readonly detail: string;
}

export function enumProblems(
  enums: Readonly<Record<string, readonly string[]>>,
  path: string,
  value: unknown,
): readonly Diagnostic[] {
  if (Array.isArray(value)) return value.flatMap((one) => enumProblems(enums, path, one));
  if (typeof value === 'object' && value !== null && !isUnknown(value)) {
    return Object.entries(value).flatMap(([name, one]) => enumProblems(enums, `${path}.${name}`, one));
  }
  const allowed = enums[path];
  if (allowed === undefined || typeof value !== 'string' || value === '' || allowed.includes(value)) return [];
  const detail = `"${value}" is not one of ${allowed.join(', ')}`;
  return [{ severity: 'ERROR', summary: `Invalid value for ${path}`, detail }];
}
