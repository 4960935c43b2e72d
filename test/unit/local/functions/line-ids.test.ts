import assert from 'node:assert/strict';
import { lineUnits } from '../../../../local/functions/line-ids.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const traced = { 'logging.googleapis.com/trace': `projects/p/traces/${TRACE}` };

const unitsIn = (line: Readonly<Record<string, unknown>>): readonly unknown[] => {
  const units = lineUnits(line);
  return Array.from({ length: units.count }, (_, at) => units.at(at));
};

describe('the ids in a log line of a function', () => {
  for (const [what, line, units] of [
    ['its trace and its fields of ids', { ...traced, issue_id: 'INC-1', ms: 3 }, [{ trace: TRACE, issue_id: 'INC-1' }]],
    [
      'each issue of a batch',
      { ...traced, issue_ids: ['INC-1', 'INC-2'] },
      [
        { trace: TRACE, issue_id: 'INC-1' },
        { trace: TRACE, issue_id: 'INC-2' },
      ],
    ],
    [
      'each message that the sink links, with its own trace',
      { links: [{ message_id: '1', trace_id: TRACE }, { message_id: '2' }] },
      [{ message: '1', trace: TRACE }, { message: '2' }],
    ],
    [
      'each window of a source',
      { source: 'orders', windows: [{ from: 'T1' }, { from: 'T2' }] },
      [{ window: ['orders T1', 'T1'] }, { window: ['orders T2', 'T2'] }],
    ],
    [
      'the object with its generation',
      { object: 'gs://b/d/_SUCCESS', generation: '7', load_id: 'l', job_id: 'j' },
      [{ load: 'l', job: 'j', path: 'b/d/_SUCCESS', object: 'b/d/_SUCCESS#7' }],
    ],
    ['none', { message: 'x', windows: [], object: 3 }, [{}]],
  ] as const) {
    it(`are ${what}`, () => assert.deepEqual(unitsIn(line), units));
  }
});
