import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger, errorFields, type LogOptions } from '@penstock/shared/runtime/log.ts';
import sinon from 'sinon';

function captured(options: LogOptions = {}) {
  const lines: string[] = [];
  const log = createLogger({ now: () => 0, write: (line) => lines.push(line), ...options });
  return { log, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>), lines };
}

describe('the log', () => {
  it('writes one JSON line an event', () => {
    const { log, lines } = captured();
    log.info('pulled', { rows: 3 });
    assert.deepEqual(lines, ['{"severity":"INFO","time":"1970-01-01T00:00:00.000Z","message":"pulled","rows":3}\n']);
  });

  it('leaves out what is below its level', () => {
    const { log, read } = captured({ level: 'WARNING' });
    log.debug('a');
    log.info('b');
    log.warning('c');
    assert.deepEqual(
      read().map((line) => line.message),
      ['c'],
    );
  });

  it('adds bound fields to every line, the later over the earlier', () => {
    const { log, read } = captured({ fields: { door: 'sink', n: 1 }, level: 'DEBUG' });
    log.with({ n: 2 }).debug('x');
    assert.deepEqual([read()[0]?.door, read()[0]?.n], ['sink', 2]);
  });

  it('writes a line whatever is in it: what has no JSON form is named, and the rest is told', () => {
    const { log, read } = captured();
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const angry = {
      toJSON: () => {
        throw 'no';
      },
    };
    log.error('failed', new Error('why'), { loop, angry, n: 7n, nothing: undefined });
    const [line] = read();
    assert.deepEqual(
      [line?.severity, line?.error_message, line?.n, line?.angry],
      ['ERROR', 'why', '7', 'not shown: no'],
    );
    assert.match(String(line?.loop), /^not shown: .*circular/i);
    assert.equal('nothing' in (line ?? {}), false);
  });

  it('writes BigInt as its digits', () => {
    const { log, read } = captured();
    log.info('x', { n: 9007199254740993n });
    assert.equal(read()[0]?.n, '9007199254740993');
  });

  it('writes an error by code, kind, stage, context and stack', () => {
    const { log, read } = captured();
    log.error('failed', new PenstockError('UNAVAILABLE', 'down', { context: { topic: 't' } }));
    const line = read()[0] ?? {};
    assert.deepEqual(
      [line.severity, line.error_code, line.error_kind, line.error_stage, line.topic, line.error_message],
      ['ERROR', 'UNAVAILABLE', 'transient', 'processing', 't', 'down'],
    );
    assert.match(String(line.stack_trace), /PenstockError|down/);
  });

  it('writes a foreign error by its class and a thrown value by its text', () => {
    assert.equal(errorFields(new TypeError('t')).exception_class, 'TypeError');
    assert.deepEqual(errorFields('text'), { error_message: 'text' });
  });

  it('writes to standard output, now, unless it is told otherwise', () => {
    const write = sinon.stub(process.stdout, 'write').returns(true);
    try {
      createLogger().info('hello');
      assert.match(String(write.firstCall.args[0]), /"message":"hello"/);
    } finally {
      write.restore();
    }
  });
});
