import assert from 'node:assert/strict';
import { type Call, command, optional } from '@penstock/shared/runtime/command.ts';
import { flag, integer, list, oneOf, text } from '@penstock/shared/runtime/config.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { progressIn } from '../../../cli/progress.ts';
import type { Word } from '../../../cli/words.ts';
import { penstock } from '../../support/penstock.ts';

describe('penstock', () => {
  let call: Call | undefined;
  let act: (call: Call) => Promise<'done' | 'partial' | undefined>;

  beforeEach(() => {
    call = undefined;
    act = async () => 'done';
  });

  const plan = command({
    name: 'plan',
    about: 'shows what a load would do',
    details: 'Lists the files.',
    operands: [
      { name: 'object', about: 'gs://bucket/name' },
      { name: 'more', about: 'others', optional: true, many: true },
    ],
    flags: {
      limit: integer('limit', { about: 'files shown', default: 10, min: 1, max: 99 }),
      mode: optional(oneOf('mode', ['fast', 'slow'], { about: 'how' })),
      only: optional(list('only', { about: 'names' })),
      deep: flag('deep', { about: 'all levels', default: false }),
      where: text('where', { about: 'a place' }),
    },
    examples: [{ command: 'penstock loader plan gs://b/_SUCCESS --where x', about: 'one' }],
    writes: true,
    run: async (given) => {
      call = given;
      return act(given);
    },
  });
  const words: readonly Word[] = [
    {
      name: 'loader',
      about: 'load files',
      load: async () => ({
        name: 'loader',
        about: 'load files',
        commands: [plan, { name: 'sql', about: 'SQL', commands: [plan] }],
      }),
    },
    { name: 'plan', about: 'the same at the first level', load: async () => plan },
  ];
  const run = (args: readonly string[], options = {}) => penstock(args, { words, ...options });

  describe('helps', () => {
    for (const args of [[], ['help'], ['--help'], ['-h']]) {
      it(`with every command, and exit code 0, on ${args[0] ?? 'no words'}`, async () => {
        const { code, out, error } = await run(args);
        assert.deepEqual([code, error], [0, '']);
        assert.match(out, /^ {2}loader {2}load files\n {2}plan {4}the same/m);
        assert.match(out, /Exit codes\n {2}0 {4}done/);
      });
    }

    it('with the commands of a group, and exit code 2 where none was named', async () => {
      assert.equal((await run(['loader', '--help'])).code, 0);
      const { code, out } = await run(['loader']);
      assert.equal(code, 2);
      assert.match(
        out,
        /^penstock loader: load files\n\nCommands\n {2}plan {2}shows what a load would do\n {2}sql {3}SQL\n/,
      );
    });

    it('with the operands, flags and examples of a command, wherever --help stands', async () => {
      for (const args of [
        ['loader', 'plan', '--help'],
        ['loader', 'sql', 'plan', '-h'],
        ['plan', 'x', '--limit', 'no', '--help'],
      ]) {
        const { code, out } = await run(args);
        assert.equal(code, 0);
        assert.match(
          out,
          /plan <object> \[<more>\.\.\.\] \[flags\]\n\nShows what a load would do\.\n\nLists the files\./,
        );
        assert.match(out, /^ {2}--limit <n> +files shown \(default 10\)$/m);
        assert.match(out, /^ {2}--mode <fast\|slow> +how$/m);
        assert.match(out, /^ {2}--deep +all levels$/m);
        assert.match(out, /^ {2}--where <text> +a place \(required\)$/m);
        assert.match(out, /^ {2}--dry-run +says what would be done/m);
        assert.match(out, /^Examples\n {2}penstock loader plan/m);
      }
      assert.equal(call, undefined);
    });

    it('with its version', async () =>
      assert.deepEqual(await run(['--version']), { code: 0, out: '1.2.3\n', error: '' }));
  });

  describe('takes', () => {
    it('flags before and behind operands, in both forms, and words behind -- as they are', async () => {
      const args = [
        'plan',
        '--deep',
        '--limit=3',
        'gs://a',
        '--where',
        'x',
        '--mode',
        'fast',
        'b',
        '--only',
        'p, q',
        '--',
        '--c',
      ];
      assert.deepEqual(await run(args), { code: 0, out: '', error: '' });
      assert.deepEqual(call?.operands, { object: 'gs://a', more: 'b' });
      assert.deepEqual(call?.rest, ['b', '--c']);
      const { limit, mode, only, deep, where } = (call as Call).flags as Record<string, unknown>;
      assert.deepEqual([limit, mode, only, deep, where], [3, 'fast', ['p', 'q'], true, 'x']);
      assert.deepEqual([call?.dryRun, call?.json], [false, false]);
    });

    it('a dry run', async () => {
      await run(['plan', 'a', '--where', 'x', '--dry-run']);
      assert.equal(call?.dryRun, true);
    });

    it('the project from the flag, else from the environment, else not at all', async () => {
      const project = async (args: readonly string[], env: Record<string, string>): Promise<string> => {
        await run(['plan', 'a', '--where', 'x', ...args], { env });
        return (call as Call).project();
      };
      assert.equal(await project(['--project', 'p'], { GOOGLE_CLOUD_PROJECT: 'q' }), 'p');
      assert.equal(await project([], { GOOGLE_CLOUD_PROJECT: 'q' }), 'q');
      act = async (given) => {
        given.project();
        return 'done';
      };
      const { code, error } = await run(['plan', 'a', '--where', 'x']);
      assert.deepEqual([code, error], [2, 'No project: give --project, or set GOOGLE_CLOUD_PROJECT.\n']);
    });

    it('--local for the addresses that the environment does not name', async () => {
      const env = { PUBSUB_EMULATOR_HOST: 'here:1', BIGQUERY_EMULATOR_HOST: '', OTHER: 'x' };
      await run(['plan', 'a', '--where', 'x', '--local'], { env });
      assert.deepEqual(
        ['PUBSUB_EMULATOR_HOST', 'BIGQUERY_EMULATOR_HOST', 'GOOGLE_CLOUD_PROJECT', 'OTHER'].map(
          (name) => call?.env[name],
        ),
        ['here:1', 'http://127.0.0.1:9050', 'demo-penstock', 'x'],
      );
      await run(['plan', 'a', '--where', 'x'], { env });
      assert.deepEqual(call?.env, env);
    });
  });

  describe('refuses with exit code 2 and the remedy', () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['laoder'], /^There is no command penstock laoder; did you mean loader\?$/],
      [['x'.repeat(9)], /; there are loader, plan\.$/],
      [['loader', 'plna'], /^There is no command penstock loader plna; did you mean plan\?$/],
      [['plan', 'a', '--where', 'x', '--limt', '3'], /^There is no flag --limt; did you mean --limit\?$/m],
      [['plan', 'a', '--where', 'x', '--zzzzzzzz=3'], /^There is no flag --zzzzzzzz$/m],
      [['plan', 'a', '--where', 'x', '-l'], /^There is no flag -l$/m],
      [['plan', 'a', '--where', 'x', '--where=y'], /^--where is given twice: keep one\.$/m],
      [['plan', 'a', '--where'], /^--where needs a value\.$/m],
      [['plan', '--where', 'x'], /^object is missing: gs:\/\/bucket\/name\.$/m],
      [['plan', 'a', '--where', 'x', '--deep=maybe'], /^--deep: found "maybe": allowed is `true` or `false`$/m],
      [['plan', 'a'], /^--where: missing, allowed is text$/m],
    ];
    for (const [args, expected] of cases) {
      it(args.join(' '), async () => {
        const { code, out, error } = await run(args);
        assert.deepEqual([code, out], [2, '']);
        assert.match(error.trimEnd(), expected);
        assert.equal(call, undefined);
      });
    }

    it('every problem at once, and where to read more', async () => {
      const { error } = await run(['loader', 'plan', '--limit', '0', '--mdoe', 'x']);
      assert.deepEqual(error.trimEnd().split('\n'), [
        'There is no flag --mdoe; did you mean --mode?',
        '--limit: found "0": allowed is a whole number from 1 to 99',
        '--where: missing, allowed is text',
        'penstock loader plan --help tells what there is.',
      ]);
    });
  });

  describe('ends with', () => {
    const args = ['plan', 'a', '--where', 'x'];
    const cases: readonly (readonly [string, () => Promise<'done' | 'partial' | undefined>, number, string])[] = [
      ['0 where it is done', async () => undefined, 0, ''],
      ['3 where something was rejected', async () => 'partial', 3, ''],
      ['1 where it failed for good', async () => fail('NOT_FOUND'), 1, 'NOT_FOUND: it is so\n'],
      ['4 where it may succeed later', async () => fail('UNAVAILABLE'), 4, 'UNAVAILABLE: it is so\n'],
      ['2 where a config file is wrong', async () => fail('CONFIG_INVALID'), 2, 'CONFIG_INVALID: it is so\n'],
      ['1 where nobody expected it', async () => assert.fail('odd'), 1, 'odd\n'],
    ];
    for (const [what, does, code, error] of cases) {
      it(what, async () => {
        act = does;
        assert.deepEqual(await run(args), { code, out: '', error });
      });
    }

    it('130 where Ctrl-C ended it', async () => {
      act = async () => fail('CANCELLED');
      const { code } = await run(args, { signal: AbortSignal.abort(new Error('Ctrl-C.')) });
      assert.equal(code, 130);
    });

    it('the error as JSON where results are JSON', async () => {
      act = async () => fail('ABORTED');
      const { error } = await run([...args, '--json']);
      assert.deepEqual(JSON.parse(error), { error: { code: 'ABORTED', kind: 'transient', message: 'it is so' } });
    });
  });

  describe('prints', () => {
    const args = ['plan', 'a', '--where', 'x'];

    it('records and tables as text for people', async () => {
      act = async ({ print, summary }) => {
        print.record({ a: 1, b: [2], c: null });
        print.record({ a: 1 }, 'one');
        print.table([
          { name: 'x', size: 10 },
          { name: 'long\u001b', other: true },
        ]);
        print.table([], ['empty']);
        print.table([]);
        summary('2 rows');
        return 'done';
      };
      assert.deepEqual((await run(args)).out.split('\n'), [
        'a: 1',
        'b: [2]',
        'c: ',
        'one',
        '  name   size  other',
        '  ----   ----  -----',
        '  x      10',
        '  long�        true',
        '  empty',
        '  -----',
        '2 rows',
        '',
      ]);
    });

    it('one JSON object a line with --json', async () => {
      act = async ({ print, summary, json }) => {
        assert.equal(json, true);
        print.record({ a: 1 }, 'one');
        print.table([{ b: 2 }, { b: 3 }]);
        summary('2 rows');
        return 'done';
      };
      assert.equal((await run([...args, '--json'])).out, '{"a":1}\n{"b":2}\n{"b":3}\n');
    });

    it('progress over itself on a terminal, not too often, and gone before results', async () => {
      let now = 0;
      const clock = { now: () => now, sleep: async () => undefined, random: () => 0 };
      act = async ({ progress, print, warn }) => {
        progress('10 of 20');
        progress('11 of 20');
        now += 200;
        progress('12\nof 20, and more');
        print.record({}, 'done');
        warn('careful');
        return 'done';
      };
      const { out, error } = await run(args, { clock, isTerminal: true });
      assert.equal(out, 'done\n');
      assert.equal(error, `\r10 of 20\r12 of 20, and more\r${' '.repeat(18)}\rcareful\n`);
    });

    it('progress as JSON lines for a program that asks for it, not too often', async () => {
      let now = 0;
      const clock = { now: () => now, sleep: async () => undefined, random: () => 0 };
      act = async ({ progress, warn }) => {
        progress('10 of "20"');
        progress('11 of 20');
        now += 200;
        progress('12\nof 20');
        warn('careful');
        return 'done';
      };
      const { error } = await run(args, { clock, env: { PENSTOCK_PROGRESS: 'json' } });
      assert.deepEqual(error.trimEnd().split('\n').map(progressIn), ['10 of "20"', '12\nof 20', undefined]);
    });

    it('no progress without a terminal, or with --quiet', async () => {
      act = async ({ progress, warn }) => {
        progress('10 of 20');
        warn('careful');
        return 'done';
      };
      assert.equal((await run(args)).error, 'careful\n');
      assert.equal((await run([...args, '--quiet'], { isTerminal: true })).error, 'careful\n');
    });
  });
});

function fail(code: 'NOT_FOUND' | 'UNAVAILABLE' | 'CONFIG_INVALID' | 'CANCELLED' | 'ABORTED'): never {
  throw new PenstockError(code, 'it is so');
}
