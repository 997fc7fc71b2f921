/** What a connector can be asked, to be recorded and then played with spoilt answers. Each call runs on a connection of its own. */
export interface ServiceCalls<C> {
  /** The origin of the service itself. */
  readonly service: string;
  readonly open: () => C;
  /** Before each recording: what the calls have to know of the present state. */
  readonly before: (connection: C) => Promise<void>;
  readonly calls: Readonly<Record<string, (connection: C) => Promise<unknown>>>;
}
