import { describe, expect, test } from 'vitest';
import { webSocketProblems } from '../../../src/probes/options/websocket-problems.ts';
import { websocket } from '../../../src/probes/websocket.ts';

const bearer = { type: 'bearer', token: 't' };

/** Where the options have mistakes. */
function problemsOf(options: object) {
  const parsed = websocket.options.parse({ url: 'wss://a.example/', ...options });
  return webSocketProblems(parsed).map(({ path }) => path.join('.'));
}

describe('the options of a websocket service', () => {
  test.each([
    [{}],
    [{ headers: { Authorization: 'x', Origin: 'y' } }],
    [{ auth: bearer, headers: { 'X-Tenant': 'a' }, origin: 'https://a.example' }],
    [{ auth: { type: 'api_key', key: 'k' }, url: 'wss://ann:pw@a.example/' }],
  ])('with %j have no mistakes', (options) => {
    expect(problemsOf(options)).toEqual([]);
  });

  test.each([
    [{ auth: bearer, headers: { authorization: 'x' } }, 'headers.authorization'],
    [{ origin: 'https://a.example', headers: { origin: 'x' } }, 'headers.origin'],
    [{ url: 'wss://ann:pw@a.example/', headers: { Authorization: 'x' } }, 'headers.Authorization'],
    [{ url: 'wss://ann:pw@a.example/', auth: bearer }, 'url'],
    [{ url: 'wss://a.example/?api_key=1', auth: { type: 'api_key', in: 'query', key: 'k' } }, 'url'],
  ])('with %j have one at %s', (options, path) => {
    expect(problemsOf(options)).toEqual([path]);
  });
});
