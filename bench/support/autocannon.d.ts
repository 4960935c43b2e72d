declare module 'autocannon' {
  interface Options {
    readonly url: string;
    readonly method: string;
    readonly connections: number;
    readonly duration: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Buffer;
  }
  interface Result {
    readonly requests: { readonly average: number };
    readonly latency: { readonly p99: number };
    readonly non2xx: number;
    readonly errors: number;
    readonly '2xx': number;
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
  }
  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default function autocannon(options: Options): Promise<Result>;
}
