/** Tasks of topics and subscriptions. */

import assert from 'node:assert/strict';
import type { ConsoleSuite } from '../../support/console.ts';

export function messageTasks({ task, world }: ConsoleSuite): void {
  /** A topic with one subscription that is pulled, made for one task. */
  async function make(id: string, config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { cloud } = world();
    const at = `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}`;
    await fetch(`${at}/topics/${id}`, { method: 'PUT' });
    await fetch(`${at}/subscriptions/${id}-sub`, {
      method: 'PUT',
      body: JSON.stringify({ topic: `projects/${cloud.projectId}/topics/${id}`, ...config }),
    });
  }
  async function publish(topic: string, ...texts: readonly string[]): Promise<void> {
    const { cloud } = world();
    const messages = texts.map((text) => ({ data: Buffer.from(text).toString('base64') }));
    await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/topics/${topic}:publish`, {
      method: 'POST',
      body: JSON.stringify({ messages }),
    });
  }
  async function pull(subscription: string): Promise<readonly string[]> {
    const { cloud } = world();
    const response = await fetch(
      `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/subscriptions/${subscription}:pull`,
      { method: 'POST', body: JSON.stringify({ maxMessages: 100, returnImmediately: true }) },
    );
    const { receivedMessages = [] } = (await response.json()) as { receivedMessages?: { message: { data: string } }[] };
    return receivedMessages.map(({ message }) => Buffer.from(message.data, 'base64').toString());
  }

  task('publishes a message by hand and finds it where it waits', async ({ page, open, accessible }) => {
    await make('by-hand');
    await open('/topics', 'Topics');
    await page.getByRole('link', { name: 'by-hand', exact: true }).click();
    await page.getByLabel('Data').fill('{"hello":"world"}');
    await page.getByLabel('Attributes').fill('colour=blue\nsize=large');
    await page.getByLabel('Copies').fill('3');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('3 messages published to by-hand.').waitFor();
    await accessible();
    await page.getByRole('link', { name: 'by-hand-sub' }).click();
    await page.getByText('3 messages waiting, 0 out with a client').waitFor();
    await page.getByRole('button', { name: '{"hello":"world"}' }).first().click();
    await page.getByRole('dialog').getByText('blue').waitFor();
  });

  task('looks at messages without taking them from anyone', async ({ page, open }) => {
    await make('peeked');
    await publish('peeked', 'first', 'second');
    await open('/subscriptions/peeked-sub', 'peeked-sub');
    await page.getByRole('button', { name: 'second' }).waitFor();
    assert.deepEqual(await pull('peeked-sub'), ['first', 'second']);
    await page.getByText('2 messages waiting, 2 out with a client').waitFor();
  });

  task('acknowledges one poison message and leaves the others', async ({ page, open }) => {
    await make('poisoned');
    await publish('poisoned', 'good', 'poison', 'fine');
    await open('/subscriptions/poisoned-sub');
    const row = page.getByRole('row', { name: /poison$|poison / }).filter({ hasText: 'poison' });
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Acknowledge 1' }).click();
    await page.getByText('1 message acknowledged.').waitFor();
    await page.getByText('2 messages waiting').waitFor();
    assert.deepEqual(await pull('poisoned-sub'), ['good', 'fine']);
  });

  task('purges a subscription after it asked', async ({ page, open }) => {
    await make('full');
    await publish('full', ...Array.from({ length: 40 }, (_, at) => `m${at}`));
    await open('/subscriptions/full-sub');
    await page.getByText('40 messages waiting').waitFor();
    await page.getByRole('button', { name: 'Purge' }).click();
    await page.getByRole('button', { name: 'Purge it' }).click();
    await page.getByText('No message waits here.').waitFor();
  });

  task('seeks back to a time, so that retained messages come again', async ({ page, open }) => {
    await make('sought', { retainAckedMessages: true });
    await publish('sought', 'again');
    await open('/subscriptions/sought-sub');
    await page.getByRole('row', { name: /again/ }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Acknowledge 1' }).click();
    await page.getByText('No message waits here.').waitFor();
    await page.getByRole('textbox', { name: 'Time' }).fill(new Date(Date.now() - 60_000).toISOString());
    await page.getByRole('button', { name: 'Seek' }).click();
    await page.getByRole('button', { name: 'again', exact: true }).waitFor();
  });

  task('sends dead letters back to where they came from', async ({ page, open, cloud }) => {
    const project = `projects/${cloud.projectId}`;
    await make('letters');
    await make('source', {
      deadLetterPolicy: { deadLetterTopic: `${project}/topics/letters`, maxDeliveryAttempts: 5 },
      ackDeadlineSeconds: 10,
    });
    const at = `http://${cloud.addresses.pubsub}/v1/${project}`;
    await fetch(`${at}/topics/letters:publish`, {
      method: 'POST',
      body: JSON.stringify({
        messages: [
          {
            data: Buffer.from('try me again').toString('base64'),
            attributes: {
              CloudPubSubDeadLetterSourceSubscription: 'source-sub',
              CloudPubSubDeadLetterSourceSubscriptionProject: cloud.projectId,
              colour: 'blue',
            },
          },
        ],
      }),
    });
    await open('/subscriptions/letters-sub');
    await page.getByRole('button', { name: 'try me again' }).waitFor();
    await page.getByRole('button', { name: 'Send 1 message again' }).click();
    await page.getByText('1 message sent again.').waitFor();
    await page.getByText('No message waits here.').waitFor();
    await open('/subscriptions/source-sub');
    await page.getByRole('button', { name: 'try me again' }).click();
    const box = page.getByRole('dialog');
    await box.getByText('blue').waitFor();
    assert.equal(await box.getByText('CloudPubSubDeadLetterSourceSubscription').count(), 0);
  });

  task('makes a topic and a subscription, and deletes them', async ({ page, open }) => {
    await open('/topics');
    await page.getByRole('textbox', { name: 'Name' }).fill('fresh-topic');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('link', { name: 'fresh-topic' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('fresh-sub');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('link', { name: 'fresh-sub' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('fresh-sub is deleted.').waitFor();
    await open('/topics/fresh-topic', 'fresh-topic');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('fresh-topic is deleted.').waitFor();
  });
}
