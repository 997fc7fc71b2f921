import type { SimResponse } from '../kit/message.ts';
import { createSalesforceSimulator } from './simulator.ts';
import { describe, expect, test } from 'vitest';
import {
  VERSION,
  newContext,
  bench,
  ada,
  ben,
  call,
  make,
  control,
  assertion,
  token,
  signIn,
  asRequest,
  useBench,
} from './bench.ts';

useBench('none');

describe('sessions', () => {
  test('an assertion of the product gives a session of two hours, that is the product’s', async () => {
    const { status, body } = await signIn({ aud: 'https://login.salesforce.com' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: bench.url });
    const accessToken = String(body['access_token']);
    const path = `/services/data/v${VERSION}/limits`;
    expect(bench.simulator.identify(asRequest(path, accessToken))).toEqual({ user: ada.email, product: true });
    expect(bench.simulator.identify(asRequest(path, ada.salesforceToken))).toEqual({
      user: ada.email,
      product: false,
    });
    expect((await call('GET', 'limits', undefined, {}, accessToken)).headers.get('sforce-limit-info')).toMatch(
      /^api-usage=\d+\/\d+$/,
    );
    bench.context.clock.advance(7300);
    expect(await call('GET', 'limits', undefined, {}, accessToken)).toMatchObject({
      status: 401,
      body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    });
    expect(bench.simulator.identify(asRequest(path, accessToken))).toBeUndefined();
  });

  test('assertions that are not right', async () => {
    expect(await signIn({ iss: 'other' })).toMatchObject({ status: 400, body: { error: 'invalid_client_id' } });
    expect(await signIn({ aud: 'https://elsewhere.example' })).toMatchObject({
      body: { error_description: 'audience is invalid' },
    });
    expect(await signIn({ seconds: -5 })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await signIn({ seconds: 3600 })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await signIn({ sub: 'nobody@x.example' })).toMatchObject({
      body: { error: 'invalid_grant', error_description: "user hasn't approved this consumer" },
    });
    const [head, claims] = (await assertion({})).split('.');
    const [, , signature] = (await assertion({ sub: ben.salesforceUsername })).split('.');
    const forged = {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${head ?? ''}.${claims ?? ''}.${signature ?? ''}`,
    };
    expect(await token(forged)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'invalid assertion' },
    });
    await control('user', { user: ada.email, active: false });
    expect(await signIn()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await call('GET', 'limits')).status).toBe(401);
  });

  test('code with PKCE, refresh, revoke', async () => {
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const redirect_uri = 'https://product.example/callback';
    const code = async () => {
      const ask = new URLSearchParams({
        client_id: 'client',
        redirect_uri,
        code_challenge: challenge,
        state: 's',
        login_hint: ben.email,
      });
      const page = await fetch(`${bench.url}/services/oauth2/authorize?${ask.toString()}`, { redirect: 'manual' });
      return String(new URL(page.headers.get('location') ?? '').searchParams.get('code'));
    };
    const common = { grant_type: 'authorization_code', client_id: 'client', redirect_uri };
    expect((await token({ ...common, code: await code(), code_verifier: 'wrong' })).status).toBe(400);
    const { body } = await token({ ...common, code: await code(), code_verifier: verifier });
    const refresh = {
      grant_type: 'refresh_token',
      client_id: 'client',
      refresh_token: String(body['refresh_token']),
    };
    const renewed = await token(refresh);
    const info = await call('GET', '/services/oauth2/userinfo', undefined, {}, String(renewed.body['access_token']));
    expect(info.body).toMatchObject({ user_id: ben.salesforceUserId, preferred_username: ben.salesforceUsername });
    await fetch(`${bench.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: refresh.refresh_token }),
    });
    expect(await token(refresh)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
    });
  });

  test('rows and sessions outlive a restart', async () => {
    const id = await make({ LastName: 'Kept' });
    const accessToken = String((await signIn()).body['access_token']);
    bench.context.state.flush();
    const again = newContext(bench.directory, 'none');
    const simulator = createSalesforceSimulator(again);
    const answer: SimResponse = await simulator.handle(
      asRequest(`/services/data/v${VERSION}/sobjects/Contact/${id}`, accessToken),
    );
    expect(answer).toMatchObject({ status: 200, body: { LastName: 'Kept' } });
    again.state.close();
  });
});
