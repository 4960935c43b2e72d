/** The one error of this service: a canonical code and the sentence that Google's service would use, where it is known. */

import type { Code } from '../core/codes.ts';

/** google.rpc.ErrorInfo: what a client reads to decide, instead of the sentence. */
export interface ErrorInfo {
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export class PubsubError extends Error {
  readonly code: Code;
  readonly info: ErrorInfo | undefined;
  constructor(code: Code, message: string, info?: ErrorInfo) {
    super(message);
    this.name = 'PubsubError';
    this.code = code;
    this.info = info;
  }
}

export function invalid(message: string): PubsubError {
  return new PubsubError('INVALID_ARGUMENT', message);
}

/** The service names the last part of the resource only. */
export function notFound(resource: string): PubsubError {
  return new PubsubError('NOT_FOUND', `Resource not found (resource=${lastPart(resource)}).`);
}

export function alreadyExists(resource: string): PubsubError {
  return new PubsubError('ALREADY_EXISTS', `Resource already exists in the project (resource=${lastPart(resource)}).`);
}

export function unimplemented(what: string): PubsubError {
  return new PubsubError('UNIMPLEMENTED', `${what} is not supported by the local Pub/Sub.`);
}

/** A push subscription is not pulled from: its messages belong to its endpoint. */
export function notPulled(): PubsubError {
  return new PubsubError('FAILED_PRECONDITION', 'This method is not supported for this subscription type.');
}

/** The service's own pattern for a value beyond one bound or two. */
export function outOfBounds(field: string, given: string | number, low: string | number, high: string | number) {
  return invalid(
    `The value for ${field} is out of bounds. You passed ${given} in the request, but the value must be between ${low} and ${high}.`,
  );
}

export function tooLarge(field: string, given: string | number, maximum: string | number): PubsubError {
  return invalid(
    `The value for ${field} is too large. You passed ${given} in the request, but the maximum value is ${maximum}.`,
  );
}

export function tooSmall(field: string, given: string | number, minimum: string | number): PubsubError {
  return invalid(
    `The value for ${field} is too small. You passed ${given} in the request, but the minimum value is ${minimum}.`,
  );
}

/** Anything thrown becomes an error of this service; what was not foreseen says so and keeps its words out of the answer. */
export function asPubsubError(error: unknown): PubsubError {
  if (error instanceof PubsubError) return error;
  return new PubsubError('INTERNAL', 'The service was unable to fulfill your request. Please try again.');
}

function lastPart(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}
