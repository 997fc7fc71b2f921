export interface LoggedCall {
  readonly service: string;
  readonly user: string | undefined;
  /** ISO 8601, the simulators' clock. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly parts?: readonly { readonly method: string; readonly path: string; readonly status: number }[];
}

const KEPT = 200_000;

/** The product's own calls, newest last. Status 0: the connection was cut. */
export class CallLog {
  private calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.calls.push(call);
    if (this.calls.length > KEPT * 1.1) this.calls = this.calls.slice(-KEPT);
  }

  list(service?: string): LoggedCall[] {
    return service === undefined ? [...this.calls] : this.calls.filter((call) => call.service === service);
  }

  clear(): void {
    this.calls = [];
  }
}
