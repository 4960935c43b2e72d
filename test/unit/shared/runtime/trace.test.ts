import assert from 'node:assert/strict';
import { traceAttributes, traceFields } from '@penstock/shared/runtime/trace.ts';

describe('trace fields', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

  it('come from traceparent first', () => {
    assert.deepEqual(
      traceFields({ traceparent: `00-${trace}-00f067aa0ba902b7-01`, 'x-cloud-trace-context': 'x' }, 'p'),
      {
        'logging.googleapis.com/trace': `projects/p/traces/${trace}`,
        'logging.googleapis.com/spanId': '00f067aa0ba902b7',
        'logging.googleapis.com/trace_sampled': true,
      },
    );
  });

  it('turn the decimal span of the older header into hex', () => {
    assert.deepEqual(traceFields({ 'x-cloud-trace-context': `${trace}/255;o=1` }, 'p'), {
      'logging.googleapis.com/trace': `projects/p/traces/${trace}`,
      'logging.googleapis.com/spanId': '00000000000000ff',
    });
  });

  it('say where a trace is not sampled', () => {
    const fields = traceFields({ traceparent: `00-${trace}-00f067aa0ba902b7-00` }, 'p');
    assert.equal(fields['logging.googleapis.com/trace_sampled'], false);
  });

  for (const [title, headers] of [
    ['there is no header', {}],
    ['the header traceparent goes on behind its flags', { traceparent: `00-${trace}-00f067aa0ba902b7-01-x` }],
    ['a span has more digits than 64 bits have', { 'x-cloud-trace-context': `x${trace}/255` }],
  ] as const) {
    it(`are absent where ${title}`, () => assert.deepEqual(traceFields(headers, 'p'), {}));
  }
});

describe('trace attributes', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('hand on a well-formed traceparent', () => assert.deepEqual(traceAttributes({ traceparent }), { traceparent }));

  for (const headers of [{}, { traceparent: 'mine' }, { traceparent: [traceparent] }]) {
    it(`are none of ${JSON.stringify(headers)}`, () => assert.deepEqual(traceAttributes(headers), {}));
  }
});
