/** The local cloud as a library: `startLocalCloud(options)` gives addresses, faults and `close()`. */

export type { IdleOptions, LocalCloud, LocalCloudOptions, SuiteFunction } from './cloud.ts';
export { startLocalCloud } from './cloud.ts';
export type { Fault, FaultKind, FaultRule } from './core/faults/faults.ts';
export { Faults } from './core/faults/faults.ts';
export { ANY_PORTS, DEFAULT_PORTS, type PortName, type Ports } from './core/ports.ts';
export type { Resources } from './core/resources.ts';
export type { Happening, Service, ServiceName, ServiceOptions } from './core/service.ts';
