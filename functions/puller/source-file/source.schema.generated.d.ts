// Made by tools/config-schemas.ts from source.schema.json. Do not edit.
import type { CompiledSchema } from '@penstock/shared/config/schema.ts';

/** A source of the puller. */
export interface Source {
  /** The name, as in ledgers and logs. */
  readonly name: string;
  /** For people. */
  readonly description?: string;
  /** The table for the rows. */
  readonly table: {
    /** dataset.table, or project.dataset.table. */
    readonly name: string;
    /** The message of a .proto that types the rows; without it the table does. */
    readonly message?: string;
    /** Fields that the table does not have. */
    readonly unknownFields?: "reject" | "drop";
    /** Columns that are treated before anything is stored. */
    readonly sensitive?: Readonly<Record<string, "mask" | "hash" | "drop">>;
    /** The secret with the key of hash. */
    readonly hashKey?: string;
  };
  /** Values for {settings.name}. */
  readonly settings?: Readonly<Record<string, string | number | boolean | null | readonly (string | number | boolean | null)[]>>;
  /** Names for {secret.name}, and their versions in Secret Manager. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A TypeScript module in the folder of this file that exports createSource; then nothing of HTTP is set. */
  readonly module?: string;
  /** Further hosts that pages, redirects and downloads may lead to. They get no credentials. */
  readonly hosts?: readonly (string)[];
  /** Further origins that get the credentials. */
  readonly credentialOrigins?: readonly (string)[];
  /** The request of a page. */
  readonly request?: Request;
  /** An export job in place of request. */
  readonly export?: Export;
  /** The credentials. */
  readonly auth?: Auth;
  /** The way to the next page of the listing. */
  readonly paging?: Paging;
  /** The place of the rows in an answer, and the steps that change them. */
  readonly rows?: Rows;
  /** The request is sent for each of these: lists, and rows of other requests. */
  readonly each?: readonly (Level)[];
  /** Rules for answers, before those of HTTP, in order. */
  readonly errors?: readonly (Error)[];
  /** The windows of time that are pulled. */
  readonly window: {
    /** range sends both bounds, since the lower one, feed is newest first, snapshot has none. */
    readonly kind: "range" | "since" | "feed" | "snapshot";
    /** The format of the bounds: rfc3339, epoch-s, epoch-ms, epoch-us, date, or a pattern. */
    readonly format?: string;
    /** The zone of a format that names none. */
    readonly zone?: string;
    /** The smallest step that the source tells apart, where it is coarser than the format's. */
    readonly unit?: string;
    /** The lower bound. */
    readonly from?: {
      /** The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known. */
      readonly bound: "inclusive" | "exclusive" | "whole" | "unknown";
    };
    /** The upper bound. */
    readonly to?: {
      /** The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known. */
      readonly bound: "inclusive" | "exclusive" | "whole" | "unknown";
    };
    /** A request asks for no longer span. */
    readonly step?: string;
    /** The time that a window covers. */
    readonly length: string;
    /** Shifts the windows' starts. */
    readonly offset?: string;
    /** The wait between the end of a window and its first pull. */
    readonly settle?: string;
    /** The time that a request reaches back for rows that came late; needs rows.key and rows.time. */
    readonly overlap?: string;
    /** The age up to which the source still has rows. */
    readonly retention?: string;
    /** The first window's start. */
    readonly start: string;
    /** Windows of one run. */
    readonly maxWindows?: number;
  };
  /** The request budget. */
  readonly rate?: {
    /** Requests in any span of per. */
    readonly requests: number;
    /** The span. */
    readonly per: string;
    /** A header with the requests that are left. */
    readonly remaining?: string;
    /** When they come back. */
    readonly reset?: Wait;
  };
  /** Parents whose pages are fetched side by side. */
  readonly concurrency?: number;
  /** Bounds. A source that passes one fails. */
  readonly limits?: {
    /** The largest answer. */
    readonly wireBytes?: number;
    /** The largest unpacked answer. */
    readonly decodedBytes?: number;
    /** Unpacked bytes for one packed one. */
    readonly ratio?: number;
    /** The most rows of a page. */
    readonly pageRows?: number;
    /** The most parents. */
    readonly parents?: number;
    /** The most keys of a listing. */
    readonly keys?: number;
    /** The longest request. */
    readonly timeout?: string;
    /** Attempts of one request. */
    readonly attempts?: number;
  };
  /** The limits of an append. */
  readonly batch?: {
    /** The most rows of an append. */
    readonly rows?: number;
    /** The most bytes of an append. */
    readonly bytes?: number;
  };
  /** Rows that do not fit the table. */
  readonly rejects?: {
    /** A larger share of rejected rows fails the window. */
    readonly maxShare?: number;
  };
}

