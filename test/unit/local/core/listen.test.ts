import assert from 'node:assert/strict';
import { isLoopback, listenProblem, portOf, reachable } from '../../../../local/core/listen.ts';

describe('listening', () => {
  it('is on loopback by 127.x.x.x, ::1 and localhost only', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.9.9.9', '::1', 'localhost', '0.0.0.0', '10.0.0.1', '127.evil'].map(isLoopback),
      [true, true, true, true, false, false, false],
    );
  });

  it('that fails tells the port, its service and what to do', () => {
    const problem = (error: Error): string | undefined => listenProblem(error, 'pubsub', '10.9.9.9', 8085)?.message;
    assert.match(
      String(problem(Object.assign(new Error('x'), { code: 'EADDRINUSE' }))),
      /^Port 8085 \(pubsub\) is in use: .*--ports pubsub=PORT/,
    );
    assert.match(String(problem(new Error('No address added out of total 1 resolved'))), /in use/);
    assert.match(String(problem(Object.assign(new Error('x'), { code: 'EACCES' }))), /may not be opened/);
    assert.match(
      String(problem(Object.assign(new Error('x'), { code: 'EADDRNOTAVAIL' }))),
      /^--host 10\.9\.9\.9 is no address/,
    );
    assert.equal(problem(new Error('damaged')), undefined);
  });

  it('everywhere is called by loopback', () => {
    const called = ['0.0.0.0:1', '[::]:1', '::1:1', '127.0.0.1:1', 'localhost:1'].map(reachable);
    assert.deepEqual(called, ['127.0.0.1:1', '[::1]:1', '[::1]:1', '127.0.0.1:1', 'localhost:1']);
  });

  it('that fails on one of two ports tells which', () => {
    const grpc =
      'No address added out of total 1 resolved errors: [listen EADDRINUSE: address already in use 127.0.0.1:9060]';
    assert.equal(portOf(new Error(grpc)), 9060);
    assert.equal(portOf(Object.assign(new Error('x'), { port: 9050 })), 9050);
    assert.equal(portOf(new Error('damaged')), undefined);
  });
});
