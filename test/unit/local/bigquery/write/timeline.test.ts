import assert from 'node:assert/strict';
import { status } from '@grpc/grpc-js';
import { AppendTimeline } from '../../../../../local/bigquery/write/timeline.ts';

describe('the timeline of appends', () => {
  const name = 'projects/p/datasets/d/tables/t/streams/_default';

  it('keeps the newest minutes within its bound, and counts nothing for what names no stream', () => {
    let now = 0;
    const timeline = new AppendTimeline({ get: () => undefined }, () => now, 3);
    timeline.count('nowhere', status.NOT_FOUND, 0, 0);
    for (let minute = 0; minute < 5; minute += 1) {
      now = minute * 60_000 + 1;
      timeline.count(name, status.OK, 1, 10);
      timeline.count(name, status.OK, 2, 20);
    }
    assert.deepEqual(
      timeline.list('p').map(({ startMs, requests, rows, bytes }) => [startMs, requests, rows, bytes]),
      [120_000, 180_000, 240_000].map((startMs) => [startMs, 2, 3, 30]),
    );
    assert.deepEqual(timeline.list('other'), []);
  });

  it('tells a stream that is gone as UNKNOWN', () => {
    const timeline = new AppendTimeline({ get: () => undefined }, () => 0);
    timeline.count('projects/p/datasets/d/tables/t/streams/gone', status.NOT_FOUND, 0, 0);
    assert.equal(timeline.list('p')[0]?.streamType, 'UNKNOWN');
  });
});
