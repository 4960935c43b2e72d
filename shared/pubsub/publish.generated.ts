// Made by tools/wire.ts from @google-cloud/pubsub/build/protos/protos.json. Do not edit.

/** Paths of the methods. */
export const METHODS = {
  publish: '/google.pubsub.v1.Publisher/Publish',
} as const;

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
