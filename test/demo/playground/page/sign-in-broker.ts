/** What the pane's sign-in library asks of Outlook (msal-browser, "BridgeProxy"). */
export interface BrokerRequest {
  readonly messageType: 'NestedAppAuthRequest';
  readonly method: 'GetInitContext' | 'GetToken' | 'GetTokenPopup';
  readonly requestId: string;
  readonly tokenParams?: { readonly scope?: string };
}

export const isBrokerRequest = (message: unknown): message is BrokerRequest =>
  (message as { readonly messageType?: unknown } | null)?.messageType === 'NestedAppAuthRequest';

/** Outlook's broker: the person of the open mailbox is signed in already, so it gives their token without a window. */
export async function brokerAnswer(request: BrokerRequest, email: string): Promise<object> {
  const { requestId, method, tokenParams } = request;
  const said = { messageType: 'NestedAppAuthResponse', requestId };
  const account = accountOf(email);
  if (method === 'GetInitContext')
    return {
      ...said,
      success: true,
      initContext: { capabilities: {}, sdkName: 'playground', sdkVersion: '1', accountContext: account },
    };
  const answer = await fetch(`/sign-in/token?user=${encodeURIComponent(email)}`, { headers: { 'x-playground': '1' } });
  if (!answer.ok)
    return { ...said, success: false, error: { status: 'NO_NETWORK', code: String(answer.status), description: '' } };
  const { access_token: accessToken, expires_in: seconds } = (await answer.json()) as {
    readonly access_token: string;
    readonly expires_in: number;
  };
  const idToken = idTokenOf(email);
  const token = { access_token: accessToken, expires_in: seconds, id_token: idToken, scope: tokenParams?.scope ?? '' };
  return { ...said, success: true, token: { ...token, properties: null }, account: { ...account, idToken } };
}

const accountOf = (email: string) => ({
  environment: 'login.microsoftonline.com',
  homeAccountId: `${email}.playground`,
  localAccountId: email,
  tenantId: 'playground',
  username: email,
});

/** Of which the library reads who it is; nobody verifies or sends it. */
function idTokenOf(email: string): string {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  const claims = {
    aud: 'playground',
    iss: 'https://login.microsoftonline.com/playground/v2.0',
    oid: email,
    tid: 'playground',
    sub: email,
    ver: '2.0',
    preferred_username: email,
    exp: Math.floor(Date.now() / 1000) + 3600,
  };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.x`;
}
