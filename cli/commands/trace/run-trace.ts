/** Asks the console for the way of a row, and prints a line a step. */

import type { Way } from '@penstock/local/way/follow.ts';
import type { Call, CommandOutcome } from '@penstock/shared/runtime/command.ts';
import { fromNodeError, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { stepLines } from './step-lines.ts';

const ASK_EVERY_MS = 200;

export async function runTrace(call: Call): Promise<CommandOutcome> {
  const { print, json, summary, clock, signal } = call;
  const { console: address, wait } = call.flags as { readonly console: string; readonly wait: number };
  const id = call.rest.join(' ');
  const until = clock.now() + wait * 1_000;
  let answer = await ask(address, id, signal);
  while (answer.steps.length === 0 && clock.now() < until) {
    call.progress('nothing has happened yet');
    await clock.sleep(ASK_EVERY_MS, signal);
    answer = await ask(address, id, signal);
  }
  if (answer.steps.length === 0)
    throw new PenstockError('NOT_FOUND', answer.error ?? `Nothing is remembered of ${id}.`);
  if (json) for (const step of answer.steps) print.record({ ...step });
  else for (const line of stepLines(answer)) print.record({}, line);
  const { steps, ids, cut } = answer;
  const rest = cut ? ', and more: name an id of one row to see less' : '';
  const traces = ids.trace?.length ?? 0;
  summary(`${count(steps.length, 'step')}, ${count(traces, 'trace')}${rest}`);
  return 'done';
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

type Answer = Way & { readonly error?: string };

async function ask(address: string, id: string, signal: AbortSignal): Promise<Answer> {
  const at = address.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  let response: Response;
  try {
    response = await fetch(`http://${at}/way?id=${encodeURIComponent(id)}`, { signal });
  } catch (error) {
    if (signal.aborted) throw fromNodeError(error) ?? error;
    throw new PenstockError(
      'UNAVAILABLE',
      `No console answers at ${at}: is "npm start" running there? In production, ask Cloud Logging (docs/tracing.md).`,
      { cause: error },
    );
  }
  const text = await response.text();
  const answer = parsed(text);
  if (answer !== undefined) return answer;
  throw new PenstockError(
    response.status === 400 ? 'INPUT_INVALID' : 'INTERNAL',
    `${at} is no console of a local cloud that can follow rows: it answered ${response.status} ${text.slice(0, 200)}`,
  );
}

function parsed(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as Partial<Answer> | null;
    return Array.isArray(answer?.steps) ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
}
