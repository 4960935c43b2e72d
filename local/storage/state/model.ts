/** The state of the service: plain, readonly, and written to the journal as it is. Times are milliseconds since the epoch. */

/** A reference to content; only the content store can read it. */
export type BlobRef = string;

/** The settings of an object that a writer may choose; the service sets all others. */
export interface ObjectSettings {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
  readonly customTime?: string;
  readonly temporaryHold?: boolean;
  readonly eventBasedHold?: boolean;
  readonly storageClass?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Content {
  readonly blob: BlobRef;
  readonly size: number;
  /** Base64 of the big-endian checksum, as the API shows it. */
  readonly crc32c: string;
  /** A composed object has none. */
  readonly md5?: string;
}

export interface ObjectVersion extends Content {
  readonly bucket: string;
  readonly name: string;
  readonly generation: number;
  readonly metageneration: number;
  readonly created: number;
  readonly updated: number;
  readonly classUpdated: number;
  readonly settings: ObjectSettings;
  readonly componentCount?: number;
  /** Set when the version is no longer the live one. */
  readonly deleted?: number;
}

export interface BucketRecord {
  readonly name: string;
  readonly project: string;
  readonly created: number;
  readonly updated: number;
  readonly generation: number;
  readonly metageneration: number;
  readonly location: string;
  readonly storageClass: string;
  readonly versioning: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Lifecycle, CORS and the like: kept and given back, not acted on. */
  readonly extras: Readonly<Record<string, unknown>>;
  readonly nextNotificationId: number;
  /** The IAM policy that was set; absent until one is. */
  readonly policy?: Policy;
}

export interface Policy {
  readonly version: 1 | 3;
  readonly bindings: readonly Binding[];
}

export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: Readonly<Record<string, unknown>>;
}

export const EVENT_TYPES = ['OBJECT_FINALIZE', 'OBJECT_METADATA_UPDATE', 'OBJECT_DELETE', 'OBJECT_ARCHIVE'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface NotificationConfig {
  readonly bucket: string;
  readonly id: string;
  /** `//pubsub.googleapis.com/projects/P/topics/T` */
  readonly topic: string;
  readonly eventTypes?: readonly EventType[];
  readonly payloadFormat: 'JSON_API_V1' | 'NONE';
  readonly objectNamePrefix?: string;
  readonly customAttributes: Readonly<Record<string, string>>;
}

/** The conditions of one request, as `rules/preconditions.ts` reads them. */
export interface Conditions {
  readonly generationMatch?: number;
  readonly generationNotMatch?: number;
  readonly metagenerationMatch?: number;
  readonly metagenerationNotMatch?: number;
  readonly etagMatch?: readonly string[];
  readonly etagNotMatch?: readonly string[];
}

export interface ExpectedHashes {
  readonly crc32c?: string;
  readonly md5?: string;
}

/** A resumable upload that has begun. */
export interface UploadSession {
  readonly id: string;
  readonly bucket: string;
  readonly name: string;
  readonly settings: ObjectSettings;
  readonly conditions: Conditions;
  readonly expected: ExpectedHashes;
  readonly total?: number;
  readonly blob: BlobRef;
  readonly created: number;
}

/** The result of an ended session, so that a repeated request gets the same answer. */
export interface EndedSession {
  readonly id: string;
  readonly ended: number;
  readonly bucket: string;
  readonly name: string;
  /** Absent when it was cancelled. */
  readonly generation?: number;
}

/** A change of an object that a listener may have to be told of. */
export interface ObjectEvent {
  readonly id: string;
  readonly type: EventType;
  readonly time: number;
  readonly version: ObjectVersion;
  readonly overwroteGeneration?: number;
  readonly overwrittenByGeneration?: number;
  /** Ids of the notification configs that wanted it when it happened; `''` stands for the event bus. */
  readonly wanted: readonly string[];
}

/** One step of change. A list of them is applied and journaled as one. */
export type Change =
  | { readonly op: 'bucket'; readonly bucket: BucketRecord }
  | { readonly op: 'drop-bucket'; readonly name: string }
  | { readonly op: 'object'; readonly version: ObjectVersion }
  | { readonly op: 'drop-object'; readonly bucket: string; readonly name: string; readonly generation: number }
  | { readonly op: 'notification'; readonly config: NotificationConfig }
  | { readonly op: 'drop-notification'; readonly bucket: string; readonly id: string }
  | { readonly op: 'session'; readonly session: UploadSession }
  | { readonly op: 'end-session'; readonly ended: EndedSession }
  | { readonly op: 'forget-session'; readonly id: string }
  | { readonly op: 'event'; readonly event: ObjectEvent }
  | { readonly op: 'told'; readonly ids: readonly string[] }
  | { readonly op: 'clock'; readonly generation: number };
