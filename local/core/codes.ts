/** google.rpc.Code, with the gRPC number and the HTTP status that each is answered with. */

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

/** The code of a name, a gRPC number or an HTTP status; `fallback` for any other. */
export function codeOf(name: string | number | undefined, fallback: Code): Code {
  for (const [code, { grpc, http }] of Object.entries(CODES) as [Code, { grpc: number; http: number }][]) {
    if (code === name || (typeof name === 'number' && (name < 100 ? grpc === name : http === name))) return code;
  }
  return fallback;
}

/** The refusal of a service, which each of its sides, gRPC and REST, turns into its own form. */
export class StatusError extends Error {
  readonly code: Code;
  constructor(code: Code, message: string) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
  }
}

export function asStatusError(error: unknown): StatusError {
  return error instanceof StatusError ? error : new StatusError('INTERNAL', (error as Error).message);
}
