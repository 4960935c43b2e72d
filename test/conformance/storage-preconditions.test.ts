import assert from 'node:assert/strict';
import { type Reply, reasonOf, type Send, type StorageFixture, send, storageFixture } from '../support/storage.ts';

interface Verb {
  readonly name: string;
  readonly method: string;
  readonly path: (object: string, query: string) => string;
  readonly send?: Send;
  /** The answer to a failed condition if the verb only reads. */
  readonly notMatch: 304 | 412;
  /** The verb needs the object it is aimed at. */
  readonly needsObject: boolean;
}

const B = '/storage/v1/b/conditions-bucket';
const BODY = { sourceObjects: [{ name: 'source' }] };
const VERBS: readonly Verb[] = [
  { name: 'get', method: 'GET', path: (o, q) => `${B}/o/${o}?${q}`, notMatch: 304, needsObject: true },
  { name: 'download', method: 'GET', path: (o, q) => `${B}/o/${o}?alt=media&${q}`, notMatch: 304, needsObject: true },
  {
    name: 'insert',
    method: 'POST',
    path: (o, q) => `/upload${B}/o?uploadType=media&name=${o}&${q}`,
    send: { body: 'x' },
    notMatch: 412,
    needsObject: false,
  },
  {
    name: 'begin a resumable upload',
    method: 'POST',
    path: (o, q) => `/upload${B}/o?uploadType=resumable&name=${o}&${q}`,
    notMatch: 412,
    needsObject: false,
  },
  {
    name: 'patch',
    method: 'PATCH',
    path: (o, q) => `${B}/o/${o}?${q}`,
    send: { body: '{}' },
    notMatch: 412,
    needsObject: true,
  },
  {
    name: 'update',
    method: 'PUT',
    path: (o, q) => `${B}/o/${o}?${q}`,
    send: { body: '{}' },
    notMatch: 412,
    needsObject: true,
  },
  { name: 'delete', method: 'DELETE', path: (o, q) => `${B}/o/${o}?${q}`, notMatch: 412, needsObject: true },
  {
    name: 'compose',
    method: 'POST',
    path: (o, q) => `${B}/o/${o}/compose?${q}`,
    send: { body: JSON.stringify(BODY) },
    notMatch: 412,
    needsObject: false,
  },
  {
    name: 'copy',
    method: 'POST',
    path: (o, q) => `${B}/o/source/copyTo/b/conditions-bucket/o/${o}?${q}`,
    notMatch: 412,
    needsObject: false,
  },
  {
    name: 'rewrite',
    method: 'POST',
    path: (o, q) => `${B}/o/source/rewriteTo/b/conditions-bucket/o/${o}?${q}`,
    notMatch: 412,
    needsObject: false,
  },
];

