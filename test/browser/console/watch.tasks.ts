/** Tasks of watching: health, events, problems, the way of a row. */

import assert from 'node:assert/strict';
import type { World } from '../../support/console.ts';

export function watchTasks(world: () => World): void {
  it('shows that every function answers', async () => {
    const { page, open, accessible, problems } = world();
    await open('/', 'Overview');
    for (const name of ['intake', 'firestore', 'loader', 'puller', 'sink'])
      await page.getByRole('link', { name: `${name} ready` }).waitFor();
    await accessible();
    assert.deepEqual(problems, []);
  });

  it('shows an issue among the latest events without a reload', async () => {
    const { page, open, post } = world();
    await open('/');
    await page.getByText('Connected', { exact: true }).waitFor();
    await post({ issue: 'seen at once' });
    await page
      .getByRole('button', { name: /functions received intake/ })
      .first()
      .waitFor();
  });

  it('narrows the events to those with all the words that are typed', async () => {
    const { holds, page, open, post } = world();
    await open('/events', 'Events');
    await post({ issue: 'narrowed' });
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    await page.getByLabel('Show only').fill('PUBLISHED issues-topic');
    const rows = page.locator('.virtual-row');
    await holds('[...document.querySelectorAll(".virtual-row")].every((row) => row.textContent.includes("published"))');
    assert.ok((await rows.count()) > 0);
    assert.match(page.url(), /show=PUBLISHED/);
  });

  it('pauses the events, counts those that wait, and continues', async () => {
    const { page, open, post } = world();
    await open('/events');
    await post({ issue: 'before the pause' });
    await page.getByRole('grid').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await post({ issue: 'after the pause' });
    await page.getByText(/Paused: [1-9]\d* events? waiting/).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(/shown, the newest first/).waitFor();
  });

  it('opens an event by the keyboard alone and closes it with Escape', async () => {
    const { page, open, post, accessible } = world();
    await open('/events');
    await post({ issue: 'by keyboard' });
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await accessible();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('holds fifty thousand events, and draws no more of them than are in sight', async () => {
    const { page, open, cloud, holds } = world();
    await open('/events');
    await page.getByText('Connected', { exact: true }).waitFor();
    cloud.faults.add({ service: 'storage', method: 'flood', kind: 'slow', times: 0 });
    for (let n = 0; n < 52_000; n += 1) {
      // Each strike is an event. A watcher that falls a megabyte behind is disconnected, so it gets time to read.
      cloud.faults.next('storage', 'flood', `bucket/object-${n}`);
      if (n % 500 === 499) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await page.getByText('bucket/object-51999').waitFor({ timeout: 30_000 });
    const [shown = 0] = ((await page.locator('.lead').textContent()) ?? '').match(/[\d,]+/) ?? [];
    const count = Number(String(shown).replaceAll(',', ''));
    assert.ok(count >= 45_000 && count <= 50_000, `${count} events are held`);
    assert.ok((await page.locator('.virtual-row').count()) < 80);
    await page.getByLabel('Show only').fill('object-51234');
    await page.getByText('bucket/object-51234').waitFor();
    await holds('document.querySelectorAll(".virtual-row").length === 1');
    const heap = (await page.evaluate('performance.memory.usedJSHeapSize')) as number;
    assert.ok(heap < 150_000_000, `${Math.round(heap / 1e6)} MB`);
  });

  it('shows a long error of a function whole, without breaking the list', async () => {
    const { page, open, cloud, resize } = world();
    await resize(375);
    await open('/events');
    await page.getByText('Connected', { exact: true }).waitFor();
    cloud.faults.add({ service: 'storage', method: 'long', kind: 'error', message: 'x', times: 0 });
    cloud.faults.next('storage', 'long', `Error: ${'a very long line of a stack trace '.repeat(40)}the end`);
    const row = page.locator('.virtual-row').filter({ hasText: 'a very long line' });
    await row.waitFor();
    assert.ok(((await row.boundingBox())?.height ?? 0) < 80);
    await row.click();
    await page.getByRole('dialog').getByText('the end').waitFor();
    const [content, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
    assert.ok((content ?? 0) <= (window ?? 0), `${content} in ${window}`);
  });

  it('paints its frame before its code has come', async () => {
    const { page, open, cloud } = world();
    // The code never comes, and the page is there all the same.
    await page.route('**/assets/app.js', (route) => route.abort());
    await page.goto(`http://${cloud.addresses.console}/`);
    await page.getByText('Opening the console…').waitFor();
    assert.notEqual(await page.evaluate('getComputedStyle(document.querySelector(".side")).borderRightStyle'), 'none');
    await page.unroute('**/assets/app.js');
    await open('/', 'Overview');
  });

  it('says that the local cloud is gone, and comes back with it', async () => {
    const { page, open } = world();
    await page.route('**/events', (route) => route.abort());
    await open('/');
    await page.getByText(/Not connected/).waitFor();
    await page.unroute('**/events');
    await page.getByText('Connected', { exact: true }).waitFor();
  });

  it('follows an id that is typed into the search box', async () => {
    const { page, open, post } = world();
    const id = await post({ issue: 'followed' });
    await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type(id);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: id }).waitFor();
    assert.match(page.url(), new RegExp(`/follow\\?id=${id}`));
  });

  it('says what to try where nothing is known of an id', async () => {
    const { page, open } = world();
    await open('/follow?id=INC-UNKNOWN', 'INC-UNKNOWN');
    await page
      .getByRole('alert')
      .getByText(/Nothing is remembered of INC-UNKNOWN/)
      .waitFor();
  });

  it('follows a topic, and draws the stations of its way', async () => {
    const { page, open, post, accessible } = world();
    await post({ issue: 'drawn' });
    await open('/follow?id=issues-topic', 'issues-topic');
    await page.locator('svg.way .station').first().waitFor();
    await page.getByRole('heading', { name: 'Step by step' }).waitFor();
    await accessible();
  });

  it('keeps dark and light apart, and remembers the choice', async () => {
    const { page, open, accessible } = world();
    await open('/');
    await page.getByRole('button', { name: /Theme: auto/ }).click();
    await page.getByRole('button', { name: /Theme: light/ }).click();
    await page.reload();
    await page.getByRole('button', { name: /Theme: dark/ }).waitFor();
    await accessible();
  });

  for (const width of [320, 375, 800]) {
    it(`cuts nothing off at a width of ${width}, however long a name is`, async () => {
      const { page, open, resize, cloud } = world();
      await resize(width);
      await open('/');
      const topic = `long-${'name-'.repeat(30)}`;
      await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/topics/${topic}`, { method: 'PUT' });
      await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/topics/${topic}:publish`, {
        method: 'POST',
        body: JSON.stringify({ messages: [{ data: 'eA==' }] }),
      });
      await page.getByText(topic).first().waitFor({ state: 'attached' });
      const [content, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
      assert.ok((content ?? 0) <= (window ?? 0), `${content} in ${window}`);
    });
  }
}