export type Path = string | readonly (string)[];

export interface Request {
  /** The URL; https, with placeholders such as {settings.shop}, {parent.id} or {page}. */
  readonly url: string;
  /** The method. */
  readonly method?: "GET" | "POST";
  /** Query parameters; a list sends one several times. */
  readonly query?: Readonly<Record<string, string | number | boolean | null | readonly (string | number | boolean | null)[]>>;
  /** Headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON body; a text that is only a placeholder keeps the type of its value. */
  readonly json?: Readonly<Record<string, unknown>> | readonly (unknown)[];
  /** A form body. */
  readonly form?: Readonly<Record<string, string | number | boolean | null>>;
  /** A body as it is. */
  readonly text?: string;
}

export type Place = {
  readonly in: "query";
  /** The parameter. */
  readonly name: string;
} | {
  readonly in: "header";
  /** The header. */
  readonly name: string;
} | {
  readonly in: "form";
  /** The field of a form body. */
  readonly name: string;
} | {
  readonly in: "json";
  /** The place in the JSON body. */
  readonly at: Path;
} | {
  readonly in: "path";
};

export type Value = {
  readonly from: "body";
  /** The place in the answer. */
  readonly at: Path;
  /** A parameter of the URL that is found there. */
  readonly urlParam?: string;
  /** A regular expression with one group. */
  readonly match?: string;
  /** Added to a whole number. */
  readonly add?: number;
  /** A number of the answer that is added. */
  readonly addAt?: Path;
} | {
  readonly from: "lastRow";
  /** The place in the last row, before its steps. */
  readonly at: Path;
  /** A parameter of the URL that is found there. */
  readonly urlParam?: string;
  /** A regular expression with one group. */
  readonly match?: string;
  /** Added to a whole number. */
  readonly add?: number;
  /** A number of the answer that is added. */
  readonly addAt?: Path;
} | {
  readonly from: "header";
  /** The header. */
  readonly name: string;
  /** A parameter of the URL that is found there. */
  readonly urlParam?: string;
  /** A regular expression with one group. */
  readonly match?: string;
  /** Added to a whole number. */
  readonly add?: number;
} | {
  readonly from: "link";
  /** The relation in the Link header. */
  readonly rel: string;
  /** A parameter of the URL that is found there. */
  readonly urlParam?: string;
};

export type Predicate = {
  readonly all: readonly (Predicate)[];
} | {
  readonly any: readonly (Predicate)[];
} | {
  readonly not: Predicate;
} | {
  readonly at?: Path;
  /** A number of the answer that is added to the one at `at`. */
  readonly addAt?: Path;
  readonly header?: string;
  readonly count?: true;
  readonly row?: Path;
  readonly parent?: string;
  readonly eq?: string | number | boolean | null | {
    readonly at: Path;
  };
  readonly in?: readonly (string | number | boolean | null)[];
  readonly absent?: true;
  readonly empty?: true;
  readonly matches?: string;
  readonly contains?: string;
  readonly lt?: string | number | boolean | null | {
    readonly at: Path;
  };
  readonly le?: string | number | boolean | null | {
    readonly at: Path;
  };
  readonly gt?: string | number | boolean | null | {
    readonly at: Path;
  };
  readonly ge?: string | number | boolean | null | {
    readonly at: Path;
  };
};

