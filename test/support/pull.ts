/** Messages of a subscription over REST, acknowledged as they are read. */

export interface PulledMessage {
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey: string | undefined;
}

interface Pulled {
  readonly ackId: string;
  readonly message: {
    readonly data?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly orderingKey?: string;
  };
}

export async function pullAll(address: string, subscription: string): Promise<readonly PulledMessage[]> {
  const call = async (method: string, body: object): Promise<{ receivedMessages?: readonly Pulled[] }> => {
    const response = await fetch(`http://${address}/v1/${subscription}:${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { receivedMessages?: readonly Pulled[] };
  };
  const found: PulledMessage[] = [];
  for (;;) {
    const { receivedMessages = [] } = await call('pull', { maxMessages: 1_000, returnImmediately: true });
    if (receivedMessages.length === 0) return found;
    await call('acknowledge', { ackIds: receivedMessages.map(({ ackId }) => ackId) });
    for (const { message } of receivedMessages) {
      const { data = '', attributes = {}, orderingKey } = message;
      found.push({ data: Buffer.from(data, 'base64'), attributes, orderingKey });
    }
  }
}
