import type { SimulatorContext } from '../kit/context.ts';
import { GraphError } from './errors.ts';

const WINDOW_MS = 600_000;

/** graph.md 1.11: requests per app and mailbox in ten minutes, and at a time. Concerns the app alone. */
export class Throttle {
  private readonly context: SimulatorContext;
  private readonly windows = new Map<string, { readonly began: number; count: number }>();
  private readonly inFlight = new Map<string, number>();

  constructor(context: SimulatorContext) {
    this.context = context;
  }

  async run<T>(user: string, app: boolean, work: () => Promise<T>): Promise<T> {
    const { switches } = this.context;
    const latency = Number(switches.get('graph.latencyMs'));
    if (!app) return work();
    this.count(user, Number(switches.get('graph.requestsPerTenMinutes')));
    const busy = this.inFlight.get(user) ?? 0;
    if (busy >= Number(switches.get('graph.concurrency')))
      throw new GraphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', {
        'Retry-After': '1',
      });
    this.inFlight.set(user, busy + 1);
    try {
      if (latency > 0) await new Promise((wake) => setTimeout(wake, latency));
      return await work();
    } finally {
      this.inFlight.set(user, (this.inFlight.get(user) ?? 1) - 1);
    }
  }

  private count(user: string, most: number): void {
    const now = this.context.clock.now();
    let window = this.windows.get(user);
    if (window === undefined || now - window.began >= WINDOW_MS) {
      window = { began: now, count: 0 };
      this.windows.set(user, window);
    }
    window.count += 1;
    if (most === 0 || window.count <= most) return;
    const wait = Math.max(0.001, (window.began + WINDOW_MS - now) / 1000);
    throw new GraphError(429, 'TooManyRequests', 'Please retry again later.', { 'Retry-After': wait.toFixed(3) });
  }

  reset(): void {
    this.windows.clear();
  }
}
