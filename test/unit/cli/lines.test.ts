import assert from 'node:assert/strict';
import { table } from '../../../cli/text-table.ts';
import { isBookkeeping } from '../../../demo/demo.ts';
import { lineOf } from '../../../local/command/line.ts';

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

  it('keep a text of several lines in one', () => {
    const line = lineOf(
      { service: 'functions', what: 'failed', resource: 'r', facts: { why: 'a:\n  - b' } },
      new Date(),
    );
    assert.match(line, /why=a: - b$/);
  });

  it('leave out the functions’ own state, and nothing of a user’s', () => {
    const own = [
      'penstock-ledgers/_penstock/loader/open/8c1f',
      'penstock-puller/puller/cursors/orders',
      'demo-penstock:penstock.loads',
      'projects/demo-penstock/datasets/penstock/tables/loads/streams/_default',
      'demo-penstock:demo.penstock_load_8c1f_0',
    ];
    assert.deepEqual(
      own.filter((resource) => !isBookkeeping(resource)),
      [],
    );
    const users = [
      'penstock-demo/demo/people/_SUCCESS',
      'demo-penstock:demo.people',
      'projects/demo-penstock/datasets/shop/tables/orders',
      'demo-penstock:US.penstock-load_demo-people',
      'my-penstock-ledgers/x',
    ];
    assert.deepEqual(users.filter(isBookkeeping), []);
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
