/** The local cloud as a library: `startLocalCloud(options)` gives addresses, faults and `close()`. */

export type { IdleOptions, LocalCloud, LocalCloudOptions, SuiteFunction } from './cloud.ts';
export { startLocalCloud } from './cloud.ts';
export type { Fault, FaultKind, FaultRule } from './faults/faults.ts';
export { Faults } from './faults/faults.ts';
export { ANY_PORTS, DEFAULT_PORTS, type PortName, type Ports } from './ports.ts';
export type { Resources } from './resources.ts';
export type { Happening, Service, ServiceName, ServiceOptions } from './service.ts';
