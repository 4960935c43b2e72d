import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const ROOT = new URL('../../../', import.meta.url);
const WORKFLOWS = new URL('.github/workflows/', ROOT);
const BUILDS = new URL('deploy/cloud-build/', ROOT);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Build {
  readonly serviceAccount?: string;
  readonly options?: { readonly logging?: string };
  readonly timeout?: string;
  readonly steps: readonly { readonly id: string; readonly name: string; readonly args: readonly string[] }[];
}

const read = (folder: URL, name: string) => readFileSync(new URL(name, folder), 'utf8');
const yamlIn = (folder: URL) => readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
const scripts = (JSON.parse(read(ROOT, 'package.json')) as { scripts: Readonly<Record<string, string>> }).scripts;

/** The project's commands that a text of shell calls, which must be there. */
function missingCommands(shell: string): readonly string[] {
  const named = [...shell.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name);
  const files = [...shell.matchAll(/(?:^|[\s(])((?:deploy|\.ci|\.\/\.ci)\/[\w./-]+)/gm)].map(([, name = '']) => name);
  return [
    ...named.filter((name) => scripts[name] === undefined),
    ...files.filter((name) => !existsSync(new URL(name, ROOT))),
  ];
}

for (const name of yamlIn(WORKFLOWS)) {
  describe(`the workflow ${name}`, () => {
    const text = read(WORKFLOWS, name);
    const { permissions, jobs } = parse(text) as Workflow;
    const all = Object.entries(jobs);

    it('gives nothing to every job, and each job only what it needs', () => {
      assert.deepEqual(permissions, {});
      for (const [id, job] of all) {
        const signsIn = job.steps.some(({ uses }) => uses?.startsWith('google-github-actions/auth@'));
        const clones = job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@'));
        const wanted = { ...(clones ? { contents: 'read' } : {}), ...(signsIn ? { 'id-token': 'write' } : {}) };
        assert.deepEqual(job.permissions, wanted, id);
      }
    });

    it('pins every action by its commit, and names the version beside it', () => {
      const used = [...text.matchAll(/uses: (\S+)(.*)/g)];
      assert.ok(used.length > 0);
      for (const [, action = '', beside = ''] of used) {
        assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
        assert.match(beside, /^ # v\d+\.\d+\.\d+$/);
      }
    });

    it('holds no key, and signs in by workload identity federation', () => {
      assert.doesNotMatch(text, /\bsecrets\.|credentials_json|GOOGLE_APPLICATION_CREDENTIALS/);
      for (const step of all.flatMap(([, { steps }]) => steps).filter(({ uses }) => uses?.includes('/auth@')))
        assert.ok(step.with?.workload_identity_provider && step.with.service_account);
    });

    it('keeps no credential of the clone, and ends every job in time', () => {
      for (const [id, job] of all) {
        assert.ok(Number(job['timeout-minutes']) > 0, id);
        for (const step of job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
          assert.equal(step.with?.['persist-credentials'], false, id);
      }
    });

    it('puts no expression into a line of shell, and calls commands that are there', () => {
      for (const [id, { steps }] of all)
        for (const { run = '' } of steps) {
          assert.doesNotMatch(run, /\$\{\{/, id);
          assert.deepEqual(missingCommands(run), [], id);
        }
    });
  });
}

describe('the workflow of a release', () => {
  const { jobs } = parse(read(WORKFLOWS, 'release.yml')) as Workflow;
  const needs = (id: string): readonly string[] => [jobs[id]?.needs ?? []].flat();

  it('tests and bundles, builds the image, plans, applies and shifts, one after the other', () => {
    assert.deepEqual(Object.keys(jobs), ['bundle', 'image', 'plan', 'apply', 'shift']);
    assert.deepEqual([needs('image'), needs('plan')], [['bundle'], ['image']]);
    assert.ok(needs('apply').includes('plan') && needs('shift').includes('apply'));
  });

  it('asks people before it changes anything, applies the very plan that they saw, and shows it as an artifact', () => {
    assert.deepEqual([jobs.apply?.environment, jobs.shift?.environment], ['production', 'production']);
    assert.ok(jobs.plan?.steps.some((step) => step.uses?.includes('upload-artifact') && step.with?.name === 'plan'));
    assert.ok(jobs.apply?.steps.some(({ run }) => run?.includes('terraform-step apply-plan')));
  });

  it('takes no traffic before the smoke test, grows by steps that are watched, and gives it back after a failure', () => {
    const lines = (jobs.shift?.steps ?? []).map(({ run = '' }) => run).join('\n');
    const order = ['smoke-canary', 'apply 10', 'watch', 'apply 50', 'watch', 'apply 100', 'apply 0'];
    let at = -1;
    for (const word of order) {
      const found = lines.indexOf(word, at + 1);
      assert.ok(found > at, `${word} is not in its place`);
      at = found;
    }
    assert.match(read(WORKFLOWS, 'release.yml'), /name: roll back\n\s+if: \$\{\{ failure\(\) \|\| cancelled\(\) \}\}/);
    assert.ok(jobs.plan?.steps.some(({ run }) => run?.includes('terraform-step plan 0')));
  });
});

for (const name of yamlIn(BUILDS)) {
  describe(`the build ${name}`, () => {
    const text = read(BUILDS, name);
    const build = parse(text) as Build;

    it('runs as an account of its own, keeps its log in Cloud Logging, and holds no key', () => {
      assert.match(build.serviceAccount ?? '', /serviceAccounts\/\$\{_ACCOUNT\}$/);
      assert.equal(build.options?.logging, 'CLOUD_LOGGING_ONLY');
      assert.match(build.timeout ?? '', /^\d+s$/);
      assert.doesNotMatch(text, /secretEnv|private_key|credentials\.json/);
    });

    it('calls commands that are there, and marks its variables of shell apart from substitutions', () => {
      for (const { id, args } of build.steps) {
        const shell = args.join('\n');
        assert.deepEqual(missingCommands(shell), [], id);
        const unknown = [...shell.matchAll(/(?<!\$)\$(?!\$|\()\{?(\w+)/g)].map(([, variable = '']) => variable);
        const known = /^(?:_[A-Z_]+|PROJECT_ID|BUILD_ID)$/;
        assert.deepEqual(
          unknown.filter((variable) => !known.test(variable)),
          [],
          id,
        );
      }
    });
  });
}

describe('the builds of a release', () => {
  const ids = (name: string) => (parse(read(BUILDS, name)) as Build).steps.map(({ id }) => id);

  it('make the plan in one build and shift the traffic in another one', () => {
    assert.deepEqual(ids('release.yaml'), ['test', 'bundle', 'image', 'stable', 'plan']);
    const promote = read(BUILDS, 'promote.yaml');
    for (const step of ['apply-plan', 'smoke-canary', 'for percent in 10 50', 'apply 100', 'trap back ERR'])
      assert.ok(promote.includes(step), step);
  });
});
