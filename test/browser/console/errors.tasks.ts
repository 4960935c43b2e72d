/** Tasks of error records and dead letters. */

import assert from 'node:assert/strict';
import type { ConsoleSuite, World } from '../../support/console.ts';

interface Letter {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export function errorTasks({ task }: ConsoleSuite): void {
  /** Topics for one task: `<id>-errors` has these records, `<id>-target` takes what is sent again. */
  async function reject({ cloud }: World, id: string, letters: readonly Letter[]): Promise<void> {
    const project = `projects/${cloud.projectId}`;
    const at = `http://${cloud.addresses.pubsub}/v1/${project}`;
    for (const topic of [`${id}-errors`, `${id}-target`]) {
      await fetch(`${at}/topics/${topic}`, { method: 'PUT' });
      const body = JSON.stringify({ topic: `${project}/topics/${topic}` });
      await fetch(`${at}/subscriptions/${topic}-sub`, { method: 'PUT', body });
    }
    const messages = letters.map(({ text, attributes }) => ({
      data: Buffer.from(text).toString('base64'),
      attributes,
    }));
    await fetch(`${at}/topics/${id}-errors:publish`, { method: 'POST', body: JSON.stringify({ messages }) });
  }
  async function pulled({ cloud }: World, id: string): Promise<readonly string[]> {
    const at = `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/subscriptions/${id}-target-sub:pull`;
    const body = JSON.stringify({ maxMessages: 100, returnImmediately: true });
    const response = await fetch(at, { method: 'POST', body });
    const { receivedMessages = [] } = (await response.json()) as {
      receivedMessages?: { message: { data: string; attributes?: Record<string, string> } }[];
    };
    return receivedMessages.map(
      ({ message: { data, attributes = {} } }) => `${Buffer.from(data, 'base64')} ${JSON.stringify(attributes)}`,
    );
  }
  const record = (text: string, reason: string): Letter => ({
    text,
    attributes: { error_type: 'sending', error_reason: reason, error_message: 'refused', colour: 'blue' },
  });

  task('counts error records by their reason, then sends those of one reason again', async (world) => {
    const { page, open, accessible } = world;
    await reject(world, 'reasons', [
      record('long', 'TOO_LONG'),
      record('other', 'OTHER'),
      record('longer', 'TOO_LONG'),
    ]);
    await open('/errors?from=reasons-errors-sub', 'Errors');
    await page.getByText('What waits: 3 messages').waitFor();
    await page.getByLabel('To the topic').fill('reasons-target');
    await page.getByRole('button', { name: 'Only these: TOO_LONG' }).click();
    await page.getByRole('button', { name: 'Count' }).click();
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('Would be sent').waitFor({ timeout: 30_000 });
    assert.match((await result.textContent()) ?? '', /Read3Would be sent2Stay, because the filter leaves them out1/);
    assert.deepEqual(await pulled(world, 'reasons'), []);
    await page.getByRole('button', { name: 'Send again' }).click();
    await accessible();
    await page.getByRole('button', { name: 'Send them' }).click();
    await result.getByText('Sent', { exact: true }).waitFor({ timeout: 30_000 });
    assert.deepEqual((await pulled(world, 'reasons')).toSorted(), [
      'long {"colour":"blue"}',
      'longer {"colour":"blue"}',
    ]);
    await page.getByText('What waits: 1 message').waitFor();
  });

  task('sends dead letters again without what Pub/Sub added to them', async (world) => {
    const { page, open } = world;
    const attributes = { CloudPubSubDeadLetterSourceSubscription: 'issues-sink', colour: 'red' };
    await reject(world, 'dead', [{ text: 'dead', attributes }]);
    await open('/subscriptions/dead-errors-sub', 'dead-errors-sub');
    await page.getByRole('link', { name: 'All, with a filter' }).click();
    await page.getByLabel('To the topic').fill('dead-target');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Send them' }).click();
    await page.getByRole('region', { name: 'Result' }).getByText('Sent', { exact: true }).waitFor({ timeout: 30_000 });
    assert.deepEqual(await pulled(world, 'dead'), ['dead {"colour":"red"}']);
  });

  task('says what is wrong with a filter, and why a redrive could not be done', async (world) => {
    const { page, open } = world;
    await open('/errors', 'Errors');
    await page.getByLabel('From').fill('gs://no-such-bucket/errors/');
    await page.getByLabel('To the topic').fill('issues-topic');
    await page.getByLabel('Only records with').fill('TOO_LONG');
    await page.getByText('TOO_LONG is not name=value without commas.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Count' }).isDisabled());
    await page.getByLabel('Only records with').fill('error_reason=TOO_LONG');
    await page.getByRole('button', { name: 'Count' }).click();
    await page
      .getByRole('alert')
      .getByText(/no-such-bucket|bucket does not exist/i)
      .waitFor({ timeout: 30_000 });
  });

  task('stops a redrive that is under way, and shows how far it has come', async (world) => {
    const { page, open, cloud } = world;
    await reject(
      world,
      'stopped',
      Array.from({ length: 1_000 }, (_, at) => record(`m${at}`, 'OTHER')),
    );
    cloud.faults.add({ service: 'pubsub', method: 'Pull', kind: 'slow', delayMs: 1_500, times: 0, skip: 1 });
    await open('/errors?from=stopped-errors-sub');
    await page.getByLabel('To the topic').fill('stopped-target');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Send them' }).click();
    await page.getByText(/Sending: [1-9]\d* read, \d+ sent/).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/Stopped: what was sent is settled/).waitFor();
  });
}
