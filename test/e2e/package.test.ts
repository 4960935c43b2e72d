import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packLocal } from '../../tools/pack-local.ts';
import { type EmptyProject, emptyProject, installLinked } from '../support/empty-project.ts';
import { packageSuite } from '../support/package-suite.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

describe('the package of the local cloud in an empty project', () => {
  let project: EmptyProject;
  let packed = '';
  before(async () => {
    packed = mkdtempSync(join(tmpdir(), 'penstock-packed-'));
    project = emptyProject();
    await installLinked(project, packLocal(packed));
  });
  after(() => {
    project.close();
    rmSync(packed, { recursive: true, force: true });
  });

  packageSuite(
    () => project,
    (tool) => join(ROOT, 'node_modules/.bin', tool),
  );
});
