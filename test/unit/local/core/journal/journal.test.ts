import assert from 'node:assert/strict';
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../../../local/core/journal/journal.ts';
import { breakDisk } from '../../../../support/broken-disk.ts';

describe('the journal', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-journal-'));
    path = join(folder, 'log');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function reopened(): Promise<string[]> {
    const records: string[] = [];
    const journal = await Journal.open(path, (record) => records.push(record.toString()));
    await journal.close();
    return records;
  }

  async function written(...records: string[]): Promise<void> {
    const journal = await Journal.open(path, () => undefined);
    await Promise.all(records.map((record) => journal.append(Buffer.from(record))));
    await journal.close();
  }

  it('replays what was appended, in order', async () => {
    await written('a', '', 'ccc');
    assert.deepEqual(await reopened(), ['a', '', 'ccc']);
  });

  it('goes on after what is there', async () => {
    await written('a');
    await written('b');
    assert.deepEqual(await reopened(), ['a', 'b']);
  });

  it('has a record on disk when its append resolves', async () => {
    const journal = await Journal.open(path, () => undefined);
    await journal.append(Buffer.from('kept'));
    assert.match((await readFile(path)).toString('latin1'), /kept/);
    await journal.close();
  });

  for (const cut of [1, 5, 9]) {
    it(`cuts off a record torn ${cut} bytes before its end, and keeps those before it`, async () => {
      await written('first', 'second');
      const { size } = await stat(path);
      await truncate(path, size - cut);
      assert.deepEqual(await reopened(), ['first']);
      await written('third');
      assert.deepEqual(await reopened(), ['first', 'third']);
    });
  }

  it('is damaged, and not torn, where a length was changed and whole records follow', async () => {
    await written('first', 'second', 'third');
    const file = await open(path, 'r+');
    // The third byte of the first length: the record now seems to go on far behind the end of the file.
    await file.write(Buffer.from([1]), 0, 1, 2);
    await file.close();
    await assert.rejects(reopened(), { name: 'JournalDamaged', message: /damaged at byte 0/ });
    assert.match((await readFile(path)).toString('latin1'), /second.*third/s);
  });

  for (const failure of ['appendFile', 'datasync'] as const) {
    it(`takes nothing more after a failed ${failure}, says why, and has after that what it acknowledged`, async () => {
      const journal = await Journal.open(path, () => undefined);
      await journal.append(Buffer.from('kept'));
      const disk = await breakDisk(failure);
      const refused = {
        name: 'JournalFailed',
        message: /log could not be written \(ENOSPC: .+\): nothing more is kept/,
      };
      try {
        const lost = ['one', 'two'].map((record) => journal.append(Buffer.from(record)));
        await Promise.all(lost.map((append) => assert.rejects(append, refused)));
      } finally {
        disk.mend();
      }
      await assert.rejects(journal.append(Buffer.from('later')), refused);
      await journal.close();
      const records = await reopened();
      assert.equal(records[0], 'kept');
      assert.equal(records.includes('later'), false);
    });
  }

  it('goes on as it was where it could not be rewritten', async () => {
    const journal = await Journal.open(path, () => undefined);
    await journal.append(Buffer.from('before'));
    const disk = await breakDisk('datasync');
    const rewriting = journal.rewrite([Buffer.from('new')]);
    const failed = assert.rejects(rewriting, { code: 'ENOSPC' });
    await failed.finally(() => disk.mend());
    await journal.append(Buffer.from('after'));
    await journal.close();
    assert.deepEqual(await reopened(), ['before', 'after']);
    // The written part of the new file would only fill the disk further.
    assert.deepEqual(await readdir(folder), ['log']);
  });

  it('goes on with appends that waited for a rewriting that failed', async () => {
    const journal = await Journal.open(path, () => undefined);
    const waiting: Promise<void>[] = [];
    function* broken(): Generator<Uint8Array> {
      waiting.push(journal.append(Buffer.from('waited')));
      yield Buffer.from('new');
      throw new Error('cannot be told');
    }
    await assert.rejects(journal.rewrite(broken()), /cannot be told/);
    await Promise.all(waiting);
    await journal.close();
    assert.deepEqual(await reopened(), ['waited']);
  });

  it('is damaged, and not torn, where a length was never written', async () => {
    await written('first');
    const file = await open(path, 'r+');
    await file.write(Buffer.from([0xff, 0xff, 0xff, 0xff]), 0, 4, 0);
    await file.close();
    await assert.rejects(reopened(), { name: 'JournalDamaged' });
  });

  for (const zeros of [8, 4_096, 3_000_000]) {
    it(`cuts off ${zeros} zeros at the end, which a power cut leaves of what was not written`, async () => {
      await written('first', '', 'second');
      await appendFile(path, Buffer.alloc(zeros));
      assert.deepEqual(await reopened(), ['first', '', 'second']);
      await written('third');
      assert.deepEqual(await reopened(), ['first', '', 'second', 'third']);
    });
  }

  it('takes no record that it would not read again', async () => {
    const journal = await Journal.open(path, () => undefined);
    await assert.rejects(journal.append(Buffer.alloc(64 * 1024 * 1024 + 1)), RangeError);
    await journal.append(Buffer.from('small'));
    await journal.close();
    assert.deepEqual(await reopened(), ['small']);
  });

  it('cuts off a last record whose bytes never all arrived', async () => {
    await written('first');
    await appendFile(path, Buffer.alloc(20));
    const file = await open(path, 'r+');
    // A header that promises 12 bytes with a checksum that the zeros behind it do not have.
    await file.write(Buffer.from([12, 0, 0, 0, 1, 2, 3, 4]), 0, 8, 13);
    await file.close();
    assert.deepEqual(await reopened(), ['first']);
  });

  it('refuses a file damaged before its end, naming the byte, instead of forgetting what follows', async () => {
    await written('first', 'second');
    const file = await open(path, 'r+');
    await file.write('X', 9);
    await file.close();
    await assert.rejects(reopened(), /damaged at byte 0: start with --fresh/);
  });

  it('is replaced by a rewrite as a whole, and appended to afterwards', async () => {
    const journal = await Journal.open(path, () => undefined);
    await journal.append(Buffer.from('old'));
    const before = journal.bytes;
    await Promise.all([journal.rewrite([Buffer.from('n')]), journal.append(Buffer.from('after'))]);
    assert.ok(journal.bytes > before);
    await journal.close();
    assert.deepEqual(await reopened(), ['n', 'after']);
  });

  it('keeps an append that was waiting when a rewrite began', async () => {
    const journal = await Journal.open(path, () => undefined);
    const first = journal.append(Buffer.from('x'));
    await journal.rewrite([Buffer.from('snapshot')]);
    await first;
    await journal.close();
    assert.deepEqual(await reopened(), ['snapshot']);
  });

  it('reads again what is on disk while it is open', async () => {
    const journal = await Journal.open(path, () => undefined);
    await journal.append(Buffer.from('a'));
    const late = journal.append(Buffer.from('b'));
    const seen: string[] = [];
    await journal.read((record) => void seen.push(record.toString()));
    await late;
    await journal.close();
    assert.deepEqual(seen, ['a', 'b']);
  });

  it('is filtered record by record, and loses no append that comes meanwhile', async () => {
    const journal = await Journal.open(path, () => undefined);
    const large = 'x'.repeat(600_000);
    await Promise.all(['a', large, 'b', large, 'c', large].map((record) => journal.append(Buffer.from(record))));
    const filtering = journal.filter((record) => record.length > 1 || record[0] === 98);
    await Promise.all([filtering, journal.append(Buffer.from('after'))]);
    assert.equal((await stat(path)).size, journal.bytes);
    await journal.close();
    assert.deepEqual(await reopened(), [large, 'b', large, large, 'after']);
  });
});
