/** The refusals of Firestore, by the name of their status. */

import type { Fault } from '../core/faults/faults.ts';

/** google.rpc.Code by its HTTP status, as far as Firestore answers it. */
const HTTP: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNKNOWN: 500,
  // The HTTP status is 400 and not 501: clients retry every 5xx, some of them for ever, and a refusal by name is final.
  UNIMPLEMENTED: 400,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

export class FirestoreError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function invalid(message: string): FirestoreError {
  return new FirestoreError(400, 'INVALID_ARGUMENT', message);
}

export function notDone(what: string): FirestoreError {
  return new FirestoreError(400, 'UNIMPLEMENTED', `The local Firestore does not do ${what}.`);
}

/** A scripted error, by a status' name or its HTTP number; what is neither is UNAVAILABLE. */
export function scripted({ code, message = 'scripted fault' }: Fault): FirestoreError {
  const named = Object.hasOwn(HTTP, code ?? '') ? String(code) : undefined;
  const numbered = Object.entries(HTTP).find(([, status]) => status === Number(code))?.[0];
  const name = named ?? numbered ?? 'UNAVAILABLE';
  return new FirestoreError(HTTP[name] ?? 503, name, message);
}
