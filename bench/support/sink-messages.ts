/** Messages of about 1 KB with the twelve columns of `twelve-columns.ts`, as `bench/sink.ts` sends them. */

const WORDS = 'the gate opens and water falls through the pipe to the wheel below '.repeat(12);

/** Between the ids of two messages. */
export const STEP = 1_000_003;

export function messageOf(index: number): string {
  return JSON.stringify({
    name: `customer ${index} of the northern district, account holder`,
    id: index * STEP,
    ratio: index / 7,
    active: index % 2 === 0,
    created_at: new Date(Date.UTC(2026, 2, 1) + index * 61_007).toISOString(),
    day: new Date(Date.UTC(2026, 2, 1) + (index % 1_000) * 86_400_000).toISOString().slice(0, 10),
    price: ((index % 10_000) * 1.25).toFixed(2),
    digest: Buffer.from(`0123456789ab${index}`).toString('base64'),
    payload: {
      kind: 'web',
      number: index,
      ok: true,
      agent: 'Mozilla/5.0 (X11; Linux x86_64)',
      path: `/orders/${index}/items`,
      ms: index % 977,
      geo: { lat: 52.52, lon: 13.405 },
      list: [1, 2, 3, index],
    },
    tags: ['a', 'bb', 'ccc'],
    customer: { id: index, city: index % 5 === 0 ? 'München' : 'Berlin' },
    note: WORDS.slice(index % 60, (index % 60) + 430),
  });
}

/** Not JSON: the kind of invalid message that costs the sink most, because nothing of it is known before it is parsed. */
export function invalidOf(index: number): string {
  return messageOf(index).slice(0, -1);
}
