import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorRecord } from '@penstock/shared/errors/record.ts';
import { planRedrive } from '@penstock/shared/errors/redrive/plan.ts';
import { rowRejection } from '@penstock/shared/errors/row-problem.ts';
import { readCloudEvent } from '@penstock/shared/events/cloud-event.ts';
import { readJsonObject } from '@penstock/shared/events/json.ts';
import { readPush } from '@penstock/shared/events/push.ts';
import { readStorageObject } from '@penstock/shared/events/storage-object.ts';
import { inMicros, microsText, readTimestamp } from '@penstock/shared/events/timestamp.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import {
  fromGrpcError,
  fromHttpError,
  fromHttpRefusal,
  fromUnknown,
  PenstockError,
} from '@penstock/shared/runtime/errors.ts';
import { retryAfterMs } from '@penstock/shared/runtime/http-errors.ts';
import { setOwn } from '@penstock/shared/runtime/json-object.ts';
import { once } from '@penstock/shared/runtime/once.ts';
import { readTrace, traceFields, traceOfMessage, traceparentOf } from '@penstock/shared/runtime/trace.ts';

const shared = new URL('../../../shared/', import.meta.url);

/** The names that the examples of these files use. */
const NAMES = {
  inMicros,
  microsText,
  readTimestamp,
  readStorageObject,
  readPush,
  readCloudEvent,
  readJsonObject,
  errorRecord,
  planRedrive,
  rowRejection,
  readEmulators,
  fromGrpcError,
  fromHttpError,
  fromHttpRefusal,
  fromUnknown,
  PenstockError,
  retryAfterMs,
  setOwn,
  once,
  readTrace,
  traceFields,
  traceOfMessage,
  traceparentOf,
};

const FILES = [
  'events/timestamp.ts',
  'events/storage-object.ts',
  'events/push.ts',
  'events/cloud-event.ts',
  'events/json.ts',
  'errors/record.ts',
  'errors/row-problem.ts',
  'errors/redrive/plan.ts',
  'runtime/emulators.ts',
  'runtime/errors.ts',
  'runtime/http-errors.ts',
  'runtime/json-object.ts',
  'runtime/once.ts',
  'runtime/trace.ts',
];

interface Example {
  readonly code: string;
  /** The expression on the last line, and what the comment behind it says that it is. */
  readonly expression: string;
  readonly expected: string;
}

/** Examples whose last line is `expression; // value`, the value also on a line of its own. */
function examplesOf(source: string): readonly Example[] {
  return [...source.matchAll(/@example\n((?: \* .*\n)+?) \*\//g)].flatMap(([, block = '']) => {
    const text = block.replace(/^ \* ?/gm, '').trimEnd();
    const found = /^([\s\S]*?)([^\n]+);(?: |\n)\/\/ ([^\n]+)$/.exec(text);
    return found === null
      ? []
      : [{ code: found[1] as string, expression: found[2] as string, expected: found[3] as string }];
  });
}

describe('the examples of shared', () => {
  for (const file of FILES) {
    const examples = examplesOf(readFileSync(new URL(file, shared), 'utf8'));
    it(`of ${file} give what they say`, async () => {
      assert.ok(examples.length > 0, 'an example whose last line says what it gives');
      for (const { code, expression, expected } of examples) {
        const body = `return (async () => { ${code}; return [${expression}, ${expected}]; })()`;
        const run = new Function(...Object.keys(NAMES), body) as (...names: unknown[]) => Promise<readonly unknown[]>;
        const [given, wanted] = await run(...Object.values(NAMES));
        assert.deepEqual(given, wanted, expression);
      }
    });
  }
});
