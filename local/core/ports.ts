/** The default ports: those that emulators of Google and of others use. */

export const DEFAULT_PORTS = {
  intake: 8080,
  firestore: 8081,
  loader: 8082,
  puller: 8083,
  sink: 8084,
  pubsub: 8085,
  documents: 8086,
  secrets: 8087,
  scheduler: 8088,
  eventarc: 8089,
  console: 4000,
  storage: 4443,
  bigquery: 9050,
  'bigquery-storage': 9060,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/** Every port chosen by the system: what tests use. */
export const ANY_PORTS = Object.fromEntries(Object.keys(DEFAULT_PORTS).map((name) => [name, 0])) as unknown as Ports;
