import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../../tools/proto.ts';
import { optionsText } from '../../support/protos.ts';

const repository = new URL('../../../', import.meta.url).pathname;

describe('npm run proto', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'proto-'));
    write('penstock/options/v1/options.proto', optionsText);
    write('x/v1/x.proto', 'syntax = "proto3"; package x.v1; message M { string a = 1; int64 b = 2; }');
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  function write(file: string, text: string): string {
    const path = join(dir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  function run(...args: string[]): { readonly code: number; readonly out: string[]; readonly error: string[] } {
    const out: string[] = [];
    const error: string[] = [];
    const code = main([...args, '--dir', dir], {
      out: (line) => void out.push(line),
      error: (line) => void error.push(line),
    });
    return { code, out, error };
  }

  it('explains itself', () => {
    const { code, out } = run('--help');
    assert.equal(code, 0);
    for (const word of ['check', 'update', '--dir', '--table', '--message', 'THIRD_PARTY.md'])
      assert(out.join('').includes(word));
  });

  it('asks for a baseline where there is none, and accepts the first', () => {
    const before = run();
    assert.equal(before.code, 1);
    assert.match(before.out.join(), /baseline\/penstock.json: baseline: there is none. Run "npm run proto -- update"/);
    assert.deepEqual(run('update'), { code: 0, out: ['1 messages and 1 enums: baseline written'], error: [] });
    assert.deepEqual(run('check'), { code: 0, out: ['1 messages and 1 enums: compatible'], error: [] });
  });

  it('says each break in one line with its remedy, and ends with 1', () => {
    run('update');
    write('x/v1/x.proto', 'syntax = "proto3"; package x.v1; message M { string a = 1; string c = 3; }');
    assert.deepEqual(run(), {
      code: 1,
      out: ['x/v1/x.proto: x.v1.M.b (2): the field was removed and is not reserved. Add reserved 2; reserved "b";.'],
      error: [],
    });
  });

  it('wants additions in the baseline, so that the next edit cannot break them unseen', () => {
    run('update');
    write('x/v1/x.proto', 'syntax = "proto3"; package x.v1; message M { string a = 1; int64 b = 2; string c = 3; }');
    const { code, out } = run();
    assert.equal(code, 1);
    assert.match(out.join(), /compatible additions are not in it yet. Run "npm run proto -- update"/);
    assert.equal(run('update').code, 0);
    assert.equal(run().code, 0);
  });

  it('says what it accepts when the baseline is written anew', () => {
    run('update');
    write(
      'x/v1/x.proto',
      'syntax = "proto3"; package x.v1; message M { string a = 1; string b = 2; reserved 7 to 9; }',
    );
    assert.match(run('update').out[0] as string, /^accepted: .*the type changed from int64 to string/);
    assert.equal(run().code, 0);
  });

  it('does not hold a third party to the baseline', () => {
    write('google/THIRD_PARTY.md', 'from elsewhere');
    write('google/deep/g.proto', 'syntax = "proto3"; package g; message G { string a = 1; }');
    write('x/v1/y.proto', 'syntax = "proto3"; package x.v1; import "google/deep/g.proto"; message Y { g.G g = 1; }');
    run('update');
    assert(!readFileSync(join(dir, 'baseline/penstock.json'), 'utf8').includes('"g.G": {'));
    write('google/deep/g.proto', 'syntax = "proto3"; package g; message G { int64 z = 9; }');
    assert.equal(run().code, 0);
  });

  it('holds a message to the schema of a table', () => {
    run('update');
    const good = write('good.json', '[{"name":"A","type":"STRING"},{"name":"b","type":"INTEGER"}]');
    const bad = write('bad.json', '{"fields":[{"name":"a","type":"BYTES"}]}');
    assert.equal(run('--table', good, '--message', 'x.v1.M').code, 0);
    assert.deepEqual(run('--table', bad, '--message', 'x.v1.M').out, [
      'x/v1/x.proto: x.v1.M.a: is STRING, and the column is BYTES. Say column_type, or change the type.',
      'x/v1/x.proto: x.v1.M.b: the table has no such column. Add it to the table: INT64.',
    ]);
  });

  it('ends with 2 and the reason where it is used wrongly or a file cannot be read', () => {
    const table = write('table.json', '{"fields":[{"name":"a","type":"BYTES"}]}');
    const wrong: readonly (readonly [string[], RegExp])[] = [
      [['destroy'], /unknown command destroy; see --help/],
      [['check', 'more'], /unknown command check more/],
      [['--table', table], /--table and --message go together/],
      [['--frobnicate'], /frobnicate/],
      [['--table', table, '--message', 'x.v1.Gone'], /no message x.v1.Gone/],
      [['--table', join(dir, 'gone.json'), '--message', 'x.v1.M'], /ENOENT/],
    ];
    for (const [args, message] of wrong) {
      const { code, error } = run(...args);
      assert.equal(code, 2);
      assert.match(error.join(), message);
    }
    write('x/v1/x.proto', 'syntax = "proto3"; message M {');
    assert.match(run().error.join(), /^x\/v1\/x.proto: /);
    rmSync(dir, { recursive: true });
    assert.match(run().error.join(), /there is no folder/);
    mkdirSync(dir);
    assert.match(run().error.join(), /no .proto file under/);
  });

  it('finds the committed files compatible with the committed baseline, as a command', () => {
    const out = execFileSync(process.execPath, ['tools/proto.ts'], { cwd: repository, encoding: 'utf8' });
    assert.match(out, /^\d+ messages and \d+ enums: compatible\n$/);
  });
});
