/** One step on the way of a row, as the console and `penstock trace` show it. */

import type { Happening, ServiceName } from '../core/service.ts';
import { eachId, type Ids } from './ids.ts';

/** The sort of thing that a step happened to. */
export type StepKind =
  | 'request'
  | 'message'
  | 'object'
  | 'document'
  | 'event'
  | 'tick'
  | 'append'
  | 'job'
  | 'row'
  | 'other';

/**
 * `delivered`, `retry`, `rejected` and `dropped` as everywhere in Penstock; `done` where a step has no such outcome of its
 * own, and `failed` where it was an error that nothing tries again.
 */
export type StepOutcome = 'delivered' | 'retry' | 'rejected' | 'dropped' | 'done' | 'failed';

export interface Step {
  /** Grows with every step of this process; two steps of one millisecond are in this order. */
  readonly number: number;
  readonly atMs: number;
  readonly kind: StepKind;
  /** The resource, as its service names it: `projects/p/topics/issues`, `uploads/a.csv`, `intake`. */
  readonly place: string;
  readonly service: ServiceName;
  /** In the past tense: `published`, `pushed`, `appended`. */
  readonly what: string;
  readonly outcome: StepOutcome;
  /** The ids of the row, message, object or job that this way is about. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly traceId?: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  /** The number of other rows, messages or objects that the same step was about: 999 in a batch of 1,000. */
  readonly others: number;
}

/** A happening as it is kept: its units hold the ids of each row, message or object that it was about. */
export interface Kept {
  readonly number: number;
  readonly atMs: number;
  readonly happening: Happening;
  readonly units: readonly Ids[];
  /** The serial of the first of them, by which the memory finds them. */
  readonly first: number;
  /** The number of units that the happening had, held or not. */
  readonly count: number;
}

const KINDS: Readonly<Record<ServiceName, StepKind>> = {
  functions: 'request',
  pubsub: 'message',
  storage: 'object',
  firestore: 'document',
  eventarc: 'event',
  scheduler: 'tick',
  'bigquery-storage': 'append',
  bigquery: 'job',
  secrets: 'other',
  console: 'other',
};

const OUTCOMES: ReadonlySet<string> = new Set(['delivered', 'retry', 'rejected', 'dropped', 'failed']);

/** Words of the services for what did not go well; everything else is done. */
const WORDS: Readonly<Record<string, StepOutcome>> = {
  'was refused a push': 'retry',
  'failed to push': 'retry',
  'refused by the receiver': 'retry',
  'not delivered': 'retry',
  'dead-lettered': 'rejected',
  failed: 'failed',
  refused: 'rejected',
  delivered: 'delivered',
  pushed: 'delivered',
  'given back': 'retry',
  'lost a dead letter': 'failed',
  'not dead-lettered': 'retry',
  acknowledged: 'delivered',
};

export function outcomeOf({ service, what, facts = {}, level }: Happening): StepOutcome {
  const told = facts.outcome ?? facts.state;
  if (typeof told === 'string' && OUTCOMES.has(told)) return told as StepOutcome;
  // A table that is dropped is no event that is.
  if (service === 'eventarc' && what === 'dropped') return 'dropped';
  const word = Object.hasOwn(WORDS, what) ? WORDS[what] : undefined;
  return word ?? (level === undefined ? 'done' : level === 'error' ? 'failed' : 'retry');
}

/** The step as it concerns these of the happening's units; none of them where only the happening itself is asked for. */
export function stepOf({ number, atMs, happening, units, count }: Kept, of: readonly number[]): Step {
  const { service, what, resource, facts = {} } = happening;
  const ids: Record<string, string[]> = {};
  for (const unit of of) {
    eachId(units[unit] ?? {}, (kind, value) => {
      const known = ids[kind];
      if (known === undefined) ids[kind] = [value];
      else if (!known.includes(value)) known.push(value);
    });
  }
  const trace = ids.trace?.[0];
  return {
    number,
    atMs,
    kind: service === 'bigquery' && what === 'inserted' ? 'append' : KINDS[service],
    place: resource,
    service,
    what,
    outcome: outcomeOf(happening),
    ids,
    ...(trace === undefined ? {} : { traceId: trace }),
    fields: facts,
    others: Math.max(0, count - of.length),
  };
}
