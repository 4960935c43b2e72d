/**
 * Loads and windows by their ledgers. The objects are shown as they are: what a state means is the functions' affair, so
 * a plan, a retry or a skip is a word of the `penstock` command, run as a process of its own.
 */

import type { ObjectFacts, StorageService } from '../../storage/index.ts';
import { ApiProblem, answer, bodyOf, noSuch, type Resource, textOf } from './call.ts';
import { matcherOf, type Page, pageOf } from './page.ts';

/** The objects of one kind of ledger: `<prefix><id><suffix>`. */
export interface LedgerPlace {
  readonly kind: 'load' | 'window';
  readonly bucket: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** The end of a word of the command. */
export interface CommandResult {
  readonly code: number;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly message: string;
}

export interface Operations {
  readonly ledgers: readonly LedgerPlace[];
  /** Runs a word of the `penstock` command against this cloud. An aborted one finishes what it is at, and ends. */
  readonly command: (words: readonly string[], watch?: CommandWatch) => Promise<CommandResult>;
}

export interface CommandWatch {
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal;
}

type Storage = Pick<StorageService, 'hasBucket' | 'listObjects' | 'readObject'>;

export function ledgersApi(operations: Operations, storage: Storage): Resource {
  return async (call) => {
    const route = `${call.method} ${call.rest}`;
    if (route === 'GET ') return answer(call, await list(operations, storage, call.query));
    if (route === 'POST command') {
      const body = await bodyOf(call);
      return answer(call, await operations.command(wordsOf(textOf(body, 'verb'), textOf(body, 'on'), body.more)));
    }
    throw noSuch(call);
  };
}

/** The newest first. Only the ledgers of the page are read. */
async function list({ ledgers }: Operations, storage: Storage, query: URLSearchParams): Promise<Page<object>> {
  const kind = query.get('kind');
  const id = query.get('id');
  const matches = matcherOf(query);
  const found: { readonly place: LedgerPlace; readonly facts: ObjectFacts }[] = [];
  for (const place of ledgers) {
    if ((kind !== null && kind !== place.kind) || !storage.hasBucket(place.bucket)) continue;
    for (const facts of storage.listObjects(place.bucket, place.prefix)) {
      const isLedger = facts.name.endsWith(place.suffix) && (id === null || idOf(place, facts.name) === id);
      if (isLedger && matches(facts.name)) found.push({ place, facts });
    }
  }
  const newest = found.toSorted((one, other) => other.facts.updated - one.facts.updated);
  const { rows, ...rest } = pageOf(newest, query);
  const read = await Promise.all(rows.map(({ place, facts }) => entry(storage, place, facts)));
  return { ...rest, rows: read.filter((one) => one !== undefined) };
}

function idOf({ prefix, suffix }: LedgerPlace, name: string): string {
  return name.slice(prefix.length, name.length - suffix.length);
}

async function entry(storage: Storage, place: LedgerPlace, facts: ObjectFacts): Promise<object | undefined> {
  const { bucket, name, generation, updated } = facts;
  const head = {
    kind: place.kind,
    id: idOf(place, name),
    bucket,
    object: name,
    generation: String(generation),
    updatedMs: updated,
  };
  try {
    return { ...head, value: JSON.parse((await storage.readObject(bucket, name)).toString()) as unknown };
  } catch {
    // Deleted since the listing, or not a ledger.
    return undefined;
  }
}

/** The words that the page may say; each takes one thing to act on, and a window its name. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  'load plan': ['loader', 'plan'],
  'load retry': ['loader', 'retry'],
  'load skip': ['loader', 'skip'],
  'window replay': ['puller', 'replay'],
};

function wordsOf(verb: string, on: string, more: unknown): readonly string[] {
  const words = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (words === undefined) throw new ApiProblem(400, `${verb} is not one of ${Object.keys(VERBS).join(', ')}.`);
  const operands = [on, ...(Array.isArray(more) ? more.map(String) : [])];
  // A word that begins with a dash would be a flag.
  if (operands.some((word) => word.startsWith('-'))) throw new ApiProblem(400, 'A name must not begin with a dash.');
  return [...words, ...operands];
}
