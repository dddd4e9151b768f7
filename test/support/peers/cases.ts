import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceDocument } from '../../../src/reporting/check-report-schema.ts';
import { type Checked, checkServices } from '../svcmon.ts';

/** A sentence, the service that shows it, and the part of its report that must be as given. */
export type Case<Servers> = readonly [
  sentence: string,
  service: (servers: Servers) => Readonly<Record<string, unknown>>,
  expected: Expected,
];

/** A part of one service's report. */
export type Expected = { readonly [Key in keyof ServiceDocument]?: unknown };

export interface CaseSuite<Servers> {
  /** Starts what the services are asked of. */
  readonly start: () => Promise<Servers & { stop(): Promise<void> }>;
  readonly cases: readonly Case<Servers>[];
}

/** Checks the services of all cases in one run of the program; each case is a test of its own. */
export function testCases<Servers>({ start, cases }: CaseSuite<Servers>): void {
  let servers: (Servers & { stop(): Promise<void> }) | undefined;
  let run: Checked | undefined;

  beforeAll(async () => {
    const running = await start();
    servers = running;
    run = await checkServices(cases.map(([name, service]) => ({ name, timeout: '20s', ...service(running) })));
  });
  afterAll(() => servers?.stop());

  test.each(cases)('%s', (sentence, _service, expected) => {
    expect(run?.service(sentence)).toMatchObject(expected);
  });

  test('the exit code says what was found', () => {
    const statuses = cases.map(([, , { status }]) => status);
    const expected = statuses.includes('unhealthy') ? 1 : statuses.includes('unknown') ? 3 : 0;
    expect(run?.exitCode).toBe(expected);
  });
}

/** What a healthy service's report says. */
export const healthy = { status: 'healthy', reason: 'ok', error_message: null } as const;

/** What the report says of an unhealthy service. */
export function unhealthy(reason: ServiceDocument['reason'], facts: Expected = {}): Expected {
  return { status: 'unhealthy', reason, severity: 'critical', error_message: expect.any(String), ...facts };
}

/** What the report says of a degraded service. */
export function degraded(reason: ServiceDocument['reason'], facts: Expected = {}): Expected {
  return { status: 'degraded', reason, error_message: expect.any(String), ...facts };
}