/** The only thing that ends a listing. */
export interface End {
  /** The listing ends with a page of fewer rows than size, counted before any filter. */
  readonly shortPage?: boolean;
  /** It ends with a page without rows. */
  readonly emptyPage?: boolean;
  /** It ends where the next value is absent, null or empty. */
  readonly noValue?: boolean;
  /** The source repeats its last page, or its last value, at the end; the repeated rows are not taken again. */
  readonly repeat?: boolean;
  /** It ends where this holds of the answer. */
  readonly when?: Predicate;
}

export type Paging = {
  readonly kind: "none";
} | {
  readonly kind: "page";
  /** The place of the number in the request. */
  readonly in: Place;
  /** The first number. */
  readonly first: number;
  /** Whether the first request sends it. */
  readonly sendFirst: boolean;
  /** The reason why rows do not move between pages. */
  readonly order: {
    /** The parameter of the request that orders the rows. */
    readonly by: string;
  } | {
    /** Why there is no order. */
    readonly none: string;
  };
  readonly end: End;
  /** A listing of more pages fails. */
  readonly maxPages?: number;
  /** A hint, and never the end. */
  readonly total?: {
    /** The place in the answer that has the number of rows. */
    readonly at: Path;
    /** The reaction to another number of rows. */
    readonly mismatch: "fail" | "report";
  };
  /** Rows of a full page. */
  readonly size?: number;
  /** The place of the size in the request. */
  readonly sizeIn?: Place;
  /** Parameters of request.query that only the first request of a listing sends. */
  readonly firstOnly?: readonly (string)[];
  /** Asks for the first page again after the last, and begins anew where its rows have moved. */
  readonly recheck?: boolean;
} | {
  readonly kind: "offset";
  /** The place of the number in the request. */
  readonly in: Place;
  /** The first number. */
  readonly first: number;
  /** Whether the first request sends it. */
  readonly sendFirst: boolean;
  /** The reason why rows do not move between pages. */
  readonly order: {
    /** The parameter of the request that orders the rows. */
    readonly by: string;
  } | {
    /** Why there is no order. */
    readonly none: string;
  };
  /** The step of the offset: the rows received, or size. */
  readonly advance: "rows" | "size";
  readonly end: End;
  /** A listing of more pages fails. */
  readonly maxPages?: number;
  /** A hint, and never the end. */
  readonly total?: {
    /** The place in the answer that has the number of rows. */
    readonly at: Path;
    /** The reaction to another number of rows. */
    readonly mismatch: "fail" | "report";
  };
  /** Rows of a full page. */
  readonly size?: number;
  /** The place of the size in the request. */
  readonly sizeIn?: Place;
  /** Parameters of request.query that only the first request of a listing sends. */
  readonly firstOnly?: readonly (string)[];
  /** Asks for the first page again after the last, and begins anew where its rows have moved. */
  readonly recheck?: boolean;
} | {
  readonly kind: "token";
  /** The place of the token in the request. */
  readonly in: Place;
  /** The place of the next token in the answer. */
  readonly value: Value;
  /** The first token; without it the first request has none. */
  readonly first?: string;
  readonly end: End;
  /** A listing of more pages fails. */
  readonly maxPages?: number;
  /** A hint, and never the end. */
  readonly total?: {
    /** The place in the answer that has the number of rows. */
    readonly at: Path;
    /** The reaction to another number of rows. */
    readonly mismatch: "fail" | "report";
  };
  /** Rows of a full page. */
  readonly size?: number;
  /** The place of the size in the request. */
  readonly sizeIn?: Place;
  /** Parameters of request.query that only the first request of a listing sends. */
  readonly firstOnly?: readonly (string)[];
  /** Asks for the first page again after the last, and begins anew where its rows have moved. */
  readonly recheck?: boolean;
} | {
  readonly kind: "url";
  /** The place of the next URL in the answer. */
  readonly value: Value;
  /** Parameters of the first request that the next URL gets where it does not name them. */
  readonly keep?: readonly (string)[];
  readonly end: End;
  /** A listing of more pages fails. */
  readonly maxPages?: number;
  /** A hint, and never the end. */
  readonly total?: {
    /** The place in the answer that has the number of rows. */
    readonly at: Path;
    /** The reaction to another number of rows. */
    readonly mismatch: "fail" | "report";
  };
  /** Rows of a full page. */
  readonly size?: number;
  /** The place of the size in the request. */
  readonly sizeIn?: Place;
  /** Asks for the first page again after the last, and begins anew where its rows have moved. */
  readonly recheck?: boolean;
};

