import assert from 'node:assert/strict';
import {
  currentTrace,
  readTrace,
  runInTrace,
  traceAttributes,
  traceFields,
  traceHeaders,
  traceOfMessage,
  traceparentOf,
} from '@penstock/shared/runtime/trace.ts';

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
      'logging.googleapis.com/trace_sampled': true,
    });
    assert.equal(readTrace({ 'x-cloud-trace-context': `${trace}/255` })?.sampled, false);
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

  it('hand on a well-formed traceparent under the name that Google’s clients use', () => {
    assert.deepEqual(traceAttributes({ traceparent }), { googclient_traceparent: traceparent });
  });

  it('hand on the older header of Cloud Run as a traceparent', () => {
    const headers = { 'x-cloud-trace-context': '4bf92f3577b34da6a3ce929d0e0e4736/67667974448284343;o=1' };
    assert.deepEqual(traceAttributes(headers), { googclient_traceparent: traceparent });
  });

  for (const headers of [{}, { traceparent: 'mine' }, { traceparent: [traceparent] }]) {
    it(`are none of ${JSON.stringify(headers)}`, () => assert.deepEqual(traceAttributes(headers), {}));
  }
});

describe('the trace of a message', () => {
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true };
  const traceparent = traceparentOf(trace);
  const { sampled: _sampled, ...context } = trace;

  for (const [title, attributes] of [
    ['of Google’s clients', { googclient_traceparent: traceparent, traceparent: 'x' }],
    ['of W3C', { traceparent }],
    ['of CloudEvents', { 'ce-traceparent': traceparent, traceparent: 'x' }],
    ['of older clients', { googclient_OpenTelemetrySpanContext: JSON.stringify({ ...context, traceFlags: 1 }) }],
  ] as const) {
    it(`is read from the attribute ${title}`, () => assert.deepEqual(traceOfMessage(attributes), trace));
  }

  for (const legacy of ['{', 'null', '{}', '"x"', JSON.stringify({ ...context, traceId: 'x' })]) {
    it(`is none where the older attribute is ${legacy}`, () => {
      assert.equal(traceOfMessage({ googclient_OpenTelemetrySpanContext: legacy }), undefined);
    });
  }

  it('is none where no attribute names one', () =>
    assert.equal(traceOfMessage({ traceparent: 'x', a: 'b' }), undefined));

  it('is not sampled where the older attribute has no flags', () => {
    const attributes = { googclient_OpenTelemetrySpanContext: JSON.stringify(context) };
    assert.equal(traceOfMessage(attributes)?.sampled, false);
    assert.equal(traceparentOf({ ...trace, sampled: false }), traceparent.replace(/01$/, '00'));
  });
});

describe('the current trace', () => {
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true };

  it('is known to everything that the work awaits, and to nothing else', async () => {
    const seen = await runInTrace(trace, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return [currentTrace(), traceHeaders()];
    });
    assert.deepEqual(seen, [trace, { traceparent: traceparentOf(trace) }]);
    assert.deepEqual([currentTrace(), traceHeaders()], [undefined, {}]);
  });

  it('stays what it is where a part of the work has none of its own', () => {
    assert.deepEqual(
      runInTrace(trace, () => runInTrace(undefined, currentTrace)),
      trace,
    );
  });
});
