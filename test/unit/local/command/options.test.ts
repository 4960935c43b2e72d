import assert from 'node:assert/strict';
import { HELP, readCommandLine } from '../../../../local/command/options.ts';
import { DEFAULT_PORTS } from '../../../../local/core/ports.ts';

describe('the command line of the package', () => {
  it('starts with the defaults when nothing is said', () => {
    assert.deepEqual(readCommandLine([]), {
      does: 'start',
      cloud: {
        projectId: 'demo-penstock',
        host: '127.0.0.1',
        ports: DEFAULT_PORTS,
        stateDir: '.penstock',
        fresh: false,
      },
      json: false,
      quiet: false,
    });
  });

  it('takes each flag', () => {
    const args =
      'start --state s --fresh --project my-project --ports storage=9000,console=0 --host ::1 --json --quiet';
    assert.deepEqual(readCommandLine(args.split(' ')), {
      does: 'start',
      cloud: {
        projectId: 'my-project',
        host: '::1',
        ports: { ...DEFAULT_PORTS, storage: 9000, console: 0 },
        stateDir: 's',
        fresh: true,
      },
      json: true,
      quiet: true,
    });
    const memory = readCommandLine(['--memory']);
    assert.equal(memory.does === 'start' && memory.cloud.stateDir, undefined);
    assert.deepEqual(readCommandLine(['-h']), { does: 'help' });
    assert.deepEqual(readCommandLine(['--version']), { does: 'version' });
  });

  for (const [line, message] of [
    ['stop', /^there is no command stop\. "penstock --help"/],
    ['start again', /no command start again/],
    ['--memory --fresh', /--memory keeps nothing/],
    ['--project X', /--project X is not a project id/],
    ['--ports intake=1', /there is no intake; there are pubsub,/],
    ['--ports pubsub=70000', /pubsub=70000 must be a name and a number/],
    ['--nonsense', /Unknown option '--nonsense'/],
  ] as const) {
    it(`refuses "${line}" in one sentence`, () => {
      const order = readCommandLine(line.split(' '));
      assert.ok(order.does === 'refuse');
      assert.match(order.message, message);
    });
  }

  it('lists in its help every flag that it takes, and the ports of the services only', () => {
    for (const flag of ['state', 'fresh', 'memory', 'project', 'ports', 'host', 'json', 'quiet', 'version', 'help'])
      assert.ok(HELP.includes(`--${flag}`), flag);
    assert.match(HELP, /pubsub 8085/);
    assert.doesNotMatch(HELP, /intake/);
  });
});
