import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { postEvent } from '../../support/document-events.ts';
import { ROOT, startFirestoreDoor } from '../../support/firestore.ts';
import { startIntake } from '../../support/intake.ts';

/**
 * Functions-framework marks what is made while it calls a function as the request's, and hands to that request, answered
 * long ago, what goes wrong with it later: a connection that the first request opened would be the first request's for good.
 */
describe('an object that a door makes while it answers', () => {
  let owners: unknown[] = [];
  beforeEach(() => {
    owners = [];
  });

  /** Every call for the time makes an object that would be marked, as a channel or a timer is. */
  const clock: Clock = {
    ...systemClock,
    now: () => {
      owners.push((new EventEmitter() as { domain?: unknown }).domain ?? null);
      return systemClock.now();
    },
  };

  function assertNobodys(): void {
    assert.ok(owners.length >= 2, 'at the beginning, and after the acknowledgement');
    assert.deepEqual(new Set(owners), new Set([null]));
  }

  it("is no request's: intake", async () => {
    const intake = await startIntake({ clock });
    const headers = { 'content-type': 'application/json' };
    assert.equal((await fetch(intake.url, { method: 'POST', headers, body: '{"a":1}' })).status, 201);
    await intake.close();
    assertNobodys();
  });

  it("is no request's: firestore", async () => {
    const door = await startFirestoreDoor({ clock });
    const value = { name: `${ROOT}/a/b`, fields: {}, createTime: undefined, updateTime: undefined };
    assert.equal(await postEvent(door.url, { value }), 204);
    await door.close();
    assertNobodys();
  });
});
