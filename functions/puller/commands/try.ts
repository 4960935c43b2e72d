/** `penstock puller try`: the first pages of one window, as they would land. Lands nothing. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createSecretReader } from '@penstock/shared/runtime/secrets.ts';
import { exactJsonText } from '../http-source/decode/exact-json.ts';
import { createHttpSource, type HttpSource, type Inspected } from '../http-source/http-source.ts';
import { recordTo, replayFrom } from '../http-source/wire/recording.ts';
import { loadModuleSource } from '../module-source.ts';
import type { Source } from '../source.ts';
import { loadSourceFile } from '../source-file/load.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import { windowPolicyOf } from '../source-file/window-policy.ts';
import { codecFromSchemaText, codecOfMessage } from '../typing.ts';
import { lastStart, type Window, windowAt } from '../window.ts';

export type TryCall = Pick<Call, 'operands' | 'env' | 'clock' | 'signal' | 'print' | 'summary' | 'warn'> & {
  readonly flags: {
    readonly at: string | undefined;
    readonly pages: number;
    readonly rows: number;
    readonly schema: string | undefined;
    readonly record: string | undefined;
    readonly replay: string | undefined;
    readonly loopback: boolean;
  };
};

const DEADLINE_MS = 10 * 60_000;

export async function tryOut(call: TryCall): Promise<'done' | 'partial'> {
  const { flags, operands, clock, signal, print, summary } = call;
  const path = operands.file as string;
  const file = await loadSourceFile(await read(path), path);
  const window = windowOf(file, flags.at, clock.now());
  const codec = await codecOf(file, flags.schema);
  if (codec === undefined)
    call.warn('The rows are not checked against the table: the file names no message, and --schema gives no schema.');
  const { source, close } = await sourceOf(file, dirname(path), call);
  let rejected = 0;
  let rows = 0;
  let pages = 0;
  try {
    print.record(
      { source: file.name, table: file.table.name, window: { ...window } },
      `${file.name}: ${window.from} to ${window.to} → ${file.table.name}`,
    );
    for await (const inspected of inspect(source, window, { signal, deadlineMs: clock.now() + DEADLINE_MS })) {
      const shown = show(inspected, codec, flags.rows);
      rejected += shown.problems.length;
      rows += inspected.page.rows.length;
      pages += 1;
      print.record(shown.record, shown.text);
      if (pages === flags.pages) break;
    }
  } finally {
    await close();
  }
  summary(`${pages} pages with ${rows} rows; ${rejected} would be rejected. Nothing was landed.`);
  return rejected === 0 ? 'done' : 'partial';
}

async function* inspect(
  source: HttpSource | Source,
  window: Window,
  options: Parameters<Source['open']>[1],
): AsyncGenerator<Inspected> {
  if ('inspect' in source) yield* source.inspect(window, options);
  else
    for await (const page of source.open(window, options).pages)
      yield { page, end: undefined, next: undefined, warning: undefined };
}

async function sourceOf(
  file: SourceFile,
  folder: string,
  { flags, env, clock }: TryCall,
): Promise<{ readonly source: HttpSource | Source; readonly close: () => Promise<void> }> {
  const { record, replay } = flags;
  const reader = createSecretReader({ env, clock });
  const secrets = replay === undefined ? reader : { read: async () => 'replayed' };
  const close = async (source: Source): Promise<void> => {
    await source.close();
    await reader.close();
  };
  if (file.module !== undefined) {
    const source = await loadModuleSource(file, folder, { clock, secrets });
    return { source, close: () => close(source) };
  }
  // A replay needs no credentials, and answers with credentials in them are not recorded.
  const { auth: _, ...open } = file;
  const source = createHttpSource(replay === undefined ? file : open, {
    clock,
    secrets,
    newId: randomUUID,
    allowLoopback: flags.loopback || replay !== undefined,
    ...(record !== undefined && replay === undefined
      ? { wrap: (exchange, redactor) => recordTo(record, exchange, redactor) }
      : {}),
    ...(replay === undefined ? {} : { wrap: (_exchange, redactor) => replayFrom(replay, redactor) }),
  });
  return { source, close: () => close(source) };
}

function windowOf(file: SourceFile, at: string | undefined, nowMs: number): Window {
  const policy = windowPolicyOf(file.window);
  const settled = { ...policy, settleMs: at === undefined ? policy.settleMs : 0 };
  // A time in the window is before its end: the last window that has ended one length later holds it.
  const start = lastStart(settled, at === undefined ? nowMs : Date.parse(at) + policy.lengthMs);
  if (start === undefined)
    throw new PenstockError(
      'INPUT_INVALID',
      `${file.name} has no window ${at === undefined ? 'yet' : `at ${at}`}: its first one begins at ${file.window.start}.`,
    );
  return windowAt(start, policy.lengthMs);
}

async function codecOf(file: SourceFile, schema: string | undefined): Promise<RowCodec | undefined> {
  if (schema !== undefined) return codecFromSchemaText(await read(schema), file.table);
  return file.table.message === undefined ? undefined : codecOfMessage(file.table);
}

interface Shown {
  readonly record: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly problems: readonly string[];
}

function show({ page, end, next, warning }: Inspected, codec: RowCodec | undefined, most: number): Shown {
  const problems: string[] = [];
  const buffer = new RowBuffer();
  for (const [index, row] of page.rows.entries()) {
    buffer.reset();
    const problem = codec?.encode(row, buffer);
    if (problem !== undefined) problems.push(`row ${index}: ${problem.path} ${problem.reason}`);
  }
  const rows = page.rows.slice(0, most).map((row) => exactJsonText(row));
  const { filtered, outside, repeated } = page.dropped;
  const decision = end === undefined ? `next: ${next ?? 'the next page'}` : `ends: ${end}`;
  const text = [
    `page ${page.index}: ${page.request}`,
    `  ${page.rows.length} rows of ${page.bytes} bytes; left out: ${filtered} filtered, ${outside} outside of the window, ${repeated} repeated`,
    ...rows.map((row) => `  ${row}`),
    ...problems.map((problem) => `  rejected: ${problem}`),
    ...(warning === undefined ? [] : [`  warning: ${warning}`]),
    `  ${decision}`,
  ].join('\n');
  const record = {
    page: page.index,
    request: page.request,
    rows: page.rows.length,
    bytes: page.bytes,
    dropped: page.dropped,
    shown: rows.map((row) => JSON.parse(row) as unknown),
    rejected: problems,
    ...(page.note === undefined ? {} : { note: page.note }),
    ...(warning === undefined ? {} : { warning }),
    ...(end === undefined ? { next: next ?? null } : { end }),
  };
  return { record, text, problems };
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new PenstockError('CONFIG_INVALID', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  });
}
