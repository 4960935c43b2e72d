/** Redrive through the console: a request whose answer comes line by line while the command runs. */

import type { Reason, RedriveLine } from '../../api/redrive.ts';
import { get, HttpProblem, lines } from '../http.ts';
import { subscriptionName } from './pubsub.ts';

export interface RedriveRequest {
  readonly from: string;
  readonly to: string;
  readonly only: readonly string[];
  /** Empty for all. */
  readonly limit: string;
  readonly dryRun: boolean;
  readonly deleteSent: boolean;
}

export interface RedriveAnswer {
  readonly read: number;
  readonly sent: number;
  readonly failed: number;
  readonly left: Readonly<Record<string, number>>;
  /** The last line of the command about records that were not sent. */
  readonly message: string;
}

/** Resolves with the counts. Its abort stops the command, which settles what it has sent. */
export async function redriveAll(
  { limit, ...request }: RedriveRequest,
  onProgress: (text: string) => void,
  signal: AbortSignal,
): Promise<RedriveAnswer> {
  const body = { ...request, ...(limit === '' ? {} : { limit: Number(limit) }) };
  for await (const line of lines('/api/redrive', body, signal)) {
    const { progress, result } = line as RedriveLine;
    if (progress !== undefined) onProgress(progress);
    if (result === undefined) continue;
    const [counts] = result.records as readonly Omit<RedriveAnswer, 'message'>[];
    if (counts === undefined) throw new HttpProblem(0, result.message || `The command ended with ${result.code}.`);
    return { ...counts, message: result.message };
  }
  throw new HttpProblem(0, 'The command ended without a result.');
}

export function isSubscription(from: string): boolean {
  return /^(?:projects\/[^/]+\/subscriptions\/)?[A-Za-z][\w.~+%-]{2,}$/.test(from);
}

export function reasonsOf(from: string): Promise<{ readonly counted: number; readonly reasons: readonly Reason[] }> {
  const subscription = from.includes('/') ? from : subscriptionName(from);
  return get('/api/redrive/reasons', { subscription });
}

/** `name=value` lines. */
export function readOnly(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
