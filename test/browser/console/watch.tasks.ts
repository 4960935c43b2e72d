/** Tasks of watching: health, events, problems, the way of a row. */

import assert from 'node:assert/strict';
import type { LocalCloud } from '../../../local/cloud.ts';
import type { ConsoleSuite } from '../../support/console.ts';

/** Makes one event that has this text: each strike of a fault is one. */
function happen(cloud: LocalCloud, text: string): void {
  cloud.faults.add({ service: 'storage', method: 'never-called', kind: 'error', message: 'x', times: 1 });
  cloud.faults.next('storage', 'never-called', text);
}

export function watchTasks({ task }: ConsoleSuite): void {
  task('shows that every function answers', async ({ page, open, accessible, problems }) => {
    await open('/', 'Overview');
    for (const name of ['intake', 'firestore', 'loader', 'puller', 'sink'])
      await page.getByRole('link', { name: `${name} ready` }).waitFor();
    await accessible();
    assert.deepEqual(problems, []);
  });

  task('shows an issue among the latest events without a reload', async ({ page, open, post }) => {
    await open('/');
    await page.getByText('Connected', { exact: true }).waitFor();
    await post({ issue: 'seen at once' });
    await page
      .getByRole('button', { name: /functions received intake/ })
      .first()
      .waitFor();
  });

  task('narrows the events to those with all the words that are typed', async ({ holds, page, open, post }) => {
    await open('/events', 'Events');
    await post({ issue: 'narrowed' });
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    await page.getByLabel('Show only').fill('PUBLISHED issues-topic');
    const rows = page.locator('.virtual-row');
    await holds('[...document.querySelectorAll(".virtual-row")].every((row) => row.textContent.includes("published"))');
    assert.ok((await rows.count()) > 0);
    assert.match(page.url(), /show=PUBLISHED/);
  });

  task('pauses the events, counts those that wait, and continues', async ({ page, open, post }) => {
    await open('/events');
    await post({ issue: 'before the pause' });
    await page.getByRole('grid').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await post({ issue: 'after the pause' });
    await page.getByText(/Paused: [1-9]\d* events? waiting/).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(/shown, the newest first/).waitFor();
  });

  task('opens an event by the keyboard alone and closes it with Escape', async ({ page, open, post, accessible }) => {
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

  task(
    'holds fifty thousand events, and draws no more of them than are in sight',
    async ({ page, open, cloud, holds }) => {
      await open('/events');
      await page.getByText('Connected', { exact: true }).waitFor();
      cloud.faults.add({ service: 'storage', method: 'flood', kind: 'slow', times: 0 });
      const only = page.getByLabel('Show only');
      for (let n = 0; n < 52_000; n += 1) {
        // Each strike is an event.
        cloud.faults.next('storage', 'flood', `bucket/object-${n}`);
        if (n % 2_000 !== 1_999) continue;
        // A watcher that falls a megabyte behind is disconnected, so it gets time to read. Other events of the suite may
        // have come later, and only the newest rows are drawn.
        await only.fill(`object-${n}`);
        await page.getByText(`bucket/object-${n}`).waitFor({ timeout: 30_000 });
      }
      await only.fill('');
      await holds('document.querySelectorAll(".virtual-row").length > 1');
      const [shown = 0] = ((await page.locator('.lead').textContent()) ?? '').match(/[\d,]+/) ?? [];
      const count = Number(String(shown).replaceAll(',', ''));
      assert.ok(count >= 45_000 && count <= 50_000, `${count} events are held`);
      assert.ok((await page.locator('.virtual-row').count()) < 80);
      await only.fill('object-51234');
      await page.getByText('bucket/object-51234').waitFor();
      await holds('document.querySelectorAll(".virtual-row").length === 1');
      const heap = (await page.evaluate('performance.memory.usedJSHeapSize')) as number;
      assert.ok(heap < 150_000_000, `${Math.round(heap / 1e6)} MB`);
    },
  );

  task('shows a long error of a function whole, without breaking the list', async ({ page, open, cloud, resize }) => {
    await resize(375);
    await open('/events');
    await page.getByText('Connected', { exact: true }).waitFor();
    happen(cloud, `Error: ${'a very long line of a stack trace '.repeat(40)}the end`);
    const row = page.locator('.virtual-row').filter({ hasText: 'a very long line' });
    await row.waitFor();
    assert.ok(((await row.boundingBox())?.height ?? 0) < 80);
    await row.click();
    await page.getByRole('dialog').getByText('the end').waitFor();
    const [content, window] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as number[];
    assert.ok((content ?? 0) <= (window ?? 0), `${content} in ${window}`);
  });

  task('moves no event away from a pointer that is used, and draws on when it rests', async ({ page, open, cloud }) => {
    await open('/events?show=stillness');
    await page.getByText('Connected', { exact: true }).waitFor();
    happen(cloud, 'stillness older');
    const first = page.locator('.virtual-row').first();
    await first.filter({ hasText: 'older' }).waitFor();
    await first.hover();
    await page.evaluate(`moving = setInterval(() => {
      const move = new PointerEvent('pointermove', { bubbles: true });
      document.querySelector('.virtual-row').dispatchEvent(move);
    }, 50)`);
    await page.waitForTimeout(100);
    happen(cloud, 'stillness newer');
    await page.waitForTimeout(600);
    assert.match((await first.textContent()) ?? '', /older/);
    await page.evaluate('clearInterval(moving)');
    await first.filter({ hasText: 'newer' }).waitFor();
  });

  task('keeps the keyboard on its event when newer ones come', async ({ page, open, cloud }) => {
    await open('/events?show=keyboard-place');
    await page.getByText('Connected', { exact: true }).waitFor();
    happen(cloud, 'keyboard-place older');
    await page.locator('.virtual-row').filter({ hasText: 'older' }).waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    happen(cloud, 'keyboard-place newer');
    await page.locator('.virtual-row').first().filter({ hasText: 'newer' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('older').waitFor();
  });

  task('paints its frame before its code has come', async ({ page, open, cloud }) => {
    // The code never comes, and the page is there all the same.
    await page.route('**/assets/app.js', (route) => route.abort());
    await page.goto(`http://${cloud.addresses.console}/`);
    await page.getByText('Opening the console…').waitFor();
    assert.notEqual(await page.evaluate('getComputedStyle(document.querySelector(".side")).borderRightStyle'), 'none');
    await page.unroute('**/assets/app.js');
    await open('/', 'Overview');
  });

  task('says that the local cloud is gone, and comes back with it', async ({ page, open }) => {
    await page.route('**/events', (route) => route.abort());
    await open('/');
    await page.getByText(/Not connected/).waitFor();
    await page.unroute('**/events');
    await page.getByText('Connected', { exact: true }).waitFor();
  });

  task('follows an id that is typed into the search box', async ({ page, open, post }) => {
    const id = await post({ issue: 'followed' });
    await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type(id);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: id }).waitFor();
    assert.match(page.url(), new RegExp(`/follow\\?id=${id}`));
  });

  task('says what to try where nothing is known of an id', async ({ page, open }) => {
    await open('/follow?id=INC-UNKNOWN', 'INC-UNKNOWN');
    await page
      .getByRole('alert')
      .getByText(/Nothing is remembered of INC-UNKNOWN/)
      .waitFor();
  });

  task('follows a topic, and draws the stations of its way', async ({ page, open, post }) => {
    await post({ issue: 'drawn' });
    await open('/follow?id=issues-topic', 'issues-topic');
    await page.locator('svg.way .station').first().waitFor();
    await page.getByRole('heading', { name: 'Step by step' }).waitFor();
  });

  task('keeps dark and light apart, and remembers the choice', async ({ page, open }) => {
    await open('/');
    await page.getByRole('button', { name: /Theme: auto/ }).click();
    await page.getByRole('button', { name: /Theme: light/ }).click();
    await page.reload();
    await page.getByRole('button', { name: /Theme: dark/ }).waitFor();
  });

  for (const width of [320, 375, 800]) {
    task(`cuts nothing off at a width of ${width}, however long a name is`, async ({ page, open, resize, cloud }) => {
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
