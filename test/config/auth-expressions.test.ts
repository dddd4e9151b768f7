import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { memoryFiles } from './memory-files.ts';

async function problemsOf(text: string): Promise<readonly string[]> {
  const files = memoryFiles({ 'services.yaml': text });
  const result = await loadConfig({ path: 'services.yaml', environment: {}, files });
  return result.ok ? [] : result.problems.map(formatProblem);
}

const login = (keys: string) => `{ type: login, url: "https://login.example", ${keys} }`;
const service = (keys: string, more = '') =>
  `services:\n  - { name: a, url: "https://a.example", auth: ${login(keys)}${more} }\n`;

describe('an expression of an auth key', () => {
  test.each([
    'token: json.data.token',
    'token: "headers[\\"x-token\\"]"',
    'token: "json.tokens.filter(t, t.use == \\"access\\")[0].value"',
    'expires_in: 15m',
    'expires_in: 90',
    'expires_in: "timestamp(json.expires_at)"',
  ])('that compiles is no problem: %s', async (keys) => {
    expect(await problemsOf(service(keys))).toEqual([]);
  });

  test('is a problem at its place when it does not compile, told beside the others of its service', async () => {
    expect(await problemsOf(service('token: "answer.token", expires_in: "json["', ', timeout: soon'))).toEqual([
      expect.stringMatching(
        /^services\.yaml:2:101 services\[0\]\.auth\.token: .*answer.*known are status, headers, body, json/,
      ),
      expect.stringMatching(/^services\.yaml:2:\d+ services\[0\]\.auth\.expires_in: /),
      expect.stringMatching(/^services\.yaml:2:\d+ services\[0\]\.timeout: expected a duration/),
    ]);
  });

  test('is read at the defaults and in the steps of a flow, but not in what is sent', async () => {
    const wrong = login('token: "answer.token"');
    const text = `defaults: { auth: ${wrong} }
services:
  - { name: a, url: "https://a.example" }
  - { name: b, type: flow, auth: { type: bearer, token: abcd }, steps: [{ name: s, url: "https://b.example", auth: ${wrong} }] }
  - { name: c, url: "https://c.example", method: POST, auth: { type: bearer, token: abcd }, json: { auth: ${wrong} } }
`;
    expect((await problemsOf(text)).map((problem) => problem.replace(/: .*/, ''))).toEqual([
      expect.stringMatching(/^services\.yaml:1:\d+ defaults\.auth\.token$/),
      expect.stringMatching(/^services\.yaml:4:\d+ services\[1\]\.steps\[0\]\.auth\.token$/),
    ]);
  });
});
