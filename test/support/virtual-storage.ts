/** Cloud Storage clients whose waits are virtual: time stands still while a request is under way. */

import { openConnection, type StorageConnection } from '@penstock/shared/storage/connection.ts';
import type { VirtualTime } from './virtual-time.ts';

export function connectVirtually(time: VirtualTime, address: string): () => Promise<StorageConnection> {
  return async () => {
    const google = { apiEndpoint: `http://${address}`, customEndpoint: true, authClient: NO_CREDENTIALS };
    const connection = await openConnection('', 64, async () => google);
    return {
      ...connection,
      send: async (request, signal) => {
        const end = time.work();
        try {
          const message = await connection.send(request, signal);
          message.once('close', end);
          return message;
        } catch (error) {
          end();
          throw error;
        }
      },
    };
  };
}

const NO_CREDENTIALS = { getRequestHeaders: async () => new Headers() };
