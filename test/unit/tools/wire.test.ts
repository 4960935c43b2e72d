import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as storage from '@penstock/shared/bigquery/write/wire.generated.ts';
import * as pubsub from '@penstock/shared/pubsub/wire.generated.ts';
import protobuf from 'protobufjs';
import { generated, googleTypes, TARGETS } from '../../../tools/wire.ts';

/** Content that looks like fields 1 of most messages, under a field that none has. */
const UNKNOWN = Buffer.from([0xf8, 0x06, 0x01, 0xfa, 0x06, 0x02, 0x08, 0x63]);

type Functions = Readonly<Record<string, (message: never) => { finish(): Uint8Array } & Record<string, unknown>>>;

/** A message with something in every field, maps and lists of two. */
function sample(type: protobuf.Type, selected: ReadonlySet<string>): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const field of type.fieldsArray.map((one) => one.resolve())) {
    const one = (seed: number): unknown => {
      const { resolvedType } = field;
      if (resolvedType instanceof protobuf.Enum) return 1;
      if (resolvedType instanceof protobuf.Type) {
        if (!selected.has(resolvedType.fullName.slice(1))) return opaque(resolvedType);
        // The one message that holds itself.
        return resolvedType === type ? { name: 'inner' } : sample(resolvedType, selected);
      }
      if (field.type === 'string') return `text ${seed} é`;
      if (field.type === 'bytes') return Buffer.from([seed, 0, 255]);
      return field.type === 'bool' ? true : 300 + seed;
    };
    const name = protobuf.util.camelCase(field.name);
    if (field instanceof protobuf.MapField) message[name] = { a: one(1), __proto: one(2) };
    else message[name] = field.repeated ? [one(1), one(2)] : one(1);
  }
  return message;
}

/** Bytes of a message that is opaque to us: its texts and flags. */
function opaque(type: protobuf.Type): Uint8Array {
  const scalars = type.fieldsArray.filter(({ repeated, type: of }) => !repeated && (of === 'string' || of === 'bool'));
  return type
    .encode(Object.fromEntries(scalars.map(({ name, type: of }) => [name, of === 'bool' ? true : 'x'])))
    .finish();
}

/** The same as Google's types take it: opaque messages as objects, snake case where the descriptor has it. */
function forGoogle(
  type: protobuf.Type,
  message: Readonly<Record<string, unknown>>,
  selected: ReadonlySet<string>,
): unknown {
  const told: Record<string, unknown> = {};
  for (const field of type.fieldsArray.map((one) => one.resolve())) {
    const value = message[protobuf.util.camelCase(field.name)];
    const { resolvedType } = field;
    const one = (item: unknown): unknown => {
      if (!(resolvedType instanceof protobuf.Type)) return item;
      if (!selected.has(resolvedType.fullName.slice(1))) return resolvedType.decode(item as Uint8Array);
      return forGoogle(resolvedType, item as Record<string, unknown>, selected);
    };
    if (value === undefined) continue;
    if (field instanceof protobuf.MapField) told[field.name] = value;
    else told[field.name] = field.repeated ? (value as unknown[]).map(one) : one(value);
  }
  return told;
}

/** Only what is there, and bytes as numbers: what both sides agree on. Lists without elements are as good as absent. */
function plain(value: unknown): unknown {
  const part = (_: string, item: unknown): unknown => {
    if (Array.isArray(item) && item.length === 0) return undefined;
    return item;
  };
  const bytes = (_: string, item: unknown): unknown => {
    const { type, data } = (item ?? {}) as { readonly type?: unknown; readonly data?: unknown };
    return type === 'Buffer' ? Buffer.from(data as number[]).toString('hex') : part(_, item);
  };
  return JSON.parse(JSON.stringify(value, bytes));
}

describe('the generated messages', () => {
  for (const target of TARGETS) {
    const file = target.file.pathname.split('/').slice(-3).join('/');
    it(`${file} is what tools/wire.ts makes of the packages' protos`, () => {
      // The formatter does not touch generated files.
      assert.equal(readFileSync(target.file, 'utf8'), generated(target), 'run `node tools/wire.ts`');
    });
  }

  const modules: readonly (readonly [Functions, (typeof TARGETS)[number]])[] = [
    [storage as never, TARGETS[0] as never],
    [pubsub as never, TARGETS[1] as never],
  ];
  for (const [functions, target] of modules) {
    const root = googleTypes(target.source);
    const selected = new Set(target.messages);
    for (const name of target.messages) {
      const type = root.lookupType(name);
      const encode = functions[`encode${type.name}`] as (message: unknown) => { finish(): Uint8Array };
      const decode = functions[`decode${type.name}`] as unknown as (bytes: Uint8Array) => Record<string, unknown>;

      it(`writes ${name} byte for byte as Google's protos do`, () => {
        const message = sample(type, selected);
        const ours = encode(message).finish();
        const googles = type.encode(forGoogle(type, message, selected) as object).finish();
        assert.equal(Buffer.from(ours).toString('hex'), Buffer.from(googles).toString('hex'));
        assert.equal(encode({}).finish().length, 0);
      });

      it(`reads ${name} back, and steps over what it does not know`, () => {
        const message = sample(type, selected);
        const bytes = Buffer.concat([UNKNOWN, encode(message).finish(), UNKNOWN]);
        assert.deepEqual(plain(decode(bytes)), plain(message));
        const empty = decode(UNKNOWN);
        for (const value of Object.values(empty))
          assert.ok(value === undefined || Object.keys(value as object).length === 0);
      });
    }
  }

  it('reads numbers of a list one by one as well as in one piece', () => {
    assert.deepEqual(pubsub.decodeStreamingPullRequest(Buffer.from([0x18, 1, 0x18, 2])).modifyDeadlineSeconds, [1, 2]);
  });

  it('reads map entries whose key or value is left out, and keeps __proto__ a key like any other', () => {
    const into: Record<string, string> = {};
    pubsub.entryOf(new Uint8Array(), into, 'nothing', (entry) => entry.string());
    pubsub.entryOf(Buffer.concat([Buffer.from([10, 9]), Buffer.from('__proto__'), UNKNOWN]), into, 'nothing', (entry) =>
      entry.string(),
    );
    assert.deepEqual(Object.keys(into), ['', '__proto__']);
    const numbers: Record<string, number> = {};
    storage.entryOf(UNKNOWN, numbers, 7, (entry) => entry.int32());
    assert.deepEqual(numbers, { '': 7 });
  });
});
