/** BigQuery's own description of an error, as it stands in answers, in jobs and beside rows. */

import { PenstockError } from '../../runtime/errors.ts';
import { REASON_VERDICTS, type Verdict } from '../../runtime/http-errors.ts';

/** `ErrorProto` of the REST API. Texts are as the service wrote them; absent ones are empty. */
export interface BigQueryProblem {
  readonly reason: string;
  /** The subject of the problem: a column, a file's URI, `query`, a parameter. */
  readonly location: string;
  readonly message: string;
}

/** Reads BigQuery's problems from JSON; anything that is not a list of objects is no problem. */
export function problemsFrom(value: unknown): readonly BigQueryProblem[] {
  if (!Array.isArray(value)) return [];
  return value.map(problemFrom).filter((problem) => problem !== undefined);
}

export function problemFrom(value: unknown): BigQueryProblem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { reason, location, message } = value as Readonly<Record<string, unknown>>;
  return { reason: textOf(reason), location: textOf(location), message: textOf(message) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Keeps all problems of an answer or a job behind a PenstockError, as its cause. */
export class BigQueryProblems extends Error {
  override readonly name = 'BigQueryProblems';
  readonly problems: readonly BigQueryProblem[];

  constructor(problems: readonly BigQueryProblem[]) {
    super(problems.map(({ reason, location, message }) => `${reason} at ${location}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * Every problem that BigQuery reported with an error, not only the first.
 *
 * @example
 * problemsOf(error).map(({ location, message }) => `${location}: ${message}`);
 */
export function problemsOf(error: unknown): readonly BigQueryProblem[] {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof BigQueryProblems) return at.problems;
  }
  return [];
}

/**
 * Reasons that only jobs and rows have; those that answers have too are in `runtime/http-errors.ts`. Documentation, "Error
 * messages".
 */
const JOB_VERDICTS: Readonly<Record<string, Verdict>> = {
  accessDenied: ['PERMISSION_DENIED', 'permanent'],
  billingNotEnabled: ['PERMISSION_DENIED', 'permanent'],
  billingTierLimitExceeded: ['PERMISSION_DENIED', 'permanent'],
  blocked: ['PERMISSION_DENIED', 'permanent'],
  duplicate: ['ALREADY_EXISTS', 'permanent'],
  jobBackendError: ['UNAVAILABLE', 'transient'],
  jobInternalError: ['INTERNAL', 'transient'],
  jobRateLimitExceeded: ['RESOURCE_EXHAUSTED', 'transient'],
  notFound: ['NOT_FOUND', 'permanent'],
  notImplemented: ['UNIMPLEMENTED', 'permanent'],
  parseError: ['INPUT_MALFORMED', 'permanent'],
  resourceInUse: ['ABORTED', 'transient'],
  resourcesExceeded: ['INPUT_TOO_LARGE', 'permanent'],
  responseTooLarge: ['INPUT_TOO_LARGE', 'permanent'],
  stopped: ['CANCELLED', 'permanent'],
  tableUnavailable: ['UNAVAILABLE', 'transient'],
  timeout: ['DEADLINE_EXCEEDED', 'transient'],
  uploadTooLarge: ['INPUT_TOO_LARGE', 'permanent'],
};

/** A reason that is in neither table (`invalid`, `invalidQuery`, and any new one) is the request's fault. */
function verdictOfReason(reason: string): Verdict {
  for (const table of [REASON_VERDICTS, JOB_VERDICTS]) {
    const verdict = Object.hasOwn(table, reason) ? table[reason] : undefined;
    if (verdict !== undefined) return verdict;
  }
  return ['INPUT_INVALID', 'permanent'];
}

/** One error for several problems. The first problem decides the code. */
export function fromProblems(
  problems: readonly BigQueryProblem[],
  message: string,
  context: PenstockError['context'] = {},
): PenstockError {
  const [first = { reason: '', location: '', message: '' }] = problems;
  const [code, kind] = verdictOfReason(first.reason);
  return new PenstockError(code, message, {
    kind,
    stage: 'sending',
    cause: new BigQueryProblems(problems),
    context: { reason: first.reason, location: first.location, problems: problems.length, ...context },
  });
}