export interface Time {
  /** The place of the row's own time, before its steps. */
  readonly at: Path;
  /** rfc3339, epoch-s, epoch-ms, epoch-us, date, or patterns such as %Y-%m-%d %H:%M:%S. */
  readonly formats: readonly (string)[];
  /** The zone of formats that name none, such as Europe/Berlin. */
  readonly zone?: string;
}

export type Step = {
  readonly set: Path;
  readonly to: unknown;
} | {
  readonly rename: Path;
  readonly to: Path;
} | {
  readonly remove: Path;
} | {
  readonly keep: readonly (string)[];
} | {
  readonly flatten: Path;
  readonly prefix?: string;
  readonly origin?: "keep" | "remove" | "only";
  readonly clash?: "take" | "leave";
} | {
  readonly keys: "lower" | "snake";
} | {
  readonly text: Path;
};

export interface Rows {
  /** The form of the answer. */
  readonly format?: "json" | "ndjson" | "csv" | "xml";
  /** Only with the format csv. */
  readonly csv?: {
    /** One character. */
    readonly delimiter?: string;
    /** Whether the first record names the columns. */
    readonly header?: true | readonly (string)[];
  };
  /** The row path: data.items, data.*.rows, or empty for the root. A missing path is an error. */
  readonly at: Path;
  /** The kind of value at that place; required with the root. */
  readonly expect?: "list" | "object" | "either";
  /** An answer without the path has zero rows. */
  readonly optional?: boolean;
  /** An answer without a body has zero rows. */
  readonly emptyBody?: boolean;
  /** Fields that prove that a row is one; required with expect: either at the root. */
  readonly require?: {
    readonly all: readonly (string)[];
  } | {
    readonly any: readonly (string)[];
  };
  /** Rows for which it does not hold are dropped and counted. */
  readonly filter?: Predicate;
  /** The mapping, in order. */
  readonly steps?: readonly (Step)[];
  /** The fields that identify a row, after its steps. */
  readonly key?: readonly (Path)[];
  /** Rows whose key came before in the listing. */
  readonly repeats?: "drop" | "keep";
  /** The row's own time. Rows outside of the window are dropped and counted. */
  readonly time?: Time;
}

export interface LevelWindow {
  /** range sends both bounds, since the lower one, feed is newest first, snapshot has none. */
  readonly kind: "range" | "since" | "feed" | "snapshot";
  /** The format of the bounds: rfc3339, epoch-s, epoch-ms, epoch-us, date, or a pattern. */
  readonly format?: string;
  /** The zone of a format that names none. */
  readonly zone?: string;
  /** The smallest step that the source tells apart, where it is coarser than the format's. */
  readonly unit?: string;
  /** The lower bound. */
  readonly from?: {
    /** The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known. */
    readonly bound: "inclusive" | "exclusive" | "whole" | "unknown";
  };
  /** The upper bound. */
  readonly to?: {
    /** The source's reading of this bound: the instant itself is in, is out, its whole unit is in, or it is not known. */
    readonly bound: "inclusive" | "exclusive" | "whole" | "unknown";
  };
  /** A request asks for no longer span. */
  readonly step?: string;
}

export interface Wait {
  /** The place of the value. */
  readonly from: "header" | "body";
  /** The header, or the path. */
  readonly at: Path;
  /** The meaning of the number. */
  readonly as: "seconds" | "minutes" | "epoch-s" | "epoch-ms" | "date";
  /** A regular expression with one group. */
  readonly match?: string;
}

