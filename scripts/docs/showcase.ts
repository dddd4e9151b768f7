import { answerFor, type Question, type Reply, type World } from '../../test/support/web/answers.ts';
import * as documents from '../../test/support/web/documents.ts';
import { ago, shop } from '../../test/support/web/services.ts';
import type { Incident, ServiceRow } from '../../web/src/api/types.ts';
import { october } from './showcase-report.ts';
import { seriesOf } from './showcase-series.ts';

/** When the pictures are taken: a Wednesday afternoon in Berlin. */
export const presentAt = Date.parse('2026-11-18T13:32:20.000Z');

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** What is monitored in the pictures: the shop of the tests, with figures that differ as those of a real one do. */
export function services(): readonly ServiceRow[] {
  return shop().map((row, index) => {
    const known = figures[row.name];
    const checkedMs = row.paused ? 3 * dayMs : 1_000 + ((index * 7_919) % 28_000);
    return {
      ...row,
      last_checked: ago(checkedMs),
      last_checked_age_ms: checkedMs,
      ...(known && { group: known[0], uptime_30d: known[1], tags: known[2] }),
    };
  });
}

type Tags = Readonly<Record<string, string>>;

const figures: Readonly<Record<string, readonly [group: string, uptime: number, tags: Tags]>> = {
  checkout: ['checkout', 0.99996, { team: 'shop', tier: '1' }],
  'orders-db': ['checkout', 1, { team: 'data' }],
  storefront: ['storefront', 0.99991, { team: 'web' }],
  images: ['storefront', 1, { team: 'web' }],
  login: ['accounts', 0.99962, { team: 'identity', tier: '1' }],
  profile: ['accounts', 0.99974, { team: 'identity' }],
  mail: ['accounts', 0.99989, { team: 'identity' }],
  'nightly-backup': ['platform', 1, { team: 'data' }],
  'old-api': ['platform', 0.99513, { team: 'web' }],
  zone: ['platform', 1, { team: 'network' }],
  gateway: ['platform', 0.99998, { team: 'network' }],
};

/** What the monitor of the pictures answers. */
export function answerTo(world: World, question: Question): Reply {
  const { path, query, method } = question;
  if (method === 'POST' && path === '/probe') return { status: 200, document: tested() };
  const isAllowed = method === 'GET' && !world.refuses;
  const make = isAllowed ? (overrides[path] ?? perService(path)) : undefined;
  if (make === undefined) return answerFor(world, question);
  return { status: 200, document: make(query) };
}

type Maker = (query: URLSearchParams) => unknown;

const overrides: Readonly<Record<string, Maker>> = {
  '/incidents': (query) =>
    documents.listOf(
      [...documents.incidents(), ...longAgo()].filter(
        ({ closed, service }) =>
          (closed === null) === ((query.get('open') ?? String(closed === null)) === 'true') &&
          service === (query.get('service') ?? service),
      ),
    ),
  '/incidents/01JD8Y5': () => ({ ...documents.story(), failures: [failure()] }),
  '/deployments': (query) =>
    documents.listOf(
      documents
        .deployments()
        .map((one, index) => ({ ...one, commit: commits[index] }))
        .filter(({ status }) => status === (query.get('status') ?? status)),
    ),
  '/reports/sla': october,
};

const commits = ['9c33255b1f02ab41', '41d7be09c6aa2f1e', 'e0b6f85d2277c913', '7a90c41ee1d35b08'];

function perService(path: string): Maker | undefined {
  const part = /^\/services\/[^/]+\/(series|results)$/.exec(path)?.[1];
  if (part === 'series') return seriesOf;
  if (part === 'results') return () => documents.listOf([{ ...documents.result(), evidence: evidence() }]);
  return undefined;
}

const evidence = () => ({
  headers: { 'content-type': 'application/json', server: 'nginx', 'retry-after': '30' },
  body: '{"status":"fail","checks":{"database":"no free connections (200 of 200 in use)","queue":"ok"}}',
});

/** A test before save that does well. */
const tested = () => ({
  ...documents.result(),
  ...{ status: 'healthy', message: null, reason: 'ok', status_code: 200, attempts: 1, evidence: null },
  timestamp: ago(0),
  assertions: [
    { step: null, expr: 'json.status == "pass"', passed: true, severity: 'unhealthy', message: null, explanation: '' },
  ],
});

const failure = () => ({
  timestamp: ago(3 * minuteMs),
  status: 'unhealthy',
  error_message: 'HTTP 503, expected 200',
  evidence: evidence(),
});

/** What was before the two weeks that the tests know. */
function longAgo(): readonly Incident[] {
  return [
    past('01JD3QK', 'storefront', 'no answer within 10 s', [12 * dayMs + 5 * hourMs, 6 * minuteMs], 'lin'),
    past('01JD1M2', 'search', 'slower than 800 ms: 960 ms', [15 * dayMs + 2 * hourMs, 22 * minuteMs], null),
    past('01JCZ7T', 'mail', '421 service not available', [19 * dayMs + 9 * hourMs, 14 * minuteMs], 'ada'),
    past('01JCW4B', 'gateway', '100 % of 5 packets lost', [23 * dayMs + 7 * hourMs, 2 * minuteMs], null),
  ];
}

function past(
  id: string,
  service: string,
  message: string,
  [beforeMs, lengthMs]: readonly [number, number],
  by: string | null,
): Incident {
  return {
    id,
    service,
    message,
    status: message.startsWith('slower') ? 'degraded' : 'unhealthy',
    reason: 'timeout',
    started: ago(beforeMs),
    confirmed: ago(beforeMs - minuteMs),
    recovered: ago(beforeMs - lengthMs),
    closed: ago(beforeMs - lengthMs - minuteMs),
    closed_as: 'recovered',
    acknowledged: by === null ? null : { by, at: ago(beforeMs - 2 * minuteMs) },
  };
}
