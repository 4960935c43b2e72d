// Made by tools/wire.ts from @google-cloud/pubsub/build/protos/protos.json. Do not edit.

import protobuf from 'protobufjs/minimal.js';

/** Paths of the methods. */
export const METHODS = {
  publish: '/google.pubsub.v1.Publisher/Publish',
  streamingPull: '/google.pubsub.v1.Subscriber/StreamingPull',
  acknowledge: '/google.pubsub.v1.Subscriber/Acknowledge',
  modifyAckDeadline: '/google.pubsub.v1.Subscriber/ModifyAckDeadline',
} as const;

/** google.pubsub.v1.PublishRequest */
export interface PublishRequest {
  readonly topic?: string | undefined;
  readonly messages?: readonly PubsubMessage[] | undefined;
}

/** google.pubsub.v1.PublishResponse */
export interface PublishResponse {
  readonly messageIds?: readonly string[] | undefined;
}

/** google.pubsub.v1.PubsubMessage */
export interface PubsubMessage {
  readonly data?: Uint8Array | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly messageId?: string | undefined;
  readonly publishTime?: Timestamp | undefined;
  readonly orderingKey?: string | undefined;
}

/** google.pubsub.v1.StreamingPullRequest */
export interface StreamingPullRequest {
  readonly subscription?: string | undefined;
  readonly ackIds?: readonly string[] | undefined;
  readonly modifyDeadlineSeconds?: readonly number[] | undefined;
  readonly modifyDeadlineAckIds?: readonly string[] | undefined;
  readonly streamAckDeadlineSeconds?: number | undefined;
  readonly clientId?: string | undefined;
  readonly maxOutstandingMessages?: number | undefined;
  readonly maxOutstandingBytes?: number | undefined;
  readonly protocolVersion?: number | undefined;
}

/** google.pubsub.v1.StreamingPullResponse */
export interface StreamingPullResponse {
  readonly receivedMessages?: readonly ReceivedMessage[] | undefined;
  readonly modifyAckDeadlineConfirmation?: Uint8Array | undefined;
  readonly subscriptionProperties?: Uint8Array | undefined;
  readonly acknowledgeConfirmation?: Uint8Array | undefined;
}

/** google.pubsub.v1.ReceivedMessage */
export interface ReceivedMessage {
  readonly ackId?: string | undefined;
  readonly message?: PubsubMessage | undefined;
  readonly deliveryAttempt?: number | undefined;
}

/** google.pubsub.v1.AcknowledgeRequest */
export interface AcknowledgeRequest {
  readonly subscription?: string | undefined;
  readonly ackIds?: readonly string[] | undefined;
}

/** google.pubsub.v1.ModifyAckDeadlineRequest */
export interface ModifyAckDeadlineRequest {
  readonly subscription?: string | undefined;
  readonly ackDeadlineSeconds?: number | undefined;
  readonly ackIds?: readonly string[] | undefined;
}

/** google.protobuf.Timestamp */
export interface Timestamp {
  readonly seconds?: number | undefined;
  readonly nanos?: number | undefined;
}

/** The tags of google.pubsub.v1.PublishRequest: number and wire type. */
export const PUBLISH_REQUEST_TAGS = {
  topic: 10,
  messages: 18,
} as const;

/** The tags of google.pubsub.v1.PublishResponse: number and wire type. */
export const PUBLISH_RESPONSE_TAGS = {
  messageIds: 10,
} as const;

/** The tags of google.pubsub.v1.PubsubMessage: number and wire type. */
export const PUBSUB_MESSAGE_TAGS = {
  data: 10,
  attributes: 18,
  messageId: 26,
  publishTime: 34,
  orderingKey: 42,
} as const;

/** The tags of google.pubsub.v1.StreamingPullRequest: number and wire type. */
export const STREAMING_PULL_REQUEST_TAGS = {
  subscription: 10,
  ackIds: 18,
  modifyDeadlineSeconds: 26,
  modifyDeadlineAckIds: 34,
  streamAckDeadlineSeconds: 40,
  clientId: 50,
  maxOutstandingMessages: 56,
  maxOutstandingBytes: 64,
  protocolVersion: 80,
} as const;

/** The tags of google.pubsub.v1.StreamingPullResponse: number and wire type. */
export const STREAMING_PULL_RESPONSE_TAGS = {
  receivedMessages: 10,
  modifyAckDeadlineConfirmation: 26,
  subscriptionProperties: 34,
  acknowledgeConfirmation: 42,
} as const;

/** The tags of google.pubsub.v1.ReceivedMessage: number and wire type. */
export const RECEIVED_MESSAGE_TAGS = {
  ackId: 10,
  message: 18,
  deliveryAttempt: 24,
} as const;

/** The tags of google.pubsub.v1.AcknowledgeRequest: number and wire type. */
export const ACKNOWLEDGE_REQUEST_TAGS = {
  subscription: 10,
  ackIds: 18,
} as const;

/** The tags of google.pubsub.v1.ModifyAckDeadlineRequest: number and wire type. */
export const MODIFY_ACK_DEADLINE_REQUEST_TAGS = {
  subscription: 10,
  ackDeadlineSeconds: 24,
  ackIds: 34,
} as const;

