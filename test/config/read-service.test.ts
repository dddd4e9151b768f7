import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { memoryFiles } from './memory-files.ts';

async function problemsOf(text: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const all = memoryFiles({ 'services.yaml': text, ...files });
  const result = await loadConfig({ path: 'services.yaml', environment: {}, files: all });
  return result.ok ? [] : result.problems.map(formatProblem);
}

describe('a file that an option names', () => {
  const text = `services:
  - name: a
    url: https://a.example
    body_file: body.json
    tls: { ca_file: /etc/ca.pem, cert_file: c.pem, key_file: c.key }
`;

  test('is a problem at its key when it is missing, with where a relative path starts', async () => {
    expect(await problemsOf(text, { 'c.key': '' })).toEqual([
      'services.yaml:4:16 services[0].body_file: the file "body.json" does not exist – a relative path starts at the working directory',
      'services.yaml:5:21 services[0].tls.ca_file: the file "/etc/ca.pem" does not exist',
      'services.yaml:5:45 services[0].tls.cert_file: the file "c.pem" does not exist – a relative path starts at the working directory',
    ]);
  });

  test('is none when it is there', async () => {
    const files = { 'body.json': '', '/etc/ca.pem': '', 'c.pem': '', 'c.key': '' };
    expect(await problemsOf(text, files)).toEqual([]);
  });

  test('is told beside the other problems of its service, and at the defaults where it stands there', async () => {
    const inherited = `defaults: { tls: { ca_file: ca.pem } }
services:
  - { name: a, url: "https://a.example", json: 1, body: two }
`;
    expect(await problemsOf(inherited)).toEqual([
      'services.yaml:1:29 defaults.tls.ca_file: the file "ca.pem" does not exist – a relative path starts at the working directory',
      'services.yaml:3:57 services[0].body: a request has one body, and json is given already',
    ]);
  });
});
