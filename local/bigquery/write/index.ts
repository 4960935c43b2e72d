/** The Storage APIs of the local BigQuery, writing and reading: one gRPC server over the warehouse's engine and catalog. */

import { makeGates } from '../../core/grpc/gate.ts';
import type { Service, ServiceOptions } from '../../core/service.ts';
import type { AppendRow } from '../../googlesql/host.ts';
import type { Catalog } from '../catalog.ts';
import type { Engine } from '../engine.ts';
import type { History } from '../history/history.ts';
import type { Reading } from '../read/open-session.ts';
import { addReadService } from '../read/service.ts';
import { Committer } from './committer.ts';
import type { CompileDefault } from './defaults.ts';
import { StaleCounts } from './faults.ts';
import { InFlight } from './in-flight.ts';
import { type SocketGrpcServer, startSocketGrpcServer } from './listener.ts';
import { loadProtos } from './protos.ts';
import { addServices } from './service.ts';
import { Streams } from './streams.ts';
import { sweep, sweepHourly } from './sweep.ts';
import { AppendTimeline } from './timeline.ts';

export interface StorageWriteLimits {
  /** 10 MB by default; Google is moving to 20 MB (write-api.md, Limits). */
  readonly maxRequestBytes: number;
  /** The memory that all requests under way may take, by estimate (`in-flight.ts`), before the clients are made to wait. */
  readonly maxInFlightBytes: number;
  /** A connection without requests for so long is closed. */
  readonly idleMs: number;
  /** The time after a reconnect in which the `stale` fault may report a stream that is too short. */
  readonly staleMs: number;
  readonly maxConcurrentStreams: number;
  /** The delay between a change of a table's schema and the news to connections. */
  readonly schemaDelayMs: number;
}

export const STORAGE_WRITE_LIMITS: StorageWriteLimits = {
  maxRequestBytes: 20 * 1024 * 1024,
  maxInFlightBytes: 256 * 1024 * 1024,
  idleMs: 600_000,
  staleMs: 5000,
  maxConcurrentStreams: 100,
  schemaDelayMs: 0,
};

export interface StorageWriteOptions extends ServiceOptions {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly history: History;
  /** GoogleSQL text of a column's default to DuckDB text. */
  readonly compileDefault: CompileDefault;
  readonly limits?: Partial<StorageWriteLimits>;
  /** The warehouse behind the Storage Read service of the same port; without it there is no such service. */
  readonly reading?: Reading;
}

export interface StorageWriteService extends Service {
  /** The project's append requests by minute. */
  appends(projectId: string): readonly AppendRow[];
}

/**
 * Beyond the API's own limit a request is still read, so that it can be refused by name on a connection that stays open:
 * as far as the service was seen to do so (19,923,131 bytes, write-api.md, Errors), and some more.
 */
const READ_HEADROOM_BYTES = 16 * 1024 * 1024;

export async function startStorageWrite(options: StorageWriteOptions): Promise<StorageWriteService> {
  const { engine, catalog, history, compileDefault, faults, report, now } = options;
  const limits = { ...STORAGE_WRITE_LIMITS, ...options.limits };
  const protos = loadProtos();
  const streams = new Streams();
  await engine.write((connection) => streams.load(connection));
  await sweep({ engine, catalog, history, streams, now });
  const timeline = new AppendTimeline(streams, now);
  const gates = makeGates();
  const committer = new Committer({ engine, catalog, history, streams, compileDefault, now });
  let sockets: SocketGrpcServer | undefined;
  let reads: ReturnType<typeof addReadService> | undefined;
  sockets = await startSocketGrpcServer(
    {
      host: options.host,
      port: options.port,
      maxReceiveBytes: limits.maxRequestBytes + READ_HEADROOM_BYTES,
      options: {
        'grpc.max_concurrent_streams': limits.maxConcurrentStreams,
        interceptors: [gates.interceptor],
      },
    },
    (server) => {
      const { reading } = options;
      if (reading !== undefined)
        reads = addReadService(server, { reading, protos, faults, report, sockets: () => sockets });
      addServices(server, {
        protos,
        faults,
        methods: { engine, catalog, history, streams, now },
        gates,
        connection: {
          inFlight: new InFlight(limits.maxInFlightBytes),
          catalog,
          streams,
          committer,
          stale: new StaleCounts(streams),
          timeline,
          protos,
          faults,
          report,
          now,
          ...limits,
        },
        sockets: () => sockets,
      });
    },
  );
  const { address, close } = sockets;
  const sweeping = sweepHourly({ engine, catalog, history, streams, now });
  return {
    name: 'bigquery-storage',
    address,
    appends: (projectId) => timeline.list(projectId),
    close: async () => {
      sweeping.stop();
      await close();
      await reads?.close();
      await committer.idle();
    },
  };
}
