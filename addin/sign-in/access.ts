import { SignInProblem, type SignInProblemKind } from './problem.ts';
import type { SignIn } from './sign-in.ts';
import { signInPath } from './window.ts';

export interface AccessState {
  /** `asking`: nobody is signed in; `asking-again`: somebody was, whose page stays while its calls wait. Only the person can go on. */
  readonly kind: 'looking' | 'signed-in' | 'asking' | 'asking-again';
  /** Why the person is asked. */
  readonly why: SignInProblemKind;
  /** Another number, another person: nothing of the one before may stay on the page. */
  readonly person: number;
}

export interface AccessParts {
  readonly signIn: SignIn;
  /** How a token of this sign-in is sent. */
  readonly headers: (token: string) => Headers;
  /** Who that is, as the server knows them. */
  readonly whoIs: (proof: Headers) => Promise<string>;
  /** Ends what the server keeps of the sign-in. */
  readonly end: (proof: Headers) => Promise<void>;
}

type Headers = Readonly<Record<string, string>>;
export const asBearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

/**
 * The token that every call of the page carries. One that has run out is renewed without asking where that is possible; else the calls wait until the
 * person has signed in again, and are then repeated. They are dropped when it is somebody else who signed in: an act is never done as another person.
 */
export class Access {
  private readonly parts: AccessParts;
  private readonly listeners = new Set<() => void>();
  private state: AccessState = { kind: 'looking', why: 'sign-in-needed', person: 0 };
  /** Of a sample person, who has no sign-in. */
  private given: string | undefined;
  private who: string | undefined;
  private waiting: PromiseWithResolvers<void> | undefined;

  constructor(parts: AccessParts) {
    this.parts = parts;
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly now = (): AccessState => this.state;

  /** Whether signing out, or in as somebody else, is ours to do: Outlook's own sign-in is Outlook's. */
  get leaves(): boolean {
    return this.given !== undefined || this.parts.signIn.kind !== 'nested';
  }

  /** Where the browser goes to sign in; undefined: by `ask`. */
  get page(): string | undefined {
    const { kind, why } = this.state;
    return this.parts.signIn.kind === 'page' && kind === 'asking' ? signInPath({}, why === 'not-allowed') : undefined;
  }

  headers(token: string): Headers {
    return token === this.given ? asBearer(token) : this.parts.headers(token);
  }

  /** For each call. `refused`: the token that the server has just refused. Throws SignInProblem when somebody else signed in meanwhile. */
  async token(refused?: string): Promise<string> {
    const { person } = this.state;
    try {
      const token = await this.silently(refused);
      if (this.state.kind !== 'signed-in') this.signedIn(token);
      return token;
    } catch (error) {
      return this.afterAsking(kindOf(error), person);
    }
  }

  /** The server refuses a token that was made anew for it: only another sign-in helps. */
  async refusedAgain(): Promise<string> {
    return this.afterAsking('refused', this.state.person);
  }

  /** The person's click: signs in. Throws SignInProblem. */
  readonly ask = (): Promise<void> => this.asking(this.parts.signIn.ask);

  /** Where there is another way to sign in, that one. */
  get otherWay(): (() => Promise<void>) | undefined {
    const { otherWay } = this.parts.signIn;
    return otherWay && (() => this.asking(otherWay));
  }

  /** What could not be reached is tried once more, without asking. */
  readonly retry = async (): Promise<void> => {
    try {
      await this.enter(await this.silently());
    } catch (error) {
      this.become({ ...this.state, why: kindOf(error) });
      throw error;
    }
  };

  readonly enterAsSample = async (token: string): Promise<void> => {
    this.given = token;
    await this.enter(token);
  };

  /** Signs out. */
  readonly leave = async (): Promise<void> => {
    await this.parts.end(this.headers(await this.token()));
    this.given = undefined;
    this.who = undefined;
    await this.parts.signIn.forget();
    this.become({ kind: 'asking', why: 'sign-in-needed', person: this.state.person + 1 });
  };

  private async silently(refused?: string): Promise<string> {
    if (this.given === undefined) return this.parts.signIn.getToken(refused);
    if (this.given !== refused) return this.given;
    throw new SignInProblem('sign-in-needed');
  }

  private async afterAsking(why: SignInProblemKind, person: number): Promise<string> {
    const kind = this.state.kind === 'looking' || this.state.kind === 'asking' ? 'asking' : 'asking-again';
    this.waiting ??= Promise.withResolvers();
    this.become({ ...this.state, kind, why });
    await this.waiting.promise;
    if (person !== this.state.person) throw new SignInProblem('cancelled');
    return this.token();
  }

  private async asking(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.given = undefined;
      await this.enter(await this.silently());
    } catch (error) {
      this.become({ ...this.state, why: kindOf(error) });
      throw error;
    }
  }

  private async enter(token: string): Promise<void> {
    const who = await this.parts.whoIs(this.headers(token));
    const another = this.state.kind === 'asking-again' && who !== this.who;
    this.who = who;
    this.become({ kind: 'signed-in', why: 'sign-in-needed', person: this.state.person + (another ? 1 : 0) });
    this.goOn();
  }

  /** Without asking, so it is who it was; asked for once, to be told from who signs in later. */
  private signedIn(token: string): void {
    this.become({ ...this.state, kind: 'signed-in' });
    this.goOn();
    if (this.who === undefined)
      this.parts.whoIs(this.headers(token)).then(
        (who) => (this.who ??= who),
        () => undefined,
      );
  }

  private goOn(): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve();
  }

  private become(state: AccessState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

const kindOf = (error: unknown): SignInProblemKind => (error instanceof SignInProblem ? error.kind : 'unreachable');
