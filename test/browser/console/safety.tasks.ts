/** Limits on other sites, and on text that users typed. */

import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { ConsoleSuite } from '../../support/console.ts';

export function safetyTasks({ task, world }: ConsoleSuite): void {
  task('shows names as text, whatever is in them', async ({ page, open, upload, problems }) => {
    await open('/events');
    await upload('penstock-demo', 'notes/<img src=x onerror=alert(1)>.txt', 'x');
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(problems, []);
  });

  task('runs no script that is not its own', async ({ page, open }) => {
    await open('/');
    const ran = await page.evaluate(`(() => {
      try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">'); } catch { return 'refused'; }
      return new Promise((resolve) => setTimeout(() => resolve(window.ran ?? 'not run'), 200));
    })()`);
    assert.equal(ran, 'refused');
  });

  it('changes nothing for a page of another site, nor without the token of this start', async () => {
    const { cloud } = world();
    const status = (method: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
      new Promise((resolve, reject) => {
        const [host, port] = (cloud.addresses.console ?? '').split(':');
        request({ host, port, path, method, headers, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    assert.equal(await status('POST', '/api/faults', {}), 403);
    assert.equal(await status('POST', '/api/faults', { 'x-penstock-token': 'x' }), 403);
    assert.equal(await status('GET', '/api/overview', { 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await status('GET', '/events', { 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await status('GET', '/api/overview', { origin: 'http://evil.example' }), 403);
    assert.equal(await status('GET', '/api/overview', { host: 'evil.example' }), 403);
    assert.equal(await status('GET', '/api/overview', {}), 200);
  });

  it('serves content of users as bytes that no browser runs', async () => {
    const { cloud, upload } = world();
    await upload('penstock-demo', 'page.html', '<script>parent.location</script>');
    const response = await fetch(`http://${cloud.addresses.console}/api/storage/b/penstock-demo/o/page.html?alt=media`);
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.match(response.headers.get('content-security-policy') ?? '', /^sandbox/);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    await response.arrayBuffer();
  });
}
