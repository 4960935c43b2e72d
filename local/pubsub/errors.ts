/** The one error of this service: a canonical code and the sentence that Google's service would use, where it is known. */

export const CODES = {
  CANCELLED: { grpc: 1, http: 499 },
  INVALID_ARGUMENT: { grpc: 3, http: 400 },
  DEADLINE_EXCEEDED: { grpc: 4, http: 504 },
  NOT_FOUND: { grpc: 5, http: 404 },
  ALREADY_EXISTS: { grpc: 6, http: 409 },
  PERMISSION_DENIED: { grpc: 7, http: 403 },
  RESOURCE_EXHAUSTED: { grpc: 8, http: 429 },
  FAILED_PRECONDITION: { grpc: 9, http: 400 },
  ABORTED: { grpc: 10, http: 409 },
  OUT_OF_RANGE: { grpc: 11, http: 400 },
  // The HTTP status is 400 and not 501: clients retry every 5xx, some of them for ever, and a refusal by name is final.
  UNIMPLEMENTED: { grpc: 12, http: 400 },
  INTERNAL: { grpc: 13, http: 500 },
  UNAVAILABLE: { grpc: 14, http: 503 },
  DATA_LOSS: { grpc: 15, http: 500 },
  UNKNOWN: { grpc: 2, http: 500 },
  UNAUTHENTICATED: { grpc: 16, http: 401 },
} as const;

export type Code = keyof typeof CODES;

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

export function codeOf(name: string | number | undefined, fallback: Code): Code {
  for (const [code, { grpc, http }] of Object.entries(CODES) as [Code, { grpc: number; http: number }][]) {
    if (code === name || (typeof name === 'number' && (name < 100 ? grpc === name : http === name))) return code;
  }
  return fallback;
}

function lastPart(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}
