import { expect, test } from 'vitest';
import { createEvents } from '../../src/monitor/events.ts';

const event = { kind: 'network', state: 'offline' } as const;

test('every listener is told until it unsubscribes', () => {
  const events = createEvents({ onDefect: () => {} });
  const heard: string[] = [];
  const stop = events.subscribe(({ kind }) => heard.push(`a ${kind}`));
  events.subscribe(({ kind }) => heard.push(`b ${kind}`));
  events.publish(event);
  stop();
  events.publish(event);
  expect(heard).toEqual(['a network', 'b network', 'b network']);
});

test('a listener that throws keeps nobody from hearing', () => {
  const defects: unknown[] = [];
  const events = createEvents({ onDefect: (error) => defects.push(error) });
  const defect = new TypeError('x is not a function');
  const heard: string[] = [];
  events.subscribe(() => {
    throw defect;
  });
  events.subscribe(({ kind }) => heard.push(kind));
  events.publish(event);
  expect([heard, defects]).toEqual([['network'], [defect]]);
});
