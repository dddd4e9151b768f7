import { describe, expect, test } from 'vitest';
import { flow } from '../../src/probes/flow.ts';
import { failureFrom } from '../support/failures.ts';
import { closedPort } from '../support/fault-server.ts';
import { type Page, says, startSite } from '../support/local-site.ts';
import { probeContext } from '../support/probe-context.ts';

const token = 'token-0123456789abcdef';

const login: Page = (question, response) => {
  const { password } = JSON.parse(question.body);
  if (password !== 'right') response.writeHead(403).end('{"error":"wrong password"}');
  else
    response.setHeader('set-cookie', 'sid=s1; Path=/').end(JSON.stringify({ access_token: token, user: 'ann', id: 7 }));
};

const cart: Page = ({ headers }, response) => {
  const known = headers.authorization === `Bearer ${token}` && headers.cookie === 'sid=s1';
  response.writeHead(known ? 200 : 401).end(JSON.stringify({ items: [1, 2], echo: headers.authorization }));
};

async function startShop() {
  const pages = { '/login': login, '/cart/7': cart, '/logout': says('bye'), '/list': says('[]') };
  const site = await startSite(pages);
  const at = (name: string, more: object = {}) => ({ name, url: `${site.url}/${name}`, ...more });
  const signIn = (password = 'right') =>
    at('login', {
      method: 'POST',
      json: { password },
      capture: { token: 'json.access_token', id: 'json.id' },
    });
  const openCart = (more: object = {}) => ({
    name: 'cart',
    url: `${site.url}/cart/{{id}}`,
    headers: { Authorization: 'Bearer {{token}}' },
    ...more,
  });
  const run = (...steps: readonly object[]) => flow.observe(flow.options.parse({ steps }), probeContext());
  return { site, at, signIn, openCart, run };
}

const paths = (asked: readonly { readonly url: string }[]) => asked.map(({ url }) => url);

