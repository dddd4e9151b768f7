import { expect, test } from 'vitest';
import { mqttFailure } from '../../src/probes/asking/mqtt-failure.ts';
import { mqtt } from '../../src/probes/mqtt.ts';

test.each([
  ['mqtt://broker.example', {}, 'mqtt://broker.example:1883'],
  ['mqtts://ann:p%40ss@broker.example', { username: 'ann', tls: { insecure: false } }, 'mqtts://broker.example:8883'],
  [
    'mqtt://broker.example:1884/shop/+?expect=up',
    { subscribe: 'shop/+', expect: { source: 'up' } },
    'mqtt://broker.example:1884',
  ],
])('%s stands for a service', (url, keys, target) => {
  const options = mqtt.options.parse(mqtt.endpoint?.keys(new URL(url)));
  expect(options).toMatchObject(keys);
  expect(mqtt.target(options)).toBe(target);
  expect(mqtt.host(options)).toBe(target.replace(/^mqtts?:\/\//, ''));
});

test('a URL with a parameter of another kind stands for nothing', () => {
  expect(() => mqtt.endpoint?.keys(new URL('mqtt://broker.example?topic=up'))).toThrow(/takes no topic/);
});

test.each([
  [{ expect: 'up' }, ['expect']],
  [{ password: 'secret' }, ['password']],
  [{ username: 'ann' }, undefined],
  [{ subscribe: '#', expect: 'up' }, undefined],
])('%j has its mistake told', (keys, path) => {
  expect(mqtt.problems?.(mqtt.options.parse({ host: 'broker.example', ...keys }))[0]?.path).toEqual(path);
});

test.each(['', 'a#', 'a/#/b', 'a+/b', 'a\0b'])('%j is no topic filter', (subscribe) => {
  expect(mqtt.options.safeParse({ host: 'broker.example', subscribe }).success).toBe(false);
});

test.each(['#', '+', 'a/+/b', '/a//', '$SYS/#'])('%j is one', (subscribe) => {
  expect(mqtt.options.safeParse({ host: 'broker.example', subscribe }).success).toBe(true);
});

test.each(['a/#', '+'])('nothing is published to %j', (topic) => {
  const publish = { topic, payload: 'up' };
  expect(mqtt.options.safeParse({ host: 'broker.example', publish }).success).toBe(false);
});

test('what publishes is not asked twice without permission', () => {
  const asking = (keys: object) => mqtt.idempotent(mqtt.options.parse({ host: 'broker.example', ...keys }));
  expect([asking({}), asking({ publish: { topic: 'a', payload: 'up' } })]).toEqual([true, false]);
});

test.each([
  [1, 'unimplemented'],
  [3, 'query_failed'],
  [4, 'auth_failed'],
  [5, 'auth_failed'],
  [132, 'unimplemented'],
  [134, 'auth_failed'],
  [149, 'query_failed'],
  [0, undefined],
  [99, undefined],
])('the code %i means %s', (code, reason) => {
  expect(mqttFailure(code)?.reason).toBe(reason);
});
