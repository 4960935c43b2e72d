import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** The commands of the blocks of shell below a heading, without their comments. */
function commandsUnder(heading: string): readonly string[] {
  const page = read('deploy/README.md');
  const [, after = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ', 1);
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

const scripts = (JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }).scripts;

describe('the page that leads from zero to production', () => {
  const rehearsal = commandsUnder('From a clone to a passing rehearsal');
  const production = commandsUnder('From zero to production');

  it('leads from a clone to the rehearsal by four commands, which CI runs in this order', () => {
    assert.deepEqual(rehearsal, ['npm ci', 'npm run release', 'npm run deploy:check', 'npm run deploy:rehearse']);
    const ci = read('.ci/run').replaceAll('npm run -s ', 'npm run ');
    const places = rehearsal.slice(1).map((command) => ci.indexOf(command));
    assert.ok(places.every((place) => place > 0));
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
    );
    // `npm test` installs what is missing first.
    assert.ok(scripts.pretest?.includes('tools/ready.js'));
  });

  it('goes to production by commands of npm and Terraform that the rehearsal runs, and by few of other tools', () => {
    const stage = `${read('deploy/rehearse/stage.ts')}${read('deploy/check/terraform.ts')}${read('deploy/rehearse/main.ts')}`;
    for (const command of production) {
      const npm = /npm run (?:-s )?([\w:]+)/.exec(command)?.[1];
      const terraform = /^terraform (\w+)/.exec(command)?.[1];
      if (npm !== undefined) assert.ok(scripts[npm] !== undefined, command);
      else if (terraform !== undefined) assert.ok(stage.includes(`'${terraform}'`), command);
      else assert.match(command, /^(?:gcloud|docker|printf .* \| gcloud) /, command);
    }
    assert.ok(production.includes('terraform apply plan') && production.includes('npm run release'));
  });

  it('builds the image from the folder that the release writes, as the test of the image does', () => {
    const build = production.find((command) => command.startsWith('docker build'));
    assert.match(build ?? '', / dist\/release\/worker$/);
    assert.ok(read('deploy/release/worker.ts').includes("join(into, 'worker')"));
  });

  it('ends with the smoke test whose steps the rehearsal runs', () => {
    assert.match(production.at(-1) ?? '', /npm run -s deploy:smoke -- --project PROJECT --intake URL$/);
    assert.ok(read('deploy/rehearse/local-target.ts').includes('cloudTarget('));
    assert.ok(read('deploy/smoke/main.ts').includes('cloudTarget('));
  });
});
