/** Scripted faults as this service plays them (local/core/faults/faults.ts says what each kind means). */

import { status } from '@grpc/grpc-js';
import type { Fault, FaultRule } from '../../core/faults/faults.ts';
import { WriteError } from './errors.ts';
import type { Streams } from './streams.ts';

/** The gRPC status of an `error` fault: by name, or by number. */
function codeOf({ code = 'UNAVAILABLE' }: Fault): status {
  if (typeof code === 'number') return code;
  const known = Object.entries(status).find(([name]) => name === code);
  return known === undefined ? status.UNKNOWN : (Number(known[1]) as status);
}

/** Texts that the live service was seen to send (write-api.md, Errors). */
const MESSAGES: Partial<Record<status, string>> = {
  [status.UNAVAILABLE]: 'Connection is throttled: Task is overloaded (memory-protection) go/tr-t.',
  [status.ABORTED]:
    'Closing the stream because server is restarted. This is expected and client is advised to reconnect.',
  [status.INTERNAL]: 'Internal error encountered. Please try again.',
};

/** `error` and `throttle` as a refusal; undefined for every other kind. `method` goes into the quota's name. */
export function refusalOf(fault: Fault, method: string, entity: string): WriteError | undefined {
  if (fault.kind === 'error') {
    const code = codeOf(fault);
    const message = fault.message ?? MESSAGES[code] ?? `Injected ${status[code]}`;
    return new WriteError({ code, message, entity, endsRpc: fault.at !== 'during' });
  }
  if (fault.kind !== 'throttle') return undefined;
  const quota = method === 'AppendRows' ? 'AppendRows throughput' : `${method} requests`;
  return new WriteError({
    code: status.RESOURCE_EXHAUSTED,
    message:
      fault.message ??
      `Exceeds '${quota}' quota, user_id: local (status: INSUFFICIENT_TOKENS), you can issue a raise quota request through the console.`,
    entity,
    // An append's refusal is one answer among others, unless the rule wants the RPC to end.
    endsRpc: fault.at === 'before',
  });
}

export function idleError(idleMs: number, entity: string): WriteError {
  return new WriteError({
    code: status.ABORTED,
    message: `Closing the stream because it has been inactive for ${Math.round(idleMs / 1000)} seconds. Entity: ${entity}`,
    entity,
    endsRpc: true,
  });
}

/**
 * The `stale` fault: for some seconds after a reconnect the service believes in a stream that is shorter than it is
 * (write-api.md, Errors). A correct next offset then meets OUT_OF_RANGE. Whether the real
 * service could even accept an offset twice in that time is not known; this one never does.
 */
export class StaleCounts {
  readonly #streams: Streams;
  /** Streams whose next connection is to be stale, by how many rows. */
  readonly #armed = new Map<string, bigint | undefined>();

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** The rule struck on a connection that is too old to be stale: the stream's next one will be. */
  arm(stream: string, rule: Pick<FaultRule, 'rows'>): void {
    this.#armed.set(stream, rule.rows === undefined ? undefined : BigInt(rule.rows));
  }

  /** Whether a new connection on the stream begins stale; asking disarms. */
  takeArmed(stream: string): { readonly rows: bigint | undefined } | undefined {
    if (!this.#armed.has(stream)) return undefined;
    const rows = this.#armed.get(stream);
    this.#armed.delete(stream);
    return { rows };
  }

  /** The end as the stale service sees it, where it would answer `offset` wrongly; undefined where it would not. */
  wrongEnd(stream: string, offset: bigint, rows: bigint | undefined): bigint | undefined {
    const { end = 0n, lastAppend = 1n } = this.#streams.get(stream) ?? {};
    const low = rows ?? lastAppend;
    const reported = end > low ? end - low : 0n;
    if (reported === end) return undefined;
    // From the reported end to the true one the stale service might accept what is already written: ours does not.
    return offset >= end || offset < reported ? reported : undefined;
  }
}
