/** The events that the local cloud emits, and the attributes by which triggers filter them. */

export interface FilterAttribute {
  readonly attribute: string;
  readonly required?: boolean;
  readonly pathPatternSupported?: boolean;
}

export interface Provider {
  /** The last part of its name, as production names it. */
  readonly id: string;
  readonly displayName: string;
  readonly types: readonly string[];
  readonly attributes: readonly FilterAttribute[];
  /** The content type of its events. */
  readonly contentType: string;
}

const STORAGE = 'google.cloud.storage.object.v1';
const FIRESTORE = 'google.cloud.firestore.document.v1';

/** https://cloud.google.com/eventarc/docs/reference/supported-events, as far as the local cloud emits them. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: 'storage.googleapis.com',
    displayName: 'Cloud Storage',
    types: ['finalized', 'deleted', 'archived', 'metadataUpdated'].map((verb) => `${STORAGE}.${verb}`),
    attributes: [{ attribute: 'bucket', required: true }],
    contentType: 'application/json',
  },
  {
    id: 'firestore.googleapis.com',
    displayName: 'Cloud Firestore',
    types: ['created', 'updated', 'deleted', 'written'].flatMap((verb) => [
      `${FIRESTORE}.${verb}`,
      `${FIRESTORE}.${verb}.withAuthContext`,
    ]),
    attributes: [
      { attribute: 'database', required: true },
      { attribute: 'namespace' },
      { attribute: 'document', pathPatternSupported: true },
    ],
    contentType: 'application/protobuf',
  },
];

export const PUBSUB_TYPE = 'google.cloud.pubsub.topic.v1.messagePublished';

export function providerOf(type: string): Provider | undefined {
  return PROVIDERS.find(({ types }) => types.includes(type));
}
