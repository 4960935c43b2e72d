import { type CloudEvent, cloudEvent } from '@google-cloud/functions-framework';
import { warmInstance } from '@penstock/shared/runtime/instance.ts';

const { log } = warmInstance('firestore', process.env);

cloudEvent('firestore', (event: CloudEvent<unknown>) => log.info('received', { id: event.id, type: event.type }));
