/** The entry of the worker's image, for Cloud Run worker pools. */

import { openWorker } from './open-worker.ts';

await openWorker();
