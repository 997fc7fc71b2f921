import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints, type Endpoint } from '../../server/http/contract.ts';
import type { SignInGate } from '../../server/http/routes/sign-in.ts';
import { allRoutes } from '../../server/http/routes/all-routes.ts';
import type { House } from '../../server/http/house.ts';
import { TestServer } from './test-server.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('the OpenAPI document', () => {
  it('has every endpoint of the contract, with its parameters, body, answer and problems', async () => {
    const { body } = await server.call<Document>('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
      const operation = body.paths[endpoint.path]?.[endpoint.method];
      expect(operation?.operationId).toBe(name);
      const placed = (operation?.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
      const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => `path ${parameter}`);
      const inQuery = Object.keys(endpoint.query?.shape ?? {}).map((parameter) => `query ${parameter}`);
      expect(placed).toEqual([...inPath, ...inQuery]);
      expect(operation?.requestBody !== undefined).toBe(endpoint.body !== undefined);
      const says = endpoint.reply !== undefined || endpoint.bytes !== undefined;
      expect(operation?.responses).toHaveProperty(says ? '200' : '204');
      for (const status of endpoint.problems) expect(operation?.responses).toHaveProperty(String(status));
    }
  });

  it('refers to nothing that is not in it, and has no name twice', async () => {
    const { body } = await server.call<Document>('GET', '/api/openapi.json');
    const text = JSON.stringify(body);
    expect(text).not.toContain('$defs');
    for (const [, group = '', name = ''] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g))
      expect(Object.keys(body.components[group] ?? {})).toContain(name);
    const ids = Object.values(body.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(body.components.schemas).toHaveProperty('Settings.properties.filter');
    // Answers may carry more later; what is sent is taken strictly.
    expect(body.components.schemas).not.toHaveProperty('Settings.additionalProperties');
    expect(body.components.schemas).toHaveProperty('SettingsChange.additionalProperties', false);
  });

  it('every endpoint is answered by exactly one route', () => {
    const routes = allRoutes({} as House, {} as SignInGate).map(
      ({ endpoint }) => `${endpoint.method} ${endpoint.path}`,
    );
    const promised = Object.values<Endpoint>(endpoints).map(({ method, path }) => `${method} ${path}`);
    expect(routes.sort()).toEqual(promised.sort());
  });
});