/** The tags of google.protobuf.Timestamp: number and wire type. */
export const TIMESTAMP_TAGS = {
  seconds: 8,
  nanos: 16,
} as const;

export function encodePublishRequest(message: PublishRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.topic !== undefined) writer.uint32(10).string(message.topic);
  for (const item of message.messages ?? []) encodePubsubMessage(item, writer.uint32(18).fork()).ldelim();
  return writer;
}

export function decodePublishRequest(bytes: Uint8Array): PublishRequest {
  const reader = protobuf.Reader.create(bytes);
  let topic: string | undefined;
  const messages: PubsubMessage[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        topic = reader.string();
        break;
      case 18:
        messages.push(decodePubsubMessage(reader.bytes()));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { topic, messages };
}

export function encodePublishResponse(message: PublishResponse, writer = protobuf.Writer.create()): protobuf.Writer {
  for (const item of message.messageIds ?? []) writer.uint32(10).string(item);
  return writer;
}

export function decodePublishResponse(bytes: Uint8Array): PublishResponse {
  const reader = protobuf.Reader.create(bytes);
  const messageIds: string[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        messageIds.push(reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { messageIds };
}

export function encodePubsubMessage(message: PubsubMessage, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.data !== undefined) writer.uint32(10).bytes(message.data);
  for (const [key, value] of Object.entries(message.attributes ?? {})) {
    writer.uint32(18).fork().uint32(10).string(key);
    writer.uint32(18).string(value);
    writer.ldelim();
  }
  if (message.messageId !== undefined) writer.uint32(26).string(message.messageId);
  if (message.publishTime !== undefined) encodeTimestamp(message.publishTime, writer.uint32(34).fork()).ldelim();
  if (message.orderingKey !== undefined) writer.uint32(42).string(message.orderingKey);
  return writer;
}

export function decodePubsubMessage(bytes: Uint8Array): PubsubMessage {
  const reader = protobuf.Reader.create(bytes);
  let data: Uint8Array | undefined;
  const attributes: Record<string, string> = {};
  let messageId: string | undefined;
  let publishTime: Timestamp | undefined;
  let orderingKey: string | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        data = reader.bytes();
        break;
      case 18:
        entryOf(reader.bytes(), attributes, '', (entry) => entry.string());
        break;
      case 26:
        messageId = reader.string();
        break;
      case 34:
        publishTime = decodeTimestamp(reader.bytes());
        break;
      case 42:
        orderingKey = reader.string();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { data, attributes, messageId, publishTime, orderingKey };
}

export function encodeStreamingPullRequest(message: StreamingPullRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.subscription !== undefined) writer.uint32(10).string(message.subscription);
  for (const item of message.ackIds ?? []) writer.uint32(18).string(item);
  if (message.modifyDeadlineSeconds !== undefined && message.modifyDeadlineSeconds.length > 0) {
    writer.uint32(26).fork();
    for (const item of message.modifyDeadlineSeconds) writer.int32(item);
    writer.ldelim();
  }
  for (const item of message.modifyDeadlineAckIds ?? []) writer.uint32(34).string(item);
  if (message.streamAckDeadlineSeconds !== undefined) writer.uint32(40).int32(message.streamAckDeadlineSeconds);
  if (message.clientId !== undefined) writer.uint32(50).string(message.clientId);
  if (message.maxOutstandingMessages !== undefined) writer.uint32(56).int64(message.maxOutstandingMessages);
  if (message.maxOutstandingBytes !== undefined) writer.uint32(64).int64(message.maxOutstandingBytes);
  if (message.protocolVersion !== undefined) writer.uint32(80).int64(message.protocolVersion);
  return writer;
}

export function decodeStreamingPullRequest(bytes: Uint8Array): StreamingPullRequest {
  const reader = protobuf.Reader.create(bytes);
  let subscription: string | undefined;
  const ackIds: string[] = [];
  const modifyDeadlineSeconds: number[] = [];
  const modifyDeadlineAckIds: string[] = [];
  let streamAckDeadlineSeconds: number | undefined;
  let clientId: string | undefined;
  let maxOutstandingMessages: number | undefined;
  let maxOutstandingBytes: number | undefined;
  let protocolVersion: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        subscription = reader.string();
        break;
      case 18:
        ackIds.push(reader.string());
        break;
      case 26:
        for (const end = reader.uint32() + reader.pos; reader.pos < end; ) modifyDeadlineSeconds.push(reader.int32());
        break;
      case 24:
        modifyDeadlineSeconds.push(reader.int32());
        break;
      case 34:
        modifyDeadlineAckIds.push(reader.string());
        break;
      case 40:
        streamAckDeadlineSeconds = reader.int32();
        break;
      case 50:
        clientId = reader.string();
        break;
      case 56:
        maxOutstandingMessages = Number(reader.int64());
        break;
      case 64:
        maxOutstandingBytes = Number(reader.int64());
        break;
      case 80:
        protocolVersion = Number(reader.int64());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { subscription, ackIds, modifyDeadlineSeconds, modifyDeadlineAckIds, streamAckDeadlineSeconds, clientId, maxOutstandingMessages, maxOutstandingBytes, protocolVersion };
}

export function encodeStreamingPullResponse(message: StreamingPullResponse, writer = protobuf.Writer.create()): protobuf.Writer {
  for (const item of message.receivedMessages ?? []) encodeReceivedMessage(item, writer.uint32(10).fork()).ldelim();
  if (message.modifyAckDeadlineConfirmation !== undefined) writer.uint32(26).bytes(message.modifyAckDeadlineConfirmation);
  if (message.subscriptionProperties !== undefined) writer.uint32(34).bytes(message.subscriptionProperties);
  if (message.acknowledgeConfirmation !== undefined) writer.uint32(42).bytes(message.acknowledgeConfirmation);
  return writer;
}

export function decodeStreamingPullResponse(bytes: Uint8Array): StreamingPullResponse {
  const reader = protobuf.Reader.create(bytes);
  const receivedMessages: ReceivedMessage[] = [];
  let modifyAckDeadlineConfirmation: Uint8Array | undefined;
  let subscriptionProperties: Uint8Array | undefined;
  let acknowledgeConfirmation: Uint8Array | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        receivedMessages.push(decodeReceivedMessage(reader.bytes()));
        break;
      case 26:
        modifyAckDeadlineConfirmation = reader.bytes();
        break;
      case 34:
        subscriptionProperties = reader.bytes();
        break;
      case 42:
        acknowledgeConfirmation = reader.bytes();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { receivedMessages, modifyAckDeadlineConfirmation, subscriptionProperties, acknowledgeConfirmation };
}

export function encodeReceivedMessage(message: ReceivedMessage, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.ackId !== undefined) writer.uint32(10).string(message.ackId);
  if (message.message !== undefined) encodePubsubMessage(message.message, writer.uint32(18).fork()).ldelim();
  if (message.deliveryAttempt !== undefined) writer.uint32(24).int32(message.deliveryAttempt);
  return writer;
}

