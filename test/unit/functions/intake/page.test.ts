import assert from 'node:assert/strict';
import { FAILED, page } from '../../../../functions/intake/page.ts';
import { type IntakeSetup, type IntakeUnderTest, startIntake } from '../../../support/intake.ts';

describe('the form, sent by a browser without JavaScript', () => {
  let intake: IntakeUnderTest;
  afterEach(() => intake.close());

  const KEY = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const started = async (setup?: IntakeSetup): Promise<void> => {
    intake = await startIntake(setup);
  };
  async function send(fields: Readonly<Record<string, string>>) {
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(intake.url, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
    const text = await response.text();
    return { status: response.status, text, key: /name="idempotency_key" value="([^"]*)"/.exec(text)?.[1] };
  }
  const WRITTEN = {
    title: 'A "leak" & <more>',
    description: 'first\r\nsecond',
    priority: 'P2',
    reporter: 'a@b.c',
    idempotency_key: KEY,
  };

  it('holds all that was written, and its key, where the issue cannot be passed on', async () => {
    await started({ env: { INTAKE_PUBLISH_DEADLINE: '1s' } });
    intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 1_500 });
    const { status, text, key } = await send(WRITTEN);
    assert.deepEqual([status, key], [503, KEY]);
    assert.ok(text.includes('value="A &#34;leak&#34; &#38; &#60;more&#62;"'));
    assert.ok(text.includes('>\nfirst\nsecond</textarea>'));
    assert.ok(text.includes('<option selected>P2</option>'));
    assert.ok(text.includes(FAILED));
    assert.equal(text.includes('Idempotency-Key'), false);
    const again = await send(WRITTEN);
    assert.equal(again.status, 201);
    assert.equal(again.text.includes('leak'), false);
  });

  it('holds what was written where a field needs another look', async () => {
    await started();
    const { status, text } = await send({ ...WRITTEN, description: 'x'.repeat(10_001), priority: '' });
    assert.equal(status, 422);
    assert.ok(text.includes('x'.repeat(10_001)));
    assert.match(text, /Description is longer than 10000 characters/);
    assert.match(text, /Priority is missing/);
    const invalid = [...text.matchAll(/name="(\w+)"[^>]*aria-invalid="true"/g)].map(([, name]) => name);
    assert.deepEqual(invalid, ['description', 'priority']);
  });

  it('has another key where its own stands for another issue', async () => {
    await started();
    assert.equal((await send(WRITTEN)).status, 201);
    const { status, text, key } = await send({ ...WRITTEN, title: 'Another' });
    assert.equal(status, 422);
    assert.notEqual(key, KEY);
    assert.ok(text.includes('value="Another"'));
  });

  it('is empty where nothing of it can be read', async () => {
    await started();
    const { status, text } = await send({});
    assert.equal(status, 400);
    assert.ok(text.includes('name="title"'));
  });

  it('says how long a text may be, and cuts none while it is written', async () => {
    await started();
    const text = page({ key: KEY });
    assert.ok(text.includes('At most 10,000 characters.'));
    assert.equal(/<textarea[^>]*maxlength/.test(text), false);
  });
});