export interface Error {
  /** Statuses; without it every one. */
  readonly status?: readonly (number)[];
  /** The condition on the answer. */
  readonly when?: Predicate;
  /** The reaction. */
  readonly action: "retry" | "wait" | "reauth" | "relist" | "split" | "skip" | "empty" | "fail";
  /** The places of the wait, in the order in which they are read. */
  readonly wait?: readonly (Wait)[];
  /** Said in messages. */
  readonly reason?: string;
}

export type Level = {
  readonly list: readonly (string | number | boolean | null)[] | {
    readonly settings: string;
  };
  /** The placeholder: {parent.name}. */
  readonly as: string;
} | {
  readonly request: Request;
  readonly paging: Paging;
  readonly rows: Rows;
  /** Placeholders {parent.name}, and where the parent row has them. */
  readonly fields: Readonly<Record<string, Path>>;
  readonly errors?: readonly (Error)[];
  readonly window?: LevelWindow;
};

export type Auth = {
  readonly kind: "none";
} | {
  readonly kind: "api-key";
  /** The place of the key in the request. */
  readonly in: "header" | "query";
  /** The header or parameter. */
  readonly name: string;
  /** The key. */
  readonly value: string;
} | {
  readonly kind: "bearer";
  /** The token. */
  readonly token: string;
} | {
  readonly kind: "basic";
  /** The user; a secret, a setting or a text. */
  readonly user: string;
  /** The password: text with {secret.name}, or empty. */
  readonly password: string;
} | {
  readonly kind: "oauth2";
  /** The grant. */
  readonly grant: "client_credentials" | "refresh_token";
  /** The token endpoint. */
  readonly tokenUrl: string;
  /** The client. */
  readonly clientId: string;
  /** Its secret. */
  readonly clientSecret: string;
  /** Only with the grant refresh_token. */
  readonly refreshToken?: string;
  /** Each refresh token is used once, and the next is kept by compare-and-set. */
  readonly singleUse?: boolean;
  /** The place of client and secret in the request. */
  readonly client?: "body" | "basic";
  /** The form of the request. */
  readonly body?: "form" | "json";
  /** The scope. */
  readonly scope?: string;
  /** Further fields. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The place of the token in the answer. */
  readonly tokenAt?: string;
  /** The lifetime of a token if the answer does not give one. */
  readonly lifetime?: string;
  readonly into?: {
    /** The place in the answer. */
    readonly in: "header" | "query";
    /** The header or parameter. */
    readonly name: string;
    /** Before the token, with its blank. */
    readonly prefix?: string;
  };
} | {
  readonly kind: "session";
  /** The login. */
  readonly request: Request;
  /** The place of the token in its answer. */
  readonly token: Value;
  /** The time for which the token is used. */
  readonly lifetime?: string;
  readonly into: {
    /** The place in the answer. */
    readonly in: "header" | "query";
    /** The header or parameter. */
    readonly name: string;
    /** Before the token, with its blank. */
    readonly prefix?: string;
  };
  /** Credentials of the login itself. */
  readonly auth?: Auth;
} | {
  readonly kind: "google-id-token";
  /** The audience of the token. */
  readonly audience: string;
};

export interface Export {
  /** Begins the job. */
  readonly create: Request;
  /** Placeholders {job.name}, and where the answer has them. */
  readonly fields: Readonly<Record<string, Path>>;
  /** Asks after the job. */
  readonly poll: {
    readonly request: Request;
    /** The time between two questions. */
    readonly every?: string;
    /** A job that takes longer fails. */
    readonly atMost?: string;
    /** The place of the status in the answer. */
    readonly status: Path;
    readonly done: readonly (string)[];
    readonly running: readonly (string)[];
    readonly failed: readonly (string)[];
    readonly fields?: Readonly<Record<string, Path>>;
  };
  /** The place of the rows in the answer. */
  readonly download: {
    readonly urls: Path;
  } | {
    readonly request: Request;
    readonly paging: Paging;
  };
}

export declare const sourceSchema: CompiledSchema<Source>;
