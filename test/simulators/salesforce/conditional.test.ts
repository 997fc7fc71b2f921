import { describe, expect, test } from 'vitest';
import { bench, call, make, useBench } from './bench.ts';

useBench('none');

const at = (seconds: number) => new Date(bench.context.clock.now() + seconds * 1000).toUTCString();

describe('conditional requests', () => {
  test('an account’s entity tag guards its change and spares its reading', async () => {
    const path = `sobjects/Account/${await make({ Name: 'Acme' }, 'Account')}`;
    const tag = (await call('GET', path)).headers.get('etag') ?? '';
    expect(tag).toMatch(/^".+"$/);
    expect((await call('GET', `${path}?fields=Name`)).headers.get('etag')).toBe(tag);
    expect((await call('GET', path, undefined, { 'If-None-Match': `"other", ${tag}` })).status).toBe(304);
    expect((await call('GET', path, undefined, { 'If-Match': '"other"' })).status).toBe(412);
    const changed = await call('PATCH', path, { Phone: '1' }, { 'If-Match': `"other", ${tag}` });
    expect(changed.status).toBe(204);
    const next = changed.headers.get('etag');
    expect(next).not.toBe(tag);
    expect(await call('PATCH', path, { Phone: '2' }, { 'If-Match': tag })).toMatchObject({
      status: 412,
      body: [{ errorCode: 'PRECONDITION_FAILED' }],
    });
    expect((await call('PATCH', path, { Phone: '2' }, { 'If-None-Match': String(next) })).status).toBe(412);
    expect((await call('PATCH', path, { Phone: '2' }, { 'If-Match': '*' })).status).toBe(204);
    expect((await call('PATCH', path, { Phone: '3' }, { 'If-Match': 'no tag' })).status).toBe(400);
    expect((await call('GET', path)).body).toMatchObject({ Phone: '2' });
    const head = await call('HEAD', path);
    expect({ status: head.status, tag: head.headers.get('etag'), body: head.body }).toMatchObject({
      status: 200,
      body: '',
    });
  });

  test('contacts have no tag, and If-Match does nothing to them', async () => {
    const path = `sobjects/Contact/${await make({ LastName: 'A' })}`;
    expect((await call('GET', path)).headers.get('etag')).toBeNull();
    expect((await call('PATCH', path, { Title: 'x' }, { 'If-Match': '"other"' })).status).toBe(204);
  });

  test.each(['Account', 'Contact'])('the dates work on %s', async (object) => {
    const path = `sobjects/${object}/${await make(object === 'Account' ? { Name: 'A' } : { LastName: 'A' }, object)}`;
    expect((await call('GET', path, undefined, { 'If-Modified-Since': at(60) })).status).toBe(304);
    expect((await call('GET', path, undefined, { 'If-Modified-Since': at(-60) })).status).toBe(200);
    expect((await call('GET', path, undefined, { 'If-Unmodified-Since': at(-60) })).status).toBe(412);
    expect((await call('PATCH', path, { Phone: '1' }, { 'If-Unmodified-Since': at(-60) })).status).toBe(412);
    expect((await call('PATCH', path, { Phone: '1' }, { 'If-Unmodified-Since': 'soon' })).status).toBe(400);
    expect((await call('PATCH', path, { Phone: '1' }, { 'If-Unmodified-Since': at(60) })).status).toBe(204);
  });

  test('DELETE knows the headers by one chapter and not by another', async () => {
    const path = `sobjects/Account/${await make({ Name: 'Acme' }, 'Account')}`;
    bench.context.switches.set({ 'salesforce-conditional-delete': true });
    expect((await call('DELETE', path, undefined, { 'If-Match': '"other"' })).status).toBe(412);
    bench.context.switches.set({ 'salesforce-conditional-delete': false });
    expect((await call('DELETE', path, undefined, { 'If-Match': '"other"' })).status).toBe(204);
  });
});
