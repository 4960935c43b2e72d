/** Fills a local cloud with messages and objects over bare keep-alive HTTP, and counts what it has of them. */

import { Agent, request } from 'node:http';

export interface Held {
  /** Whole thousands. */
  readonly messages: number;
  readonly objects: number;
}

export class Holding {
  readonly #addresses: Readonly<Record<string, string>>;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #topic = 'v1/projects/demo-penstock/topics/held';
  readonly #subscription = 'v1/projects/demo-penstock/subscriptions/held';

  constructor(addresses: Readonly<Record<string, string>>) {
    this.#addresses = addresses;
  }

  async fill({ messages: count, objects }: Held): Promise<void> {
    await this.#send('pubsub', 'PUT', this.#topic, '{}');
    const subscription = { topic: this.#topic.slice(3), ackDeadlineSeconds: 600 };
    await this.#send('pubsub', 'PUT', this.#subscription, JSON.stringify(subscription));
    const data = Buffer.alloc(200, 'x').toString('base64');
    const messages = JSON.stringify({ messages: Array.from({ length: 1_000 }, () => ({ data })) });
    for (let n = 0; n < count / 1_000; n += 1) await this.#send('pubsub', 'POST', `${this.#topic}:publish`, messages);
    const names = Array.from({ length: objects }, (_, n) => `held/${String(n).padStart(6, '0')}`);
    const lane = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const path = `upload/storage/v1/b/penstock-demo/o?uploadType=media&name=${encodeURIComponent(name)}`;
        await this.#send('storage', 'POST', path, name);
      }
    };
    await Promise.all(Array.from({ length: 32 }, lane));
  }

  /** Takes the messages, and stops at so many. */
  async count(most: Held): Promise<Held> {
    let objects = 0;
    for (let token = ''; ; ) {
      const page = await this.#send('storage', 'GET', `storage/v1/b/penstock-demo/o?prefix=held/&pageToken=${token}`);
      objects += (page.items as unknown[] | undefined)?.length ?? 0;
      if (page.nextPageToken === undefined) break;
      token = String(page.nextPageToken);
    }
    let messages = 0;
    for (;;) {
      const pulled = await this.#send('pubsub', 'POST', `${this.#subscription}:pull`, '{"maxMessages":1000}');
      const received = (pulled.receivedMessages ?? []) as { ackId: string }[];
      if (received.length === 0) break;
      messages += received.length;
      const ackIds = JSON.stringify({ ackIds: received.map(({ ackId }) => ackId) });
      await this.#send('pubsub', 'POST', `${this.#subscription}:acknowledge`, ackIds);
      if (messages >= most.messages) break;
    }
    return { messages, objects };
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(service: string, method: string, path: string, body?: string): Promise<Record<string, unknown>> {
    const [host, port] = (this.#addresses[service] as string).split(':');
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') };
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.#agent, host, port, method, path: `/${path}`, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text) as Record<string, unknown>);
          else reject(new Error(`${method} ${path} was answered ${response.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
