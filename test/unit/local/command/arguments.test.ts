import assert from 'node:assert/strict';
import {
  type Arguments,
  HELP,
  readArguments,
  type StartArguments,
  UsageError,
} from '../../../../local/command/arguments.ts';
import { lineOf, table } from '../../../../local/command/lines.ts';
import { isLoopback, listenProblem, portOf, reachable } from '../../../../local/listen.ts';
import { DEFAULT_PORTS } from '../../../../local/ports.ts';

describe('the command line', () => {
  const start = (...words: string[]): StartArguments => readArguments(words) as StartArguments;

  it('starts everything on loopback, keeping state, by default', () => {
    const expected: Arguments = {
      command: 'start',
      fresh: false,
      stateDir: '.penstock',
      projectId: 'demo-penstock',
      host: '127.0.0.1',
      ports: DEFAULT_PORTS,
      functions: true,
      quiet: false,
    };
    assert.deepEqual(readArguments([]), expected);
    assert.deepEqual(readArguments(['start']), expected);
  });

  it('takes its flags', () => {
    assert.equal(start('--fresh').fresh, true);
    assert.equal(start('--memory').stateDir, undefined);
    assert.equal(start('--state', 'x').stateDir, 'x');
    assert.equal(start('--project', 'my-project').projectId, 'my-project');
    assert.equal(start('--host', '0.0.0.0').host, '0.0.0.0');
    assert.equal(start('--no-functions').functions, false);
    assert.equal(start('--quiet').quiet, true);
    assert.deepEqual(start('--ports', 'pubsub=1,console=0').ports, { ...DEFAULT_PORTS, pubsub: 1, console: 0 });
  });

  it('knows help, version and query', () => {
    assert.deepEqual(readArguments(['--help']), { command: 'help' });
    assert.deepEqual(readArguments(['--version']), { command: 'version' });
    assert.deepEqual(readArguments(['query', 'SELECT', '1']), { command: 'query', sql: 'SELECT 1' });
    for (const flag of [
      '--fresh',
      '--memory',
      '--state',
      '--project',
      '--host',
      '--ports',
      '--no-functions',
      '--quiet',
    ]) {
      assert.ok(HELP.includes(flag), `help tells of ${flag}`);
    }
  });

  for (const [words, message] of [
    [['--frsh'], /Unknown option '--frsh'/],
    [['run'], /There is no command run; there are start and query/],
    [['start', 'now'], /There is no command start now/],
    [['query'], /query needs a statement/],
    [['--memory', '--fresh'], /--memory keeps nothing/],
    [['--memory', '--state', 'x'], /--memory keeps nothing/],
    [['--project', 'X'], /--project X is not a project id/],
    [['--ports', 'web=1'], /there is no web; there are intake,/],
    [['--ports', 'pubsub'], /pubsub must be a name and a number/],
    [['--ports', 'pubsub=70000'], /a number from 0 to 65535/],
    [['--ports', 'constructor=1'], /there is no constructor/],
    [['--state'], /--state/],
  ] as const) {
    it(`refuses ${words.join(' ')} with one sentence`, () => {
      assert.throws(
        () => readArguments([...words]),
        (error: Error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, message);
          assert.equal(error.message.includes('\n'), false);
          return true;
        },
      );
    });
  }
});

describe('printed lines', () => {
  it('show time, service, what happened, to what, and its facts', () => {
    const line = lineOf(
      { service: 'pubsub', what: 'published', resource: 'topics/t', facts: { messages: 2 } },
      new Date(2026, 0, 2, 3, 4, 5),
    );
    assert.equal(line, '03:04:05  pubsub      published      topics/t  messages=2');
  });

  it('let no control character through', () => {
    const line = lineOf(
      { service: 'storage', what: 'finalized', resource: 'a\u001b[2J\nb', facts: { reason: 'x\ry' } },
      new Date(),
    );
    for (const control of ['\u001b', '\n', '\r']) assert.equal(line.includes(control), false);
  });

  it('align a table by its widest cells', () => {
    assert.equal(
      table([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
      '  a    bb\n  ccc  d',
    );
  });
});

describe('listening', () => {
  it('is on loopback by 127.x.x.x, ::1 and localhost only', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.9.9.9', '::1', 'localhost', '0.0.0.0', '10.0.0.1', '127.evil'].map(isLoopback),
      [true, true, true, true, false, false, false],
    );
  });

  it('that fails tells the port, its service and what to do', () => {
    const problem = (error: Error): string | undefined => listenProblem(error, 'pubsub', '10.9.9.9', 8085)?.message;
    assert.match(
      String(problem(Object.assign(new Error('x'), { code: 'EADDRINUSE' }))),
      /^Port 8085 \(pubsub\) is in use: .*--ports pubsub=PORT/,
    );
    assert.match(String(problem(new Error('No address added out of total 1 resolved'))), /in use/);
    assert.match(String(problem(Object.assign(new Error('x'), { code: 'EACCES' }))), /may not be opened/);
    assert.match(
      String(problem(Object.assign(new Error('x'), { code: 'EADDRNOTAVAIL' }))),
      /^--host 10\.9\.9\.9 is no address/,
    );
    assert.equal(problem(new Error('damaged')), undefined);
  });

  it('everywhere is called by loopback', () => {
    const called = ['0.0.0.0:1', '[::]:1', '::1:1', '127.0.0.1:1', 'localhost:1'].map(reachable);
    assert.deepEqual(called, ['127.0.0.1:1', '[::1]:1', '[::1]:1', '127.0.0.1:1', 'localhost:1']);
  });

  it('that fails on one of two ports tells which', () => {
    const grpc =
      'No address added out of total 1 resolved errors: [listen EADDRINUSE: address already in use 127.0.0.1:9060]';
    assert.equal(portOf(new Error(grpc)), 9060);
    assert.equal(portOf(Object.assign(new Error('x'), { port: 9050 })), 9050);
    assert.equal(portOf(new Error('damaged')), undefined);
  });
});
