import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { openApiDocument } from './openapi.ts';
import { routes } from './registry.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";
const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

/** Serves the OpenAPI document, and a page to read and try it that asks no other server for anything. */
export function addDocs(app: FastifyInstance, { basePath }: { readonly basePath: string }): void {
  let document: string | undefined;
  app.get(`${basePath}/openapi.json`, async (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(routes, { basePath }));
    return reply.type('application/json; charset=utf-8').serializer(String).send(document);
  });
  app.get(`${basePath}/docs`, async (_request, reply) => reply.redirect(`${basePath}/docs/`, 308));
  app.get(`${basePath}/docs/`, async (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
  );
  app.get(`${basePath}/docs/start.js`, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  for (const [name, type] of Object.entries(files)) {
    app.get(`${basePath}/docs/${name}`, async (_request, reply) => {
      const lasting = { 'cache-control': 'public, max-age=86400' };
      return reply
        .headers(lasting)
        .type(type)
        .send(createReadStream(join(assetFolder(), name)));
    });
  }
}

function assetFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json')), 'static');
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>svcmon: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;

const script = `SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayOperationId: true,
  validatorUrl: null,
});
`;
