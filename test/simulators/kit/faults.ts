import type { SimRequest } from './message.ts';
import { ControlError } from './control-error.ts';
import { Holds } from './holds.ts';

export type Effect =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  | { readonly kind: 'drop-before' | 'drop-after' | 'half' | 'expire-cursors' | 'empty-page' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Waits for `POST /faults/release`; beyond the contract of DEMO.md. */
  | { readonly kind: 'hold'; readonly when: 'before' | 'after' };

interface Fault {
  readonly service: string;
  readonly match: { readonly method?: string; readonly path?: RegExp; readonly user?: string; readonly part: boolean };
  skip: number;
  times: number;
  readonly effect: Effect;
}

const KINDS = ['status', 'drop-before', 'drop-after', 'delay', 'half', 'expire-cursors', 'empty-page', 'hold'];
/** `any`: whichever service is called, so that calls can be counted over all of them. */
const SERVICES = ['graph', 'salesforce', 'ews', 'people', 'any'];

/** Faults on demand, for the product's own calls: the first that matches a request takes it. */
export class Faults {
  /** Calls that an effect of the kind `hold` keeps waiting. */
  readonly holds = new Holds();
  private faults: Fault[] = [];

  /** Throws ControlError for a description that is not of the contract's form. */
  add(body: Readonly<Record<string, unknown>>): void {
    const { service, match = {}, skip = 0, times = 1, effect } = body;
    if (typeof service !== 'string' || !SERVICES.includes(service))
      throw new ControlError(`service: one of ${SERVICES.join(', ')}`);
    const kind = (effect as { kind?: unknown } | undefined)?.kind;
    if (typeof kind !== 'string' || !KINDS.includes(kind))
      throw new ControlError(`effect.kind: one of ${KINDS.join(', ')}`);
    const { when } = effect as { when?: unknown };
    if (kind === 'hold' && when !== 'before' && when !== 'after')
      throw new ControlError('effect.when: before or after');
    if (kind === 'hold' && (match as { part?: boolean }).part === true && service !== 'graph')
      throw new ControlError('hold: parts can be held in batches of graph alone, the others are one transaction each');
    if (typeof skip !== 'number' || typeof times !== 'number') throw new ControlError('skip and times are numbers');
    const { method, path, user, part } = match as { method?: string; path?: string; user?: string; part?: boolean };
    let expression: RegExp | undefined;
    try {
      expression = path === undefined ? undefined : new RegExp(path);
    } catch {
      throw new ControlError(`match.path is no regular expression: ${path ?? ''}`);
    }
    this.faults.push({
      service,
      match: {
        ...(method === undefined ? {} : { method: method.toUpperCase() }),
        ...(expression === undefined ? {} : { path: expression }),
        ...(user === undefined ? {} : { user: user.toLowerCase() }),
        part: part === true,
      },
      skip,
      times,
      effect: effect as Effect,
    });
  }

  /** The effect on this request, if any; counts down. */
  take(service: string, request: SimRequest, user: string | undefined): Effect | undefined {
    if (this.faults.length === 0) return undefined;
    const query = request.query.toString();
    const target = query === '' ? request.path : `${request.path}?${decodeURIComponent(query.replace(/\+/g, ' '))}`;
    for (const fault of this.faults) {
      const { match } = fault;
      if (
        (fault.service !== service && fault.service !== 'any') ||
        fault.times <= 0 ||
        match.part !== (request.part === true)
      )
        continue;
      if (match.method !== undefined && match.method !== request.method) continue;
      if (match.path !== undefined && !match.path.test(target)) continue;
      if (match.user !== undefined && match.user !== user?.toLowerCase()) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      return fault.effect;
    }
    return undefined;
  }

  clear(): void {
    this.faults = [];
    this.holds.release('on');
  }
}
