import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { endpoints, type Endpoint } from './contract.ts';
import { problem } from './schemas.ts';
import { LANGUAGES } from './wording.ts';

type Json = { readonly [key: string]: unknown };
type Schemas = Record<string, Json>;

/** The contract as an OpenAPI 3.1 document, made of the schemas that requests are parsed with. */
export function openApi(): Json {
  const schemas: Schemas = {};
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints))
    (paths[endpoint.path] ??= {})[endpoint.method] = operation(name, endpoint, schemas);
  const problemSchema = schemaOf(problem, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cardbridge',
      version: '1',
      description: `Reasons are a code for programs and a sentence in the language of \`Accept-Language\` (${[...LANGUAGES.keys()].join(', ')}). Pages: give \`next\` as \`before\` or \`after\`.`,
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas,
      responses: {
        Problem: { description: 'RFC 9457', content: { 'application/problem+json': { schema: problemSchema } } },
      },
    },
  };
}

function operation(name: string, endpoint: Endpoint, schemas: Schemas): Json {
  const { summary, access, params, query, body, problems } = endpoint;
  const parameters = [...parametersIn('path', params, schemas), ...parametersIn('query', query, schemas)];
  const refusals = [
    ...new Set([400, ...(access === 'everyone' ? [] : [401, 403]), ...bodyProblems(body), 429, ...problems]),
  ];
  return {
    operationId: name,
    summary,
    ...(access === 'everyone' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } },
          },
        }),
    responses: {
      ...answers(endpoint, schemas),
      ...Object.fromEntries(
        refusals
          .sort((a, b) => a - b)
          .map((status) => [status, { description: STATUS_CODES[status], $ref: '#/components/responses/Problem' }]),
      ),
    },
  };
}

function answers({ reply, bytes }: Endpoint, schemas: Schemas): Json {
  if (bytes !== undefined)
    return {
      // Bytes as they are: a media type without a schema (OpenAPI 3.1, 4.8.14.3).
      200: { description: 'OK', content: Object.fromEntries(bytes.types.map((type) => [type, {}])) },
      204: { description: 'There are none' },
      304: { description: STATUS_CODES[304] },
    };
  if (reply === undefined) return { 204: { description: 'Done' } };
  return {
    200: { description: 'OK', content: { 'application/json': { schema: schemaOf(reply, 'output', schemas) } } },
  };
}

const bodyProblems = (body: z.ZodType | undefined) => (body === undefined ? [] : [413, 415]);

function parametersIn(place: 'path' | 'query', object: z.ZodObject | undefined, schemas: Schemas): Json[] {
  return Object.entries(object?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'input', schemas),
  }));
}

/** One schema; those with a name go to the components, and are referred to there. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Schemas): Json {
  const {
    $schema: _dialect,
    $defs = {},
    ...own
  } = moved(z.toJSONSchema(schema, { io, unrepresentable: 'any', override: open })) as Json;
  for (const [name, { $schema: _, ...definition }] of Object.entries($defs as Schemas)) schemas[name] ??= definition;
  // A schema that is itself a named one comes out whole.
  const { id } = own;
  if (typeof id !== 'string') return own;
  schemas[id] ??= own;
  return { $ref: `#/components/schemas/${id}` };
}

/** Answers may carry more in later versions: only what is taken strictly is closed. */
function open({ zodSchema, jsonSchema }: Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0]): void {
  const { def } = zodSchema._zod;
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      key === '$ref' && typeof part === 'string' ? part.replace(/^#\/\$defs\//, '#/components/schemas/') : moved(part),
    ]),
  );
}