describe('Cloud Storage preconditions on every verb', () => {
  let fixture: StorageFixture;
  let counter = 0;

  before(async () => {
    fixture = await storageFixture();
    await fixture.client.createBucket('conditions-bucket');
    await fixture.client.bucket('conditions-bucket').file('source').save('s', { resumable: false });
  });
  after(() => fixture.close());

  async function fresh(): Promise<{ readonly name: string; readonly generation: string; readonly etag: string }> {
    counter += 1;
    const name = `object-${counter}`;
    const file = fixture.client.bucket('conditions-bucket').file(name);
    await file.save('v', { resumable: false });
    const [metadata] = await file.getMetadata();
    return { name, generation: String(metadata.generation), etag: String(metadata.etag) };
  }

  const call = (verb: Verb, object: string, query: string, headers: Send['headers'] = {}): Promise<Reply> =>
    send(fixture.service.address, verb.method, verb.path(object, query), { ...verb.send, headers });

  for (const verb of VERBS) {
    it(`${verb.name}: a match that fails is 412 conditionNotMet and changes nothing`, async () => {
      const { name, generation } = await fresh();
      for (const query of ['ifGenerationMatch=1', 'ifGenerationMatch=0', 'ifMetagenerationMatch=7']) {
        const reply = await call(verb, name, query);
        assert.equal(reply.status, 412, query);
        if (verb.name !== 'download') assert.equal(reasonOf(reply), 'conditionNotMet');
      }
      const now = await fixture.client.bucket('conditions-bucket').file(name).getMetadata();
      assert.deepEqual([now[0].generation, now[0].metageneration], [generation, '1']);
    });

    it(`${verb.name}: a match that holds lets it through`, async () => {
      const { name, generation } = await fresh();
      const reply = await call(
        verb,
        name,
        `ifGenerationMatch=${generation}&ifMetagenerationMatch=1&ifGenerationNotMatch=1`,
      );
      assert.ok(reply.status === 200 || reply.status === 204, `${reply.status} ${reply.body}`);
    });

    it(`${verb.name}: a NotMatch that fails is ${verb.notMatch}`, async () => {
      const { name, generation, etag } = await fresh();
      for (const query of [`ifGenerationNotMatch=${generation}`, 'ifMetagenerationNotMatch=1']) {
        assert.equal((await call(verb, name, query)).status, verb.notMatch, query);
      }
      const tagged = await call(verb, name, '', { 'if-none-match': `"${etag}"` });
      assert.equal(tagged.status, verb.notMatch);
      assert.equal((await call(verb, name, '', { 'if-match': '"other"' })).status, 412);
    });

    it(`${verb.name}: against a missing object ${verb.needsObject ? 'is 404' : 'only generation 0 matches'}`, async () => {
      counter += 1;
      const name = `missing-${counter}`;
      assert.equal((await call(verb, name, 'ifGenerationMatch=5')).status, verb.needsObject ? 404 : 412);
      assert.equal((await call(verb, name, 'ifGenerationMatch=0')).status, verb.needsObject ? 404 : 200);
    });

    it(`${verb.name}: a condition that is no number is 400 and names its parameter`, async () => {
      const reply = await call(verb, 'source', 'ifGenerationMatch=latest');
      assert.equal(reply.status, 400);
      if (verb.name !== 'download') assert.equal(reasonOf(reply), 'invalidParameter');
    });
  }

  it('holds the source of a copy to its own conditions', async () => {
    const { name, generation } = await fresh();
    const copy = (query: string): Promise<Reply> =>
      send(fixture.service.address, 'POST', `${B}/o/${name}/rewriteTo/b/conditions-bucket/o/target?${query}`);
    assert.equal((await copy('ifSourceGenerationMatch=1')).status, 412);
    assert.equal((await copy(`ifSourceGenerationNotMatch=${generation}`)).status, 412);
    assert.equal((await copy('ifSourceMetagenerationMatch=2')).status, 412);
    assert.equal((await copy('sourceGeneration=1')).status, 404);
    assert.equal((await copy(`ifSourceGenerationMatch=${generation}`)).status, 200);
  });

  it('holds the source of a move to its own conditions, and leaves it where it was', async () => {
    const { name, generation } = await fresh();
    const move = (query: string): Promise<Reply> =>
      send(fixture.service.address, 'POST', `${B}/o/${name}/moveTo/o/${name}-moved?${query}`);
    assert.equal((await move('ifSourceGenerationMatch=1')).status, 412);
    assert.equal((await send(fixture.service.address, 'GET', `${B}/o/${name}`)).status, 200);
    assert.equal((await move(`ifSourceGenerationMatch=${generation}`)).status, 200);
    assert.equal((await send(fixture.service.address, 'GET', `${B}/o/${name}`)).status, 404);
  });

  it('lets exactly one of many writers create an object', async () => {
    const file = fixture.client.bucket('conditions-bucket').file('contended');
    const attempts = Array.from({ length: 20 }, (_, i) =>
      file.save(`writer ${i}`, { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }).then(
        () => 'won',
        (error: { code?: number }) => error.code,
      ),
    );
    const results = await Promise.all(attempts);
    assert.equal(results.filter((result) => result === 'won').length, 1);
    assert.equal(results.filter((result) => result === 412).length, 19);
  });

  it('checks again at the end of a resumable upload what held at its beginning', async () => {
    const begun = await send(
      fixture.service.address,
      'POST',
      `/upload${B}/o?uploadType=resumable&name=raced&ifGenerationMatch=0`,
    );
    await fixture.client.bucket('conditions-bucket').file('raced').save('first', { resumable: false });
    const { pathname, search } = new URL(String(begun.headers.location));
    const late = await send(fixture.service.address, 'PUT', pathname + search, { body: 'second' });
    assert.equal(late.status, 412);
    const [content] = await fixture.client.bucket('conditions-bucket').file('raced').download();
    assert.equal(content.toString(), 'first');
  });

  it('holds buckets to their metageneration', async () => {
    const patch = (query: string): Promise<Reply> =>
      send(fixture.service.address, 'PATCH', `${B}?${query}`, { body: '{"labels":{"a":"b"}}' });
    assert.equal((await patch('ifMetagenerationMatch=9')).status, 412);
    const patched = await patch('ifMetagenerationMatch=1');
    assert.equal(patched.json().metageneration, '2');
    assert.equal((await send(fixture.service.address, 'GET', `${B}?ifMetagenerationNotMatch=2`)).status, 304);
    assert.equal((await send(fixture.service.address, 'DELETE', `${B}?ifMetagenerationMatch=1`)).status, 412);
  });
});
