import { button, element, Rows, say } from './dom.ts';
import { control, serverProcess } from './services.ts';

interface Trouble {
  readonly text: string;
  readonly what: string;
  readonly faults: readonly object[];
}

const both = (fault: object) => [
  { service: 'graph', ...fault },
  { service: 'salesforce', ...fault },
];

/** What goes wrong in real life, each at the press of a button (the simulators' control, DEMO.md). */
const TROUBLES: readonly Trouble[] = [
  {
    text: 'Throttle',
    what: 'The next three calls to each service are told to come back in a second.',
    faults: both({ times: 3, effect: { kind: 'status', status: 429, headers: { 'Retry-After': '1' } } }),
  },
  {
    text: 'Service down',
    what: 'The next three calls to each service get "503 Service Unavailable".',
    faults: both({ times: 3, effect: { kind: 'status', status: 503 } }),
  },
  {
    text: 'Lose answers',
    what: 'The next two writes to each service are done, but their answers are lost.',
    faults: both({ times: 2, match: { method: 'POST' }, effect: { kind: 'drop-after' } }),
  },
  {
    text: 'Cut the line',
    what: 'The next three calls to each service never arrive.',
    faults: both({ times: 3, effect: { kind: 'drop-before' } }),
  },
  {
    text: 'Half answers',
    what: 'The next two answers of each service stop midway.',
    faults: both({ times: 2, effect: { kind: 'half' } }),
  },
  {
    text: 'Forget cursors',
    what: 'Outlook no longer knows where the last session stopped reading.',
    faults: [{ service: 'graph', times: 1, match: { path: 'delta' }, effect: { kind: 'expire-cursors' } }],
  },
  {
    text: 'Slow',
    what: 'The next ten calls to each service take a second.',
    faults: both({ times: 10, effect: { kind: 'delay', ms: 1000 } }),
  },
];

interface CallRow {
  readonly service: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly parts?: readonly unknown[];
}

const LATEST = 40;

/** Faults to switch on, and the product's calls as they come. */
export class FaultsView {
  readonly view: HTMLElement;
  private readonly list = element('ol', { className: 'calls' });
  private readonly rows = new Rows(this.list);

  constructor() {
    const troubles = TROUBLES.map(({ text, what, faults }) =>
      element(
        'li',
        {},
        button(text, () => this.make(text, faults)),
        element('span', {}, what),
      ),
    );
    this.view = element(
      'section',
      { className: 'faults', label: 'Faults and calls' },
      element('h2', {}, 'Make something go wrong'),
      element('p', {}, 'Then press "Sync now" in the pane and watch: nothing is lost, nothing is doubled.'),
      element(
        'ul',
        { className: 'troubles' },
        ...troubles,
        element(
          'li',
          {},
          button('An hour passes', () => this.pass(3600)),
          element(
            'span',
            {},
            'The clock of Microsoft 365 and Salesforce goes on: tokens end, and relative dates move.',
          ),
        ),
        element(
          'li',
          {},
          button('Kill the server', () => this.kill()),
          element('span', {}, 'Ends it in the middle of whatever it does, and starts it again.'),
        ),
        element(
          'li',
          {},
          button('All well again', () => this.clear(), { className: 'primary' }),
          element('span', {}, 'Takes back every fault that is left.'),
        ),
      ),
      element('h2', {}, 'The product’s calls, the latest first'),
      this.list,
    );
  }

  async refresh(): Promise<void> {
    const { calls } = await control<{ calls: CallRow[] }>('GET', 'calls');
    const numbered = calls.map((call, at) => ({ ...call, key: String(at) })).slice(-LATEST);
    this.rows.show(
      numbered.reverse(),
      ({ key }) => key,
      ({ key }) => key,
      ({ service, method, path, status, ms, parts }) =>
        element(
          'li',
          {},
          element(
            'span',
            { className: status >= 400 || status === 0 ? 'bad' : '' },
            status === 0 ? 'cut' : String(status),
          ),
          ` ${service} ${method} ${path.slice(0, 120)}${parts === undefined ? '' : ` (${parts.length} in one)`} · ${ms} ms`,
        ),
    );
  }

  private async make(text: string, faults: readonly object[]): Promise<void> {
    for (const fault of faults) await control('POST', 'faults', fault);
    say(`${text}: on.`);
  }

  private async pass(advanceSeconds: number): Promise<void> {
    const { now } = await control<{ now: string }>('POST', 'clock', { advanceSeconds });
    say(`It is ${new Date(now).toLocaleString()} there.`);
  }

  private async clear(): Promise<void> {
    await control('DELETE', 'faults');
    say('All well again.');
  }

  private async kill(): Promise<void> {
    await serverProcess('kill');
    say('The server is down. It starts again…');
    await serverProcess('start');
    say('The server runs again.');
  }
}
