import { describe, expect, test } from 'vitest';
import { configOfText, loadText } from './load-text.ts';

/** One service with this `slo`. */
function withSlo(slo: string): string {
  return ['services:', `  - { name: checkout, url: "https://a.example", slo: ${slo} }`, ''].join('\n');
}

async function sloOf(text: string) {
  const { services } = await configOfText(text);
  return services[0]?.service.slo;
}

describe('an objective', () => {
  test('is written in percent and held as a share', async () => {
    const slo = await sloOf(withSlo('{ objective: 99.9, window: 30d, latency: { under: 500ms, objective: 99 } }'));
    expect(slo).toEqual({
      objective: { availability: 0.999, latency: { underMs: 500, share: 0.99 }, minOutageMs: 0, degradedWeight: 0 },
      window: { rollingMs: 30 * 86_400_000 },
      alert: true,
    });
  });

  test('says what the contract says', async () => {
    const slo = await sloOf(
      withSlo('{ objective: 99.95, window: quarter, min_outage: 60s, degraded_weight: 0.3, alert: false }'),
    );
    expect(slo).toEqual({
      objective: { availability: 0.9995, minOutageMs: 60_000, degradedWeight: 0.3 },
      window: { unit: 'quarter' },
      alert: false,
    });
  });

  test.each(['100', '99', '99.9', '99.99', '99.995', '95.5'])('may be %s', async (percent) => {
    const slo = await sloOf(withSlo(`{ objective: ${percent} }`));
    expect(slo?.objective.availability).toBe(Number((Number(percent) / 100).toFixed(8)));
  });

  test('comes from the defaults where a service says nothing, key by key', async () => {
    const { services } = await configOfText(
      [
        'defaults: { slo: { objective: 99.5, window: month } }',
        'services:',
        '  - { name: a, url: "https://a.example" }',
        '  - { name: b, url: "https://b.example", slo: { objective: 99.9 } }',
        '',
      ].join('\n'),
    );
    expect(services.map(({ service: { slo } }) => [slo?.objective.availability, slo?.window])).toEqual([
      [0.995, { unit: 'month' }],
      [0.999, { unit: 'month' }],
    ]);
  });

  test.each([
    ['{ objective: 999 }', 'expected a percentage such as 99.9, got 999: write 99.9, in percent'],
    ['{ objective: 0.999 }', 'expected a percentage such as 99.9, got 0.999: write 99.9, in percent'],
    ['{ objective: "99.9%" }', 'expected a percentage such as 99.9, got "99.9%": write 99.9, in percent'],
    ['{ objective: 99950 }', 'expected a percentage such as 99.9, got 99950: write 99.95, in percent'],
    ['{ objective: 1 }', 'expected a percentage such as 99.9, got 1: write 100, in percent'],
    ['{ objective: 101 }', 'expected a percentage such as 99.9, got 101'],
    ['{ objective: high }', 'expected a percentage such as 99.9, got "high"'],
    ['{ window: 30d }', 'is required'],
    [
      '{ objective: 99, window: fortnight }',
      'expected a number of days such as "30d", week, month, quarter or year, got "fortnight"',
    ],
    ['{ objective: 99, window: 1h }', 'expected a duration between 1d and 5y, got "1h"'],
    ['{ objective: 99, latency: { under: 500ms } }', 'is required'],
    ['{ objective: 99, degraded_weight: 3 }', 'expected at most 1, got 3'],
    ['{ objective: 99, targets: 1 }', 'unknown key'],
  ])('%s is refused', async (slo, message) => {
    const { problems } = await loadText(withSlo(slo));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });
});

test('changes are watched for where that is asked for', async () => {
  const { services } = await configOfText(
    'services:\n  - { name: a, url: "https://a.example", regression: { latency: true } }\n  - { name: b, url: "https://b.example" }\n',
  );
  expect(services.map(({ service }) => service.regression)).toEqual([{ latency: true, errors: false }, undefined]);
});
