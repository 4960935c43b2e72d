import assert from 'node:assert/strict';
import { crc32c } from '../../../../../local/storage/content/crc32c.ts';
import { etagOf } from '../../../../../local/storage/rules/etag.ts';
import { checkObjectName, isBucketName } from '../../../../../local/storage/rules/names.ts';
import { patchSettings, readSettings, updateSettings } from '../../../../../local/storage/rules/object-settings.ts';

describe('bucket names', () => {
  for (const name of [
    'abc',
    'a-b_c.d',
    '1bucket',
    'x'.repeat(63),
    'example.com',
    `${'a'.repeat(63)}.${'b'.repeat(63)}`,
  ]) {
    it(`${name.slice(0, 30)} is one`, () => assert.ok(isBucketName(name)));
  }
  for (const name of [
    'ab',
    'Abc',
    '-abc',
    'abc-',
    '.abc',
    'a..b',
    'a.-b',
    '1.2.3.4',
    'goog',
    'goo-gle-google',
    'g00gle-x',
    'x'.repeat(64),
    'a b',
    'ä',
  ]) {
    it(`${name.slice(0, 30)} is none`, () => assert.ok(!isBucketName(name)));
  }
});

describe('object names', () => {
  it('may be almost anything up to 1,024 bytes', () => {
    for (const name of ['a', '../..', '/', '\u0000', 'é'.repeat(512), ' ', '#?%']) checkObjectName(name);
  });
  it('may not be empty, dots, lines, reserved, broken or too long', () => {
    for (const name of ['', '.', '..', 'a\r', '\nb', '.well-known/acme-challenge/t', '\ud800', 'é'.repeat(513)]) {
      assert.throws(() => checkObjectName(name), { status: 400 }, JSON.stringify(name));
    }
  });
});

describe('object settings', () => {
  it('are merged by a patch and replaced by an update', () => {
    const before = readSettings({ contentType: 'a', cacheControl: 'c', metadata: { k: 'v', n: 1, b: true } });
    assert.deepEqual(before.metadata, { k: 'v', n: '1', b: 'true' });
    assert.deepEqual(patchSettings(before, { cacheControl: null, metadata: { k: null } }), {
      contentType: 'a',
      metadata: { n: '1', b: 'true' },
    });
    assert.deepEqual(updateSettings(before, { contentType: 'z' }), { contentType: 'z' });
  });

  it('keep a custom time from going back or away', () => {
    const before = readSettings({ customTime: '2026-01-02T00:00:00+01:00' });
    assert.equal(before.customTime, '2026-01-01T23:00:00.000Z');
    assert.equal(patchSettings(before, { customTime: '2026-02-01T00:00:00Z' }).customTime, '2026-02-01T00:00:00.000Z');
    assert.throws(() => patchSettings(before, { customTime: '2025-01-01T00:00:00Z' }), { status: 400 });
    assert.throws(() => updateSettings(before, {}), { status: 400 });
  });

  for (const bad of [
    { contentType: 7 },
    { cacheControl: 'a\r\nb: c' },
    { customTime: 'soon' },
    { temporaryHold: 'yes' },
    { storageClass: 'SILVER' },
    { metadata: [] },
    { metadata: { k: {} } },
    { metadata: { k: 'x'.repeat(9000) } },
    { metadata: { '': 'x' } },
    { acl: [{}] },
  ]) {
    it(`refuse ${JSON.stringify(bad).slice(0, 40)}`, () => {
      assert.throws(() => readSettings(bad), { status: 400 });
    });
  }
});

describe('checksums and tags', () => {
  // RFC 3720 appendix B.4
  for (const [what, bytes, expected] of [
    ['32 zeroes', Buffer.alloc(32), 0x8a9136aa],
    ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['ascending bytes', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
    ['the check value', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ] as const) {
    it(`CRC32C of ${what}`, () => assert.equal(crc32c(bytes), expected));
  }

  it('CRC32C goes on where it stopped', () => {
    const bytes = Buffer.from('the quick brown fox jumps over the lazy dog');
    for (let at = 0; at <= bytes.length; at += 1) {
      assert.equal(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at))), crc32c(bytes));
    }
  });

  it('encodes the tag as the service does', () => {
    assert.equal(etagOf({ generation: 1, metageneration: 1 }), 'CAEQAQ==');
    assert.equal(etagOf({ generation: 300, metageneration: 2 }), 'CKwCEAI=');
  });
});
