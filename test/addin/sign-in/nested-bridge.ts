interface Asked {
  readonly messageType: string;
  readonly method: string;
  readonly requestId: string;
  readonly tokenParams?: { readonly scope?: string; readonly forceRefresh?: boolean };
}
type Behaviour = 'gives' | 'needs-interaction' | 'needs-consent' | 'cancelled' | 'hangs' | 'down';

const ACCOUNT = {
  environment: 'login.microsoftonline.com',
  homeAccountId: 'oid.tid',
  localAccountId: 'oid',
  tenantId: 'tid',
  username: 'ada@contoso.example',
};

/** Outlook's broker, as msal-browser speaks to it (`window.nestedAppAuthBridge`). */
export class NestedBridge {
  readonly asked: Asked[] = [];
  silent: Behaviour = 'gives';
  popup: Behaviour = 'gives';
  /** The access token, or who gives it. */
  token: string | (() => Promise<string>) = 'token-1';
  private listener: ((response: { readonly data: string }) => void) | undefined;

  install(): void {
    (globalThis as { nestedAppAuthBridge?: unknown }).nestedAppAuthBridge = {
      addEventListener: (_: 'message', listener: NonNullable<NestedBridge['listener']>) => {
        this.listener = listener;
      },
      removeEventListener: () => undefined,
      postMessage: (text: string) => this.answer(JSON.parse(text) as Asked),
    };
  }

  remove(): void {
    delete (globalThis as { nestedAppAuthBridge?: unknown }).nestedAppAuthBridge;
  }

  private async give(): Promise<string> {
    return typeof this.token === 'string' ? this.token : this.token();
  }

  private answer(asked: Asked): void {
    this.asked.push(asked);
    const { requestId, method } = asked;
    const say = (rest: object) =>
      setTimeout(
        () => this.listener?.({ data: JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId, ...rest }) }),
        5,
      );
    if (method === 'GetInitContext')
      return void say({
        success: true,
        initContext: { capabilities: {}, sdkName: 'test', sdkVersion: '1', accountContext: ACCOUNT },
      });
    const behaviour = method === 'GetToken' ? this.silent : this.popup;
    const failed = (status: string, code = status, description = status) =>
      void say({ success: false, error: { status, code, description } });
    switch (behaviour) {
      case 'hangs':
        return;
      case 'needs-interaction':
        return failed('USER_INTERACTION_REQUIRED');
      case 'needs-consent':
        return failed(
          'USER_INTERACTION_REQUIRED',
          'interaction_required',
          'AADSTS65001: The user or administrator has not consented to use the application.',
        );
      case 'cancelled':
        return failed('USER_CANCEL');
      case 'down':
        return failed('NO_NETWORK');
      case 'gives':
        void this.give().then((token) =>
          say({
            success: true,
            token: {
              access_token: token,
              expires_in: 3600,
              id_token: idToken(),
              scope: asked.tokenParams?.scope ?? '',
              properties: null,
            },
            account: { ...ACCOUNT, idToken: idToken() },
          }),
        );
    }
  }
}

function idToken(): string {
  // Also in a browser, where there is no Buffer.
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  const claims = {
    aud: 'client',
    iss: 'https://login.microsoftonline.com/tid/v2.0',
    oid: 'oid',
    tid: 'tid',
    sub: 's',
    ver: '2.0',
    name: 'Ada',
    preferred_username: 'ada@contoso.example',
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.x`;
}
