import { expect, test } from 'vitest';
import { isLocalhost, parseHosts } from '../../src/http/hosts-file.ts';

test('a hosts file gives every name of a line its address, in any case, and collects those of several lines', () => {
  const hosts = parseHosts(
    '# none\n192.0.2.1\tDB.Internal db # 192.0.2.2 no\r\n\n2001:db8::1 db\n999.0.0.1 wrong\n192.0.2.3\ndb\n',
  );
  expect(Object.fromEntries(hosts)).toEqual({
    'db.internal': [{ address: '192.0.2.1', family: 4 }],
    db: [
      { address: '192.0.2.1', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ],
  });
});

test.each([
  ['localhost', true],
  ['a.b.localhost', true],
  ['localhost.example', false],
  ['mylocalhost', false],
  ['', false],
])('%j is a name of this machine: %s', (name, local) => {
  expect(isLocalhost(name)).toBe(local);
});
