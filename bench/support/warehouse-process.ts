/** A local BigQuery in a process of its own, which tells the processor time that it has used. */

import { startWarehouse } from '../../test/support/warehouse.ts';

const { service } = await startWarehouse({ now: Date.now });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1_000);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ address: service.address, writeAddress: service.writeAddress });
