/** `penstock firestore backfill`: puts the walk together from flags and environment, and tells how it goes. */

import { createErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import { createPublisher } from '@penstock/shared/pubsub/publisher.ts';
import { googleAccessToken } from '@penstock/shared/runtime/access-token.ts';
import type { Call, CommandOutcome } from '@penstock/shared/runtime/command.ts';
import { fromUnknown, messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createSecretReader } from '@penstock/shared/runtime/secrets.ts';
import type { BackfillFlags } from '../commands/backfill.ts';
import { type FirestoreConfig, readFirestoreConfig } from '../config.ts';
import { issueOptions } from '../firestore.ts';
import { type Cursor, type CursorFile, cursorFile } from './cursor.ts';
import { createReader } from './documents.ts';
import { type BackfillOptions, readSource } from './options.ts';
import { walk } from './walk.ts';

/** Walks the documents and returns how it ended; `partial` where documents were rejected. */
export async function backfill(call: Call): Promise<CommandOutcome> {
  const flags = call.flags as unknown as BackfillFlags;
  const config = readFirestoreConfig(call.env);
  const options: BackfillOptions = {
    ...flags,
    source: readSource(flags),
    project: call.project(),
    dryRun: call.dryRun,
  };
  try {
    const { published, rejected, dropped } = await run(options, config, call);
    const did = options.dryRun ? 'would publish' : 'published';
    call.print.record(
      { dryRun: options.dryRun, published, rejected, dropped },
      `${did} ${published}, rejected ${rejected}, dropped ${dropped}`,
    );
    return rejected > 0 ? 'partial' : 'done';
  } catch (error) {
    const { code, kind, message } = call.signal.aborted
      ? new PenstockError('CANCELLED', messageOf(call.signal.reason))
      : fromUnknown(error);
    const remedy = options.cursor === undefined ? '' : ' The same command goes on where it was.';
    throw new PenstockError(code, `Not all is published. ${message}${remedy}`, { kind, cause: error });
  }
}

const EMULATOR = 'FIRESTORE_EMULATOR_HOST';
/** Firestore's own scope, by its REST reference. */
const SCOPE = 'https://www.googleapis.com/auth/datastore';
/** No line of progress sooner than so long after the last one. */
const TELL_EVERY_MS = 1_000;

async function run(options: BackfillOptions, config: FirestoreConfig, call: Call): Promise<Cursor> {
  const { clock, signal, warn, env } = call;
  const emulator = env[EMULATOR] ?? '';
  const root = `projects/${options.project}/databases/${options.database}/documents`;
  const onRetry = (error: PenstockError, waitMs: number): void =>
    warn(`${error.code}, again in ${Math.ceil(waitMs)} ms: ${error.message}`);
  const secrets = createSecretReader({ env, clock });
  const output = options.dryRun ? undefined : outputOf(options, config);
  try {
    return await walk({
      readPage: createReader({
        base: emulator === '' ? 'https://firestore.googleapis.com' : `http://${emulator}`,
        root,
        source: options.source,
        pageSize: options.page,
        // Emulators accept this token as an administrator's.
        token: emulator === '' ? googleAccessToken(SCOPE) : async () => 'owner',
        clock,
        signal,
        onRetry,
      }),
      output,
      cursor: cursorOf(options, root, warn),
      issue: await issueOptions(config, secrets)(),
      documents: config.documents,
      rate: options.rate,
      clock,
      signal,
      onProgress: teller(call),
      onRetry,
      onRejected: (error, document) => warn(`rejected ${document}: ${error.code}: ${error.message}`),
    });
  } finally {
    await secrets.close();
    await output?.close();
  }
}

/** A dry run ignores the cursor file: it does not continue a real run, and a real run does not continue it. */
function cursorOf({ cursor, dryRun, source }: BackfillOptions, root: string, warn: Call['warn']): CursorFile {
  const file = cursorFile(dryRun ? undefined : cursor, `${root} ${JSON.stringify(source)}`);
  return {
    read: async () => {
      const found = await file.read();
      if (found.done) warn(`The cursor ${cursor} says that this walk is done: remove it to walk again.`);
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

function teller({ clock, progress }: Call): (cursor: Cursor) => void {
  let before: { readonly at: number; readonly seen: number } | undefined;
  return ({ published, rejected, dropped }) => {
    const [at, seen] = [clock.now(), published + rejected + dropped];
    before ??= { at, seen };
    if (at - before.at < TELL_EVERY_MS) return;
    const rate = Math.round(((seen - before.seen) * 1_000) / (at - before.at));
    progress(`published ${published}, rejected ${rejected}, dropped ${dropped}; ${rate} a second`);
    before = { at, seen };
  };
}
