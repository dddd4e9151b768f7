import { describe, expect, test } from 'vitest';
import { configOfText, loadText } from './load-text.ts';

/** One TCP service a line, from the second line on, with what it depends on. */
function services(dependencies: Readonly<Record<string, string>>): string {
  const lines = Object.entries(dependencies).map(
    ([name, on]) => `  - { name: ${name}, type: tcp, host: h, port: 1, depends_on: [${on}] }`,
  );
  return ['services:', ...lines, ''].join('\n');
}

describe('depends_on', () => {
  test('names the services without which one cannot work', async () => {
    const config = await configOfText(services({ shop: 'db, router', db: 'router', router: '' }));
    expect(config.services.map(({ service }) => service.dependsOn)).toEqual([['db', 'router'], ['router'], undefined]);
  });

  test.each([
    [
      'a name that no service has',
      services({ shop: 'bd', db: '' }),
      ['services.yaml:2:61 services[0].depends_on[0]: no service is named "bd" – did you mean "db"?'],
    ],
    [
      'itself',
      services({ shop: 'shop' }),
      ['services.yaml:2:60 services[0].depends_on: a circle: "shop" depends on "shop" – remove one of them'],
    ],
    [
      'a circle, once',
      services({ a: 'b', b: 'c', c: 'b' }),
      ['services.yaml:3:57 services[1].depends_on: a circle: "b" depends on "c" depends on "b" – remove one of them'],
    ],
    [
      'two circles, each',
      services({ a: 'b', b: 'a', c: 'd', d: 'c' }),
      [
        'services.yaml:2:57 services[0].depends_on: a circle: "a" depends on "b" depends on "a" – remove one of them',
        'services.yaml:4:57 services[2].depends_on: a circle: "c" depends on "d" depends on "c" – remove one of them',
      ],
    ],
  ])('is refused for %s', async (_name, text, problems) => {
    expect((await loadText(text)).problems).toEqual(problems);
  });

  test('on a service that has a mistake of its own is no second mistake', async () => {
    const { problems } = await loadText(
      services({ shop: 'db', db: '' }).replace('name: db, type: tcp', 'name: db, type: tpc'),
    );
    expect(problems).toEqual([
      'services.yaml:3:23 services[1].type: expected "http" or "tcp", got "tpc" – did you mean "tcp"?',
    ]);
  });
});