export function decodeReceivedMessage(bytes: Uint8Array): ReceivedMessage {
  const reader = protobuf.Reader.create(bytes);
  let ackId: string | undefined;
  let message: PubsubMessage | undefined;
  let deliveryAttempt: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        ackId = reader.string();
        break;
      case 18:
        message = decodePubsubMessage(reader.bytes());
        break;
      case 24:
        deliveryAttempt = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { ackId, message, deliveryAttempt };
}

export function encodeAcknowledgeRequest(message: AcknowledgeRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.subscription !== undefined) writer.uint32(10).string(message.subscription);
  for (const item of message.ackIds ?? []) writer.uint32(18).string(item);
  return writer;
}

export function decodeAcknowledgeRequest(bytes: Uint8Array): AcknowledgeRequest {
  const reader = protobuf.Reader.create(bytes);
  let subscription: string | undefined;
  const ackIds: string[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        subscription = reader.string();
        break;
      case 18:
        ackIds.push(reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { subscription, ackIds };
}

export function encodeModifyAckDeadlineRequest(message: ModifyAckDeadlineRequest, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.subscription !== undefined) writer.uint32(10).string(message.subscription);
  if (message.ackDeadlineSeconds !== undefined) writer.uint32(24).int32(message.ackDeadlineSeconds);
  for (const item of message.ackIds ?? []) writer.uint32(34).string(item);
  return writer;
}

export function decodeModifyAckDeadlineRequest(bytes: Uint8Array): ModifyAckDeadlineRequest {
  const reader = protobuf.Reader.create(bytes);
  let subscription: string | undefined;
  let ackDeadlineSeconds: number | undefined;
  const ackIds: string[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 10:
        subscription = reader.string();
        break;
      case 24:
        ackDeadlineSeconds = reader.int32();
        break;
      case 34:
        ackIds.push(reader.string());
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { subscription, ackDeadlineSeconds, ackIds };
}

export function encodeTimestamp(message: Timestamp, writer = protobuf.Writer.create()): protobuf.Writer {
  if (message.seconds !== undefined) writer.uint32(8).int64(message.seconds);
  if (message.nanos !== undefined) writer.uint32(16).int32(message.nanos);
  return writer;
}

export function decodeTimestamp(bytes: Uint8Array): Timestamp {
  const reader = protobuf.Reader.create(bytes);
  let seconds: number | undefined;
  let nanos: number | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
      case 8:
        seconds = Number(reader.int64());
        break;
      case 16:
        nanos = reader.int32();
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return { seconds, nanos };
}

/** One entry of a map: key 1, value 2, either left out where it is the default. */
export function entryOf<T>(
  bytes: Uint8Array,
  into: Record<string, T>,
  fallback: T,
  read: (entry: protobuf.Reader) => T,
): void {
  const entry = protobuf.Reader.create(bytes);
  let key = '';
  let value = fallback;
  while (entry.pos < entry.len) {
    const tag = entry.uint32();
    if (tag === 10) key = entry.string();
    else if (tag >>> 3 === 2) value = read(entry);
    else entry.skipType(tag & 7);
  }
  // As a plain assignment `__proto__` would set the prototype.
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
}
