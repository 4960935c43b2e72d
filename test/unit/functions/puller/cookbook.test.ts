import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadSourceFile } from '../../../../functions/puller/source-file/load.ts';

const text = readFileSync(new URL('../../../../docs/puller-cookbook.md', import.meta.url), 'utf8');
const guide = readFileSync(new URL('../../../../docs/puller-source.md', import.meta.url), 'utf8');
const filesIn = (page: string): readonly string[] =>
  [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] as string);

describe('the cookbook of sources', () => {
  for (const [index, file] of [...filesIn(text), ...filesIn(guide)].entries()) {
    it(`has a file that is taken whole: ${/^name: (\S+)/.exec(file)?.[1]}`, async () => {
      await loadSourceFile(file, `cookbook-${index}.yaml`);
    });
  }

  it('has ten APIs', () => {
    assert.equal(filesIn(text).length, 10);
  });
});
