export type { Fault, FaultKind, FaultRule } from './faults/faults.ts';
export { Faults } from './faults/faults.ts';
export type { Happening, Service, ServiceName, ServiceOptions } from './service.ts';
