/** The refusals of Secret Manager, by the name of their status; each side turns them into its own form. */

export type SecretsCode =
  | 'INVALID_ARGUMENT'
  | 'FAILED_PRECONDITION'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'RESOURCE_EXHAUSTED'
  | 'INTERNAL'
  | 'UNIMPLEMENTED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED';

/** google.rpc.Code, and the HTTP status it maps to. */
export const CODES: Readonly<Record<SecretsCode, { readonly grpc: number; readonly http: number }>> = {
  INVALID_ARGUMENT: { grpc: 3, http: 400 },
  DEADLINE_EXCEEDED: { grpc: 4, http: 504 },
  NOT_FOUND: { grpc: 5, http: 404 },
  ALREADY_EXISTS: { grpc: 6, http: 409 },
  PERMISSION_DENIED: { grpc: 7, http: 403 },
  RESOURCE_EXHAUSTED: { grpc: 8, http: 429 },
  FAILED_PRECONDITION: { grpc: 9, http: 400 },
  // The HTTP status is 400 and not 501: clients retry every 5xx, some of them for ever, and a refusal by name is final.
  UNIMPLEMENTED: { grpc: 12, http: 400 },
  INTERNAL: { grpc: 13, http: 500 },
  UNAVAILABLE: { grpc: 14, http: 503 },
  UNAUTHENTICATED: { grpc: 16, http: 401 },
};

export class SecretsError extends Error {
  readonly code: SecretsCode;
  constructor(code: SecretsCode, message: string) {
    super(message);
    this.name = 'SecretsError';
    this.code = code;
  }
}

export function asSecretsError(error: unknown): SecretsError {
  return error instanceof SecretsError ? error : new SecretsError('INTERNAL', (error as Error).message);
}
