import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packLocal } from '../../tools/pack-local.ts';
import { type EmptyProject, emptyProject } from '../support/empty-project.ts';
import { packageSuite } from '../support/package-suite.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The same versions as here, which npm has in its cache. */
function exact(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return `${name}@${version}`;
}

describe('the package of the local cloud, installed by npm in an empty project', () => {
  let project: EmptyProject;
  let packed = '';
  before(async function () {
    this.timeout(300_000);
    packed = mkdtempSync(join(tmpdir(), 'penstock-packed-'));
    project = emptyProject();
    const beside = ['@google-cloud/storage', 'mocha', 'typescript', '@types/node', '@types/mocha'].map(exact);
    await project.run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', packLocal(packed), ...beside);
  });
  after(() => {
    project.close();
    rmSync(packed, { recursive: true, force: true });
  });

  packageSuite(
    () => project,
    (tool) => join(project.folder, 'node_modules/.bin', tool),
  );
});
