import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { penstock } from '../../support/penstock.ts';

describe('penstock completion', () => {
  it('offers bash the words, the flags of the command, and what begins alike', async () => {
    const { out } = await penstock(['completion', 'bash']);
    const complete = (...words: readonly string[]): readonly string[] => {
      const line = `${out}\nCOMP_WORDS=(penstock ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _penstock; echo "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
      assert.equal(stderr, '');
      return stdout.trim().split(' ');
    };
    assert.ok(complete('').includes('start'));
    assert.deepEqual(complete('st'), ['start']);
    assert.deepEqual(complete('firestore', 'b'), ['backfill']);
    assert.deepEqual(complete('firestore', 'backfill', '--dry-run', '--col'), ['--collection']);
    assert.deepEqual(complete('start', '--no'), ['--no-functions']);
  });

  it('offers zsh the same words', async function () {
    const { out } = await penstock(['completion', 'zsh']);
    assert.match(out, /compdef _penstock penstock$/m);
    if (spawnSync('zsh', ['-c', 'true']).error !== undefined) this.skip();
    const line = `compdef() { :; }; compadd() { print -r -- $@; }\n${out}\nwords=(penstock firestore ''); CURRENT=3; _penstock`;
    assert.match(spawnSync('zsh', ['-c', line], { encoding: 'utf8' }).stdout, /backfill/);
  });

  it('knows no other shell', async () => {
    const { code, error } = await penstock(['completion', 'fish']);
    assert.deepEqual([code, error], [2, 'fish is no shell it knows: bash or zsh.\n']);
  });
});
