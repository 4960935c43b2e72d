import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    assert.deepEqual(complete('cost', '--mode', 'STOR'), ['STORAGE_WRITE']);
    assert.deepEqual(complete('loader', 'plan', 'gs:', '--files', '3', '--js'), ['--json']);
    assert.deepEqual(complete('config', 'check', '--kind', 'sink', '--do'), ['--door']);
    assert.deepEqual(complete('cost', '--volumes', ''), ['']);
  });

  it('completes a line that is typed at a terminal, when the tab key is pressed', async function () {
    if (spawnSync('script', ['--version']).error !== undefined) this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'penstock-completion-'));
    try {
      const file = join(folder, 'completion.bash');
      writeFileSync(file, (await penstock(['completion', 'bash'])).out);
      const typed = [
        'penstock() { echo "ran <$*>"; }',
        `source ${file}`,
        'penstock sta\t',
        'penstock loader pl\t--fi\t3',
        'penstock config ch\t--ki\tso\t--js\t',
        'penstock doc\t--acc\tx',
        'exit',
        '',
      ];
      const { stdout } = spawnSync('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
        encoding: 'utf8',
        input: typed.join('\n'),
        env: { PATH: process.env.PATH, TERM: 'dumb', HOME: folder },
        timeout: 15_000,
      });
      assert.deepEqual(
        [...stdout.matchAll(/^ran <(.*)>/gm)].map(([, words]) => words),
        ['start', 'loader plan --files 3', 'config check --kind source --json', 'doctor --accounts x'],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
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