describe('a flow', () => {
  test('takes its steps in order with shared cookies and captured values', async () => {
    const { site, at, signIn, openCart, run } = await startShop();
    const observation = await run(signIn(), openCart(), at('logout'));
    expect(observation).toMatchObject({
      type: 'flow',
      summary: '3 steps',
      complaints: [],
      statusCode: 200,
      body: 'bye',
    });
    expect(paths(site.asked)).toEqual(['/login', '/cart/7', '/logout']);
  });

  test('records of each step what was asked, what came of it, and the names of what it captured', async () => {
    const { site, at, signIn, openCart, run } = await startShop();
    const auth = { type: 'basic', username: 'ann', password: 'hunter2' };
    const { details } = await run(signIn(), openCart(), at('logout', { auth }));
    expect(details?.steps).toEqual([
      {
        name: 'login',
        method: 'POST',
        url: `${site.url}/login`,
        status: 200,
        response_time: expect.any(Number),
        captured: ['token', 'id'],
      },
      {
        name: 'cart',
        method: 'GET',
        url: `${site.url}/cart/{{id}}`,
        status: 200,
        response_time: expect.any(Number),
      },
      {
        name: 'logout',
        method: 'GET',
        url: `${site.url}/logout`,
        status: 200,
        response_time: expect.any(Number),
        proof: 'basic: as ann',
      },
    ]);
  });

  test('ends at the first step that is unhealthy, but for those that are always taken', async () => {
    const { site, at, signIn, openCart, run } = await startShop();
    const wrong = openCart({ assertions: ['json.items.size() == 3'] });
    const observation = await run(signIn(), wrong, at('list'), at('logout', { always: true }));
    expect(observation).toMatchObject({
      details: { failed_step: 'cart', skipped: ['list'] },
      complaints: [
        {
          status: 'unhealthy',
          reason: 'assertion_failed',
          message: 'step cart: json.items.size() == 3 – got 2',
        },
      ],
    });
    expect(paths(site.asked)).toEqual(['/login', '/cart/7', '/logout']);
  });

  test('shows the answer of the step that failed, without what was captured', async () => {
    const { signIn, openCart, run } = await startShop();
    const observation = await run(signIn(), openCart({ expected_status: 201 }));
    expect(observation).toMatchObject({ statusCode: 200, body: '{"items":[1,2],"echo":"Bearer ***"}' });
    expect(JSON.stringify({ ...observation, unshown: undefined })).not.toContain(token);
  });

  test('tells what became of the assertions of each step, with their parts where asked, and without what was captured', async () => {
    const { signIn, openCart } = await startShop();
    const cartStep = openCart({ assertions: ['json.echo == "x"', 'status == 200'] });
    const steps = [{ ...signIn(), assertions: ['json.user == "ann"'] }, cartStep];
    const context = { ...probeContext(), explains: 'parts' as const };
    const { assertions } = await flow.observe(flow.options.parse({ steps }), context);
    expect(assertions).toMatchObject([
      { step: 'login', passed: true, parts: { parts: [{ expr: 'json.user', value: '"ann"' }] } },
      { step: 'cart', passed: false, parts: { parts: [{ expr: 'json.echo', value: '"Bearer ***"' }] } },
      { step: 'cart', passed: true, expr: 'status == 200' },
    ]);
    expect(JSON.stringify(assertions)).not.toContain(token);
  });

  test('tells of the assertions of the steps before one that gets no answer', async () => {
    const { at, run } = await startShop();
    const gone = { name: 'gone', url: `http://127.0.0.1:${await closedPort()}/` };
    const failure = await failureFrom(run(at('list', { assertions: ['body == "[]"'] }), gone));
    expect(failure.facts.assertions).toMatchObject([{ step: 'list', passed: true }]);
    expect(failure.facts.assertions?.[0]?.parts).toBeUndefined();
  });

  test('goes on after a step that is only degraded', async () => {
    const { site, at, run } = await startShop();
    const late = { expr: 'body == "x"', severity: 'degraded', message: 'odd' };
    const observation = await run(at('list', { assertions: [late] }), at('logout'));
    expect(observation.complaints).toMatchObject([{ status: 'degraded', reason: 'assertion_failed' }]);
    expect(site.asked).toHaveLength(2);
  });

  test('says what could not be captured', async () => {
    const { site, signIn, openCart, run } = await startShop();
    const observation = await run(signIn('wrong'), openCart());
    expect(observation.complaints?.map(({ message }) => message)).toEqual([
      'step login: expected status 2xx, got 403 Forbidden',
      'step login: cannot capture token (json.access_token) – there is no json.access_token',
      'step login: cannot capture id (json.id) – there is no json.id',
    ]);
    expect(site.asked).toHaveLength(1);
  });

  test('rejects with the failure of a step that gets no answer, after cleaning up', async () => {
    const { site, at, signIn, run } = await startShop();
    const gone = { name: 'gone', url: `http://127.0.0.1:${await closedPort()}/` };
    const failure = await failureFrom(run(signIn(), gone, at('logout', { always: true })));
    expect(failure).toMatchObject({ reason: 'connection_refused', message: expect.stringMatching(/^step gone: /) });
    expect(failure.facts.details).toMatchObject({
      failed_step: 'gone',
      steps: [{ name: 'login', status: 200 }, { name: 'gone', reason: 'connection_refused' }, { name: 'logout' }],
    });
    expect(paths(site.asked)).toEqual(['/login', '/logout']);
  });

  test('never lets an answer lead the next request to another server', async () => {
    const site = await startSite({ '/a': says('{"next":"@evil.example/"}') });
    const steps = [
      { name: 'a', url: `${site.url}/a`, capture: { next: 'json.next' } },
      { name: 'b', url: `${site.url}{{next}}` },
    ];
    expect(flow.problems?.(flow.options.parse({ steps: [steps[0]] }))).toEqual([]);
    expect(flow.options.safeParse({ steps }).success).toBe(false);
  });
});

describe('the options of a flow', () => {
  const problems = (...steps: readonly object[]) => flow.problems?.(flow.options.parse({ steps }));
  const url = 'https://shop.example/';

  test.each([
    [
      [{ name: 'a', url: `${url}{{x}}` }],
      [{ path: ['steps', 0, 'url'], message: 'no step before this one captures x' }],
    ],
    [
      [
        { name: 'a', url, capture: { x: 'body' } },
        { name: 'a', url: `${url}{{x}}` },
      ],
      [{ path: ['steps', 1, 'name'], message: 'another step has this name already' }],
    ],
    [
      [{ name: 'a', url, body: 'x', json: 1 }],
      [{ path: ['steps', 0, 'body'], message: 'a request has one body, and json is given already' }],
    ],
  ])('%j have the problems %j', (steps, expected) => {
    expect(problems(...steps)).toEqual(expected);
  });

  test.each([
    [{ name: 'a', url, capture: { 'a-b': 'body' } }],
    [{ name: 'a', url, capture: { a: 'jsn.x' } }],
    [{ name: 'a', url, assertions: ['status ='] }],
    [{ name: 'a' }],
  ])('a step of %j is refused', (step) => {
    expect(flow.options.safeParse({ steps: [step] }).success).toBe(false);
  });

  test('a flow may be repeated when each of its steps may', () => {
    const idempotent = (method: string) => flow.idempotent(flow.options.parse({ steps: [{ name: 'a', url, method }] }));
    expect(idempotent('GET')).toBe(true);
    expect(idempotent('POST')).toBe(false);
  });
});
