import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createHandler, type InsertRow } from '../../../../functions/sink/handler.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64');

async function push(body: unknown, insert: InsertRow = async () => undefined) {
  const lines: Record<string, unknown>[] = [];
  const answer: { status?: number; body?: object } = {};
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    json(json: object) {
      answer.body = json;
    },
  };
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line)) });
  await createHandler({ insert, log })({ method: 'POST', body }, response);
  return { ...answer, lines };
}

describe('the sink', () => {
  it('acknowledges a message when its row is in the table', async () => {
    const inserted: unknown[] = [];
    const body = { message: { data: encoded('{"issue_id":"INC-1"}'), messageId: '7' } };
    const { status } = await push(body, async (row, insertId) => void inserted.push([row, insertId]));
    assert.equal(status, 200);
    assert.deepEqual(inserted, [[{ issue_id: 'INC-1' }, '7']]);
  });

  it('takes the id under its older name', async () => {
    const { status } = await push({ message: { data: encoded('{}'), message_id: '7' } });
    assert.equal(status, 200);
  });

  it('does not acknowledge a message whose row could not be inserted, and logs no payload', async () => {
    const body = { message: { data: encoded('{"secret":"hunter2"}'), messageId: '7' } };
    const { status, lines } = await push(body, () => Promise.reject(new PenstockError('UNAVAILABLE', 'down')));
    assert.equal(status, 503);
    assert.equal(JSON.stringify(lines).includes('hunter2'), false);
  });

  for (const [what, body, reason] of [
    ['nothing', undefined, /message\.data is missing/],
    ['a message without data', { message: { messageId: '7' } }, /message\.data is missing/],
    ['a message without an id', { message: { data: encoded('{}') } }, /message\.messageId is missing/],
    ['text that is not JSON', { message: { data: encoded('{'), messageId: '7' } }, /not JSON/],
    ['JSON that is not an object', { message: { data: encoded('[]'), messageId: '7' } }, /not a JSON object/],
  ] as const) {
    it(`rejects ${what}, saying why, without acknowledging it`, async () => {
      const answer = await push(body);
      assert.equal(answer.status, 422);
      assert.match((answer.body as { reason: string }).reason, reason);
    });
  }
});
