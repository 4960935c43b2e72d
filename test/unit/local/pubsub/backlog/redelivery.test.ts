import assert from 'node:assert/strict';
import { routeOf } from '../../../../../local/pubsub/api/routes.ts';
import { encodeContents } from '../../../../../local/pubsub/backlog/message.ts';
import { redeliveryDelay } from '../../../../../local/pubsub/backlog/redelivery.ts';
import { pushRequest } from '../../../../../local/pubsub/push/push-request.ts';
import { parseName } from '../../../../../local/pubsub/resources/names.ts';
import { page } from '../../../../../local/pubsub/resources/paging.ts';
import { durationText } from '../../../../../local/pubsub/resources/shapes.ts';
import { subscriptionConfig } from '../../../../../local/pubsub/resources/subscription-config.ts';

const base = { name: 'projects/p/subscriptions/sub', topic: 'projects/p/topics/top' };

describe('redelivery', () => {
  it('is at once without a policy', () => {
    assert.equal(redeliveryDelay(subscriptionConfig(base), 3), 0);
  });

  it('doubles from the minimum to the maximum of the policy', () => {
    const retryPolicy = { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 5 } };
    const config = subscriptionConfig({ ...base, retryPolicy });
    const delays = [1, 2, 3, 4, 5000].map((failures) => redeliveryDelay(config, failures));
    assert.deepEqual(delays, [1000, 2000, 4000, 5000, 5000]);
  });

  it('backs a push endpoint off from 100 ms to a minute', () => {
    const config = subscriptionConfig({ ...base, pushConfig: { pushEndpoint: 'http://127.0.0.1:1/' } });
    const delays = [1, 2, 20].map((failures) => redeliveryDelay(config, failures));
    assert.deepEqual(delays, [100, 200, 60_000]);
  });
});

describe('a push request', () => {
  it('leaves out attributes that are no header or that steer the connection', () => {
    const pushConfig = { pushEndpoint: 'http://127.0.0.1:1/', noWrapper: { writeMetadata: true } };
    const attributes = new Map([
      ['X-Fine', 'yes'],
      ['Content-Type', 'application/json'],
      ['Content-Length', '999'],
      ['transfer-encoding', 'chunked'],
      ['bad name', 'x'],
      ['x-split', 'a\r\nx-evil: 1'],
    ]);
    const chunk = encodeContents({ data: Buffer.from('d'), attributes, orderingKey: 'a\nb' });
    const message = { seq: 1, time: 0, topic: 1, chunk, start: 0, end: chunk.length, key: '', holders: 1 };
    const { headers } = pushRequest(subscriptionConfig({ ...base, pushConfig }), message, 1);
    assert.deepEqual(Object.keys(headers).sort(), [
      'content-type',
      'user-agent',
      'x-fine',
      'x-goog-pubsub-message-id',
      'x-goog-pubsub-publish-time',
      'x-goog-pubsub-subscription-name',
    ]);
  });
});

describe('names', () => {
  it('take the longest id and the shortest', () => {
    for (const id of ['abc', `a${'-'.repeat(254)}`, 'A.b_c~d+e%f']) {
      assert.deepEqual(parseName('topics', `projects/p/topics/${id}`), { project: 'p', id });
    }
  });
});

describe('pages', () => {
  it('go on behind a name that was deleted in between', () => {
    const first = page(['c', 'a', 'b'], { pageSize: 2 });
    assert.deepEqual(first.names, ['a', 'b']);
    assert.deepEqual(page(['a', 'c', 'd'], { pageSize: 2, pageToken: first.nextPageToken ?? '' }), {
      names: ['c', 'd'],
    });
  });
});

describe('durations', () => {
  it('are written with the digits they need', () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ seconds: 5 }, '5s'],
      [{ seconds: 5, nanos: 500_000_000 }, '5.500s'],
      [{ nanos: 1 }, '0.000000001s'],
      [{ nanos: -1000 }, '-0.000001s'],
    ];
    for (const [duration, text] of cases) assert.equal(durationText(duration), text);
  });
});

describe('routes', () => {
  it('lead to each method of the service from its template', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['PUT', '/v1/projects/p/topics/ttt', 'CreateTopic'],
      ['POST', '/v1/projects/p/topics/ttt:publish', 'Publish'],
      ['GET', '/v1/projects/p/topics', 'ListTopics'],
      ['GET', '/v1/projects/p/topics/ttt/subscriptions', 'ListTopicSubscriptions'],
      ['DELETE', '/v1/projects/p/snapshots/sss', 'DeleteSnapshot'],
      ['POST', '/v1/projects/p/subscriptions/sss:modifyPushConfig', 'ModifyPushConfig'],
    ];
    for (const [verb, path, name] of cases) assert.equal(routeOf(verb, path).method.name, name);
  });

  it('decode an id that the URL had to encode', () => {
    assert.equal(routeOf('GET', '/v1/projects/p/topics/a%2Bb%25c').name, 'projects/p/topics/a+b%c');
  });
});
