import assert from 'node:assert/strict';
import { lineOf } from '../../../cli/commands/start/lines.ts';
import { table } from '../../../cli/text-table.ts';

describe('printed lines', () => {
  it('show time, service, what happened, to what, and its facts', () => {
    const line = lineOf(
      { service: 'pubsub', what: 'published', resource: 'topics/t', facts: { messages: 2 } },
      new Date(2026, 0, 2, 3, 4, 5),
    );
    assert.equal(line, '03:04:05  pubsub      published      topics/t  messages=2');
  });

  it('let no control character through', () => {
    const line = lineOf(
      { service: 'storage', what: 'finalized', resource: 'a\u001b[2J\nb', facts: { reason: 'x\ry' } },
      new Date(),
    );
    for (const control of ['\u001b', '\n', '\r']) assert.equal(line.includes(control), false);
  });

  it('align a table by its widest cells', () => {
    assert.equal(
      table([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
      '  a    bb\n  ccc  d',
    );
  });
});
