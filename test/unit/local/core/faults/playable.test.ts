import assert from 'node:assert/strict';
import { ROUTES } from '../../../../../local/bigquery/rest/routes.ts';
import { UNARY } from '../../../../../local/bigquery/write/service.ts';
import { METHODS_OF, READY } from '../../../../../local/console/app/pages/fault-words.ts';
import { PLAYABLE, problemOf } from '../../../../../local/core/faults/playable.ts';
import { routesOf as eventarc } from '../../../../../local/eventarc/rest.ts';
import { METHODS as PUBSUB } from '../../../../../local/pubsub/api/methods.ts';
import { routesOf as scheduler } from '../../../../../local/scheduler/rest.ts';
import { CHANGES } from '../../../../../local/secrets/changes.ts';
import { METHODS as SECRETS } from '../../../../../local/secrets/methods.ts';
import { METHOD_NAMES as STORAGE } from '../../../../../local/storage/api/routes.ts';

describe('faults that services can play', () => {
  for (const [service, names] of [
    ['bigquery', [...ROUTES.map(({ name }) => name), 'jobs.run']],
    ['storage', [...STORAGE, 'notifications.deliver']],
    ['pubsub', [...PUBSUB.map(({ name }) => name), 'StreamingPull', 'Deliver']],
    [
      'bigquery-storage',
      [...UNARY.map(({ method }) => method), 'AppendRows', 'CreateReadSession', 'ReadRows', 'SplitReadStream'],
    ],
    ['secrets', [...Object.keys(SECRETS), ...Object.keys(CHANGES)]],
    ['scheduler', ['run', ...scheduler({} as never).map(({ name }) => name)]],
    ['eventarc', ['emit', 'deliver', ...eventarc({} as never).map(({ name }) => name)]],
  ] as const) {
    it(`has every method of ${service}, and no other`, () => {
      assert.deepEqual([...(PLAYABLE[service]?.methods ?? [])].sort(), [...new Set(names)].sort());
    });
  }

  it('has every method and rule that the console offers', () => {
    for (const [service, methods] of Object.entries(METHODS_OF))
      for (const method of methods)
        assert.equal(problemOf({ service: service as 'pubsub', method, kind: 'error' }), undefined);
    for (const { rule, label } of READY) assert.equal(problemOf(rule), undefined, label);
  });

  for (const [what, rule, problem] of [
    [
      'a method that the service has not',
      { service: 'pubsub', method: 'Publsh' },
      /^method Publsh is not one of pubsub; these are: CreateTopic,.*, and \* for any$/,
    ],
    ['a method of another service', { service: 'storage', method: 'Publish' }, /^method Publish is not one of storage/],
    [
      'a kind that the service does not play',
      { service: 'secrets', method: '*', kind: 'reset' },
      /^secrets does not play reset; it plays error, slow, throttle$/,
    ],
    [
      'a code that no service knows',
      { service: 'pubsub', method: '*', code: 'UNAVAILBLE' },
      /^code UNAVAILBLE is not known; for pubsub it must be an HTTP status from 400 to 599, or one of CANCELLED,/,
    ],
    [
      'a name where statuses are answered',
      { service: 'bigquery', method: '*', code: 'UNAVAILABLE' },
      /for bigquery it must be an HTTP status/,
    ],
    ['a status that is no error', { service: 'storage', method: '*', code: 200 }, /code 200 is not known/],
    [
      'a status where names are answered',
      { service: 'bigquery-storage', method: '*', code: 503 },
      /it must be one of CANCELLED/,
    ],
    [
      'a code beside another kind',
      { service: 'pubsub', method: '*', kind: 'slow', code: 503 },
      /^code goes with the kind error only, not with slow$/,
    ],
    [
      'another word for a quota',
      { service: 'bigquery', method: '*', kind: 'throttle', code: 'quota' },
      /must be quotaExceeded or rateLimitExceeded$/,
    ],
  ] as const) {
    it(`leaves out ${what}`, () => {
      assert.match(String(problemOf({ kind: 'error', ...rule })), problem);
    });
  }

  for (const rule of [
    { service: 'bigquery-storage', method: 'AppendRows', kind: 'error', code: 'ABORTED' },
    { service: 'bigquery-storage', method: 'AppendRows', kind: 'error', code: 10 },
    { service: 'bigquery', method: 'jobs.run', kind: 'error', code: 503 },
    { service: 'bigquery', method: 'jobs.run', kind: 'error', code: 'backendError' },
    { service: 'bigquery', method: 'jobs.run', kind: 'error', code: 'quotaExceeded' },
    { service: 'bigquery', method: 'tabledata.insertAll', kind: 'throttle', code: 'quotaExceeded' },
    { service: 'pubsub', method: 'Publish', kind: 'error', code: 503 },
    { service: 'pubsub', method: 'Publish', kind: 'error', code: 'NOT_FOUND' },
  ] as const) {
    it(`has ${JSON.stringify(rule)}`, () => {
      assert.equal(problemOf(rule), undefined);
    });
  }
});
