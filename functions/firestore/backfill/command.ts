/** `npm run backfill`: reads the command line and the environment, puts the walk together, tells how it goes. */

import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import { googleAccessToken } from '@penstock/shared/runtime/access-token.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createSecretReader } from '@penstock/shared/runtime/secrets.ts';
import { type FirestoreConfig, readFirestoreConfig } from '../config.ts';
import { issueOptions } from '../firestore.ts';
import { type Cursor, type CursorFile, cursorFile } from './cursor.ts';
import { createReader } from './documents.ts';
import { type BackfillOptions, HELP, readOptions } from './options.ts';
import { walk } from './walk.ts';

export interface BackfillIo {
  readonly env: Environment;
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  readonly clock: Clock;
  /** Ends the walk; what was published by then stays so. */
  readonly signal: AbortSignal;
}

export async function backfill(args: readonly string[], io: BackfillIo): Promise<number> {
  let options: BackfillOptions | 'help';
  let config: FirestoreConfig;
  try {
    options = readOptions(args, io.env.GOOGLE_CLOUD_PROJECT ?? '');
    config = readFirestoreConfig(io.env);
  } catch (error) {
    io.error(`${messageOf(error)}\nSee --help.`);
    return 2;
  }
  if (options === 'help') {
    io.out(HELP.trimEnd());
    return 0;
  }
  try {
    const { published, rejected, dropped } = await run(options, config, io);
    io.out(`${options.dryRun ? 'would publish' : 'published'} ${published}, rejected ${rejected}, dropped ${dropped}`);
    return 0;
  } catch (error) {
    const failed = error instanceof PenstockError && !io.signal.aborted;
    const reason = failed ? `${error.code}: ${error.message}` : messageOf(error);
    const remedy = options.cursor === undefined ? '' : ' The same command goes on where it was.';
    io.error(`Not all is published. ${reason}${remedy}`);
    return 1;
  }
}

const EMULATOR = 'FIRESTORE_EMULATOR_HOST';
/** Firestore's own scope, by its REST reference. */
const SCOPE = 'https://www.googleapis.com/auth/datastore';
/** No line of progress sooner than so long after the last one. */
const TELL_EVERY_MS = 1_000;

async function run(options: BackfillOptions, config: FirestoreConfig, io: BackfillIo): Promise<Cursor> {
  const { clock, signal } = io;
  const emulator = io.env[EMULATOR] ?? '';
  const root = `projects/${options.project}/databases/${options.database}/documents`;
  const onRetry = (error: PenstockError, waitMs: number): void =>
    io.error(`${error.code}, again in ${Math.ceil(waitMs)} ms: ${error.message}`);
  const secrets = createSecretReader({ env: io.env, clock });
  const output = options.dryRun ? undefined : outputOf(options, config);
  try {
    return await walk({
      readPage: createReader({
        base: emulator === '' ? 'https://firestore.googleapis.com' : `http://${emulator}`,
        root,
        source: options.source,
        pageSize: options.page,
        // What emulators take for somebody who may do everything.
        token: emulator === '' ? googleAccessToken(SCOPE) : async () => 'owner',
        clock,
        signal,
        onRetry,
      }),
      output,
      cursor: cursorOf(options, root, io),
      issue: await issueOptions(config, secrets)(),
      documents: config.documents,
      rate: options.rate,
      clock,
      signal,
      onProgress: teller(io),
      onRetry,
      onRejected: (error, document) => io.error(`rejected ${document}: ${error.code}: ${error.message}`),
    });
  } finally {
    await secrets.close();
    await output?.close();
  }
}

/** A dry run neither goes on from where a real one was, nor leaves a trace for it. */
function cursorOf({ cursor, dryRun, source }: BackfillOptions, root: string, io: BackfillIo): CursorFile {
  const file = cursorFile(dryRun ? undefined : cursor, `${root} ${JSON.stringify(source)}`);
  return {
    read: async () => {
      const found = await file.read();
      if (found.done) io.error(`The cursor ${cursor} says that this walk is done: remove it to walk again.`);
      return found;
    },
    write: file.write,
  };
}

function outputOf({ project }: BackfillOptions, config: FirestoreConfig) {
  const deadlineMs = config.publishDeadline;
  const publisher = createPublisher({ projectId: project, topic: config.topic, deadlineMs });
  const errors = createErrorOutput({
    projectId: project,
    topic: config.errorsTopic,
    bucket: config.errorsBucket,
    prefix: 'errors/firestore/',
    deadlineMs,
  });
  return {
    publisher,
    errors,
    close: async () => {
      await publisher.close();
      await errors.close();
    },
  };
}

function teller({ clock, error }: BackfillIo): (cursor: Cursor) => void {
  let before: { readonly at: number; readonly seen: number } | undefined;
  return ({ published, rejected, dropped }) => {
    const [at, seen] = [clock.now(), published + rejected + dropped];
    before ??= { at, seen };
    if (at - before.at < TELL_EVERY_MS) return;
    const rate = Math.round(((seen - before.seen) * 1_000) / (at - before.at));
    error(`published ${published}, rejected ${rejected}, dropped ${dropped}; ${rate} a second`);
    before = { at, seen };
  };
}
