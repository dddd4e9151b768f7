import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flow } from '../../src/probes/flow.ts';
import { http } from '../../src/probes/http.ts';
import { failureFrom } from '../support/failures.ts';
import { says, startSite } from '../support/local-site.ts';
import { probeContext } from '../support/probe-context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const look = (options: object) => http.observe(http.options.parse(options), probeContext());

const complaining = '{"data":null,"errors":[{"message":"no such\\u001b[31m cart"},{"message":"b"}]}';

describe('a GraphQL operation', () => {
  test('is sent by POST as JSON', async () => {
    const site = await startSite({ '/graphql': says('{"data":{"me":{"id":7}}}') });
    const graphql = { query: 'query Me($id: ID) { me(id: $id) { id } }', variables: { id: 7 }, operation: 'Me' };
    const observation = await look({ url: `${site.url}/graphql`, graphql });
    expect(observation).toMatchObject({ statusCode: 200, method: 'POST' });
    expect(observation.complaints).toBeUndefined();
    expect(site.asked[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    const { query, variables, operation: operationName } = graphql;
    expect(JSON.parse(site.asked[0]?.body ?? '')).toEqual({ query, variables, operationName });
  });

  test('that has errors is unhealthy also at 200', async () => {
    const site = await startSite({ '/graphql': says(complaining) });
    expect(await look({ url: `${site.url}/graphql`, graphql: { query: '{ cart }' } })).toMatchObject({
      statusCode: 200,
      complaints: [
        {
          status: 'unhealthy',
          reason: 'reported_unhealthy',
          message: 'GraphQL error: no such cart (and 1 more)',
        },
      ],
    });
  });

  test.each(['<html>please log in</html>', '{"status":"ok"}', '[]', 'null'])(
    'that is answered with %s is not answered',
    async (body) => {
      const site = await startSite({ '/graphql': says(body) });
      const failure = await failureFrom(look({ url: `${site.url}/graphql`, graphql: { query: '{ cart }' } }));
      expect(failure).toMatchObject({ reason: 'unexpected_answer', facts: { statusCode: 200, body } });
    },
  );

  test('whose answer is an error of HTTP is judged by that', async () => {
    const site = await startSite({});
    const observation = await look({ url: `${site.url}/graphql`, graphql: { query: '{ cart }' } });
    expect(observation).toMatchObject({ statusCode: 404 });
    expect(observation.complaints).toBeUndefined();
  });

  test('may be a step of a flow, whose errors end it', async () => {
    const site = await startSite({ '/id': says('{"id":"c7"}'), '/graphql': says(complaining) });
    const steps = [
      { name: 'id', url: `${site.url}/id`, capture: { id: 'json.id' } },
      { name: 'cart', url: `${site.url}/graphql`, graphql: { query: '{ cart }', variables: { id: '{{id}}' } } },
      { name: 'out', url: `${site.url}/id` },
    ];
    const observation = await flow.observe(flow.options.parse({ steps }), probeContext());
    expect(observation.complaints).toMatchObject([
      { reason: 'reported_unhealthy', message: 'step cart: GraphQL error: no such cart (and 1 more)' },
    ]);
    expect(JSON.parse(site.asked[1]?.body ?? '')).toMatchObject({ variables: { id: 'c7' } });
    expect(site.asked).toHaveLength(2);
  });
});

test('a form of several parts holds texts and files', async () => {
  const site = await startSite({ '/upload': says('ok') });
  const folder = temporaryFolder();
  const path = join(folder, 'report.csv');
  writeFileSync(path, 'a;b\n');
  const multipart = { title: 'Daily', count: 3, report: { file: path, type: 'text/csv' } };
  const observation = await look({ url: `${site.url}/upload`, method: 'POST', multipart });
  expect(observation.statusCode).toBe(200);
  const { headers, body = '' } = site.asked[0] ?? {};
  const type = String(headers?.['content-type']);
  expect(type).toMatch(/^multipart\/form-data; boundary=svcmon-/);
  const form = await new Response(body, { headers: { 'content-type': type } }).formData();
  expect([form.get('title'), form.get('count')]).toEqual(['Daily', '3']);
  const file = form.get('report');
  if (!(file instanceof File)) throw new Error('the report is no file');
  expect([file.name, file.type, await file.text()]).toEqual(['report.csv', 'text/csv', 'a;b\n']);
});

test('a file of such a form that is missing is a file that cannot be read', async () => {
  const options = http.options.parse({ url: 'http://127.0.0.1/', multipart: { a: { file: '/nonexistent/a' } } });
  expect(http.files?.(options)).toEqual([{ path: ['multipart', 'a', 'file'], file: '/nonexistent/a' }]);
  const failure = await failureFrom(http.observe(options, probeContext()));
  expect(failure).toMatchObject({ reason: 'config_file_unreadable' });
});
