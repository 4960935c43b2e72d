/** The allowed names of buckets and objects (cloud.google.com/storage/docs/buckets#naming and /objects#naming). Pure. */

import { invalid } from '../api/errors.ts';

const MAX_OBJECT_NAME_BYTES = 1024;

export function checkBucketName(name: string): void {
  if (!isBucketName(name)) throw invalid(`Invalid bucket name: '${name}'`);
}

export function isBucketName(name: string): boolean {
  if (!/^[a-z0-9][a-z0-9._-]*[a-z0-9]$/.test(name)) return false;
  if (name.startsWith('goog') || /g[o0][o0]g[l1]e/.test(name)) return false;
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return false;
  if (!name.includes('.')) return name.length >= 3 && name.length <= 63;
  // A dotted name is a domain name: each label on its own obeys the label rules.
  if (name.length < 3 || name.length > 222) return false;
  return name.split('.').every((label) => /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(label) && label.length <= 63);
}

export function checkObjectName(name: string): void {
  const problem = objectNameProblem(name);
  if (problem !== undefined) throw invalid(problem);
}

function objectNameProblem(name: string): string | undefined {
  if (name === '') return 'The object name is required and must not be empty.';
  // A lone surrogate has no UTF-8 form.
  if (!name.isWellFormed()) return 'The object name is not valid UTF-8.';
  if (Buffer.byteLength(name) > MAX_OBJECT_NAME_BYTES) {
    return `The maximum object length is ${MAX_OBJECT_NAME_BYTES} characters, but got a name with ${Buffer.byteLength(name)} characters.`;
  }
  if (name === '.' || name === '..') return `Disallowed unicode characters present in object name '${name}'`;
  if (/[\r\n]/.test(name))
    return `Disallowed unicode characters present in object name '${JSON.stringify(name).slice(1, -1)}'`;
  if (name.startsWith('.well-known/acme-challenge/')) return `Invalid object name '${name}': the prefix is reserved.`;
  return undefined;
}
