/** The local Cloud Storage: the JSON API of Google Cloud Storage on one machine. */

export { ApiError } from './api/errors.ts';
export { type ObjectFacts, type StorageOptions, type StorageService, startStorage } from './service.ts';
export type { NotificationListener, StorageNotification } from './state/outbox.ts';
export type { StoreLimits } from './state/store.ts';
