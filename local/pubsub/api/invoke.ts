/** Runs a unary method with whatever fault is scripted for it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../core/codes.ts';
import type { Fault } from '../../core/faults/faults.ts';
import { publishThrottled } from '../delivery/publishing.ts';
import { PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { resourceOf } from '../wire/requests.ts';
import type { Call } from './call.ts';
import type { Method } from './methods.ts';

/** Thrown when a fault broke the connection on purpose, so there is no client to answer. */
export class Broken extends Error {}

const DEFAULT_DELAY_MS = 1000;

export async function invoke(hub: Hub, method: Method, body: Buffer, call: Call): Promise<Uint8Array> {
  try {
    return await withFaults(hub, method, body, call);
  } catch (error) {
    // A client is told INTERNAL and no more; the user who runs the service must learn the reason (a full disk, say).
    if (!(error instanceof PubsubError) && !(error instanceof Broken)) {
      const reason = error instanceof Error ? error.message : String(error);
      hub.options.report({ service: 'pubsub', what: 'failed', resource: method.name, facts: { error: reason } });
    }
    throw error;
  }
}

async function withFaults(hub: Hub, method: Method, body: Buffer, call: Call): Promise<Uint8Array> {
  const fault = hub.options.faults.next('pubsub', method.name, resourceOf(body, method.nested));
  if (fault === undefined) return method.run(hub, body, call);
  refuse(fault);
  if (fault.kind === 'slow') await sleep(fault.delayMs ?? DEFAULT_DELAY_MS);
  if (fault.kind === 'reset' && fault.at !== 'after') breakOff(call);
  if (fault.kind === 'duplicate') await method.run(hub, body, call);
  const answer = await method.run(hub, body, call);
  if (fault.kind === 'ack-lost' || fault.kind === 'reset') breakOff(call);
  if (fault.kind === 'goaway' || fault.kind === 'idle-close') call.connection.goAway();
  return answer;
}

/** The faults that are an answer in place of the effect. */
export function refuse(fault: Fault): void {
  if (fault.kind === 'throttle') throw publishThrottled();
  if (fault.kind !== 'error') return;
  const code = codeOf(fault.code, 'UNAVAILABLE');
  throw new PubsubError(code, fault.message ?? 'The service was unable to fulfill your request. Please try again.');
}

function breakOff(call: Call): never {
  call.connection.reset();
  throw new Broken('the connection was reset by a scripted fault');
}
