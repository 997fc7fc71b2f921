export interface SimRequest {
  readonly method: string;
  /** Without the query, as sent (still percent-encoded). */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Set for a request inside a batch. */
  readonly part?: boolean;
  /** `https://127.0.0.1:3101`, for the links in answers. */
  readonly origin: string;
}

export interface SimResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object becomes JSON. */
  readonly body?: string | Buffer | object;
  /** Nobody hears it: the connection is closed. */
  readonly cut?: true;
  /** What was inside a batch, for the call log. */
  readonly parts?: readonly { readonly method: string; readonly path: string; readonly status: number }[];
}
