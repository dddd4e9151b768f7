import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commonKeys } from '../../src/config/service-schema.ts';
import { probes as table } from '../../src/probes/registry.ts';

const probes = await table.every();
const folder = new URL('../../src/probes/', import.meta.url);
const notKinds = ['probe.ts', 'registry.ts'];

describe('the registry', () => {
  test('has the probe of every other file of its folder, under the name of the file', async () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !notKinds.includes(file));
    const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
    const defined = modules.flatMap((module) => Object.values<unknown>(module));
    expect(new Set(defined)).toEqual(new Set(probes));
    expect(files.toSorted()).toEqual(probes.map(({ type }) => `${type}.ts`).toSorted());
    expect(table.types).toEqual(probes.map(({ type }) => type));
  });

  test('begins with the type that a service without one has', () => {
    expect(probes[0]?.type).toBe('http');
  });
});

describe('every probe', () => {
  test.each(probes.map((probe) => [probe.type, probe] as const))(
    '%s says in one sentence what it does',
    (_type, probe) => {
      expect(probe.summary).toMatch(/^[A-Z][^.]*\.$/);
    },
  );

  test.each(probes.map((probe) => [probe.type, probe] as const))(
    '%s describes each of its keys',
    (_type, { options }) => {
      const { properties = {} } = options.toJSONSchema({ io: 'input', unrepresentable: 'any' });
      const silent = Object.entries(properties).filter(([, key]) => typeof key !== 'object' || !key.description);
      expect(Object.keys(properties).length).toBeGreaterThan(0);
      expect(silent).toEqual([]);
    },
  );

  test.each(probes.map((probe) => [probe.type, probe] as const))(
    '%s has no key that every service has',
    (_type, { options }) => {
      const taken = ['type', ...Object.keys(commonKeys.shape)];
      expect(Object.keys(options.shape).filter((key) => taken.includes(key))).toEqual([]);
    },
  );
});
