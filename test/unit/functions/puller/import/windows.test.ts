import assert from 'node:assert/strict';
import { assertRefused, carried, cursorOf, importStream, type Json } from '../../../../support/manifest.ts';

describe('an import of a cursor', () => {
  const ends: readonly (readonly [string, string | undefined])[] = [
    ["{{ now_utc().strftime('%Y-%m-%d') }}", undefined],
    ["{{ (now_utc() - duration('PT90S')).strftime('%Y-%m-%d') }}", '90s'],
    ["{{ (now_utc() + duration('P1D')).strftime('%Y-%m-%d') }}", undefined],
  ];
  for (const [end_datetime, settle] of ends) {
    it(`settles for ${settle ?? 'no time'} by the end ${end_datetime}`, async () => {
      assert.equal((await carried(cursorOf({ end_datetime }))).window.settle, settle);
    });
  }

  const notes: readonly (readonly [string, Json])[] = [
    ['end_datetime', { end_datetime: '2026-03-01' }],
    ['start_datetime', { start_datetime: undefined }],
    ['start_datetime', { start_datetime: "{{ config['from'] }}" }],
    ['lookback_window', { lookback_window: '{{ a ! b }}' }],
    ['lookback_window', { lookback_window: '{{ record.x }}' }],
    ['lookback_window', { lookback_window: 'soon' }],
  ];
  for (const [field, part] of notes) {
    it(`notes by its path that ${JSON.stringify(part)} is not carried over, and writes the file`, async () => {
      const { file, report } = await importStream(cursorOf(part), { from: ['2026-02-01'] });
      assert.ok(file !== undefined);
      assert.ok(report.notes.some(({ path }) => path === `streams.0.incremental_sync.${field}`));
      assert.equal(file.window.start, field === 'start_datetime' ? '2026-01-01T00:00:00Z' : '2026-02-01T00:00:00Z');
    });
  }

  for (const [field, reason] of [
    ['datetime_format', /the format {2}is not known/],
    ['cursor_field', /not a plain name/],
  ] as const) {
    it(`refuses a cursor without ${field}, by its path`, async () => {
      await assertRefused(cursorOf({ [field]: undefined }), `incremental_sync.${field}`, reason);
    });
  }
});
