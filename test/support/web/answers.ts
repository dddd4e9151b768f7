import type { Deployment, ServiceRow, Silence, SilenceInput } from '../../../web/src/api/types.ts';
import * as documents from './documents.ts';
import { overviewOf, shop } from './services.ts';

/** What the made-up monitor knows, and how it behaves. */
export interface World {
  services: readonly ServiceRow[];
  /** Without any history: empty lists everywhere. */
  isEmpty: boolean;
  /** Whether every request is answered 401. */
  refuses: boolean;
  /** Whether everything that changes something is answered 401. */
  readsOnly: boolean;
  /** Whether the configuration is read-only. */
  isFixed: boolean;
  /** Whether there is an OpenID provider. */
  hasProvider: boolean;
  /** Paths that are answered 500. */
  broken: readonly string[];
  delayMs: number;
  streams: 'open' | 'refused';
  /** Newest first; those of a service are marked in its chart. */
  deployments: readonly documents.Part<Deployment>[];
  /** Answers in each point of a chart. */
  answersPerPoint: number;
  /** Those that were begun here. */
  silences: readonly Silence[];
}

/** A shop on a bad day. */
export function badDay(): World {
  return {
    services: shop(),
    isEmpty: false,
    refuses: false,
    readsOnly: false,
    isFixed: false,
    hasProvider: false,
    broken: [],
    delayMs: 0,
    streams: 'open',
    deployments: documents.deployments(),
    answersPerPoint: 240,
    silences: [],
  };
}

export interface Question {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  /** A string as it is, everything else as JSON. */
  readonly document?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What this world answers. */
export function answerFor(world: World, question: Question): Reply {
  const { method, path, body } = question;
  if (path === '/session') return sessionReply(world, method, body);
  if (world.readsOnly && method !== 'GET') return problem(401, 'a token is needed');
  if (world.refuses && path !== '/public/status') return problem(401, 'a token is needed');
  if (world.broken.some((one) => path.startsWith(one))) {
    return { status: 500, document: { title: 'Internal Server Error', status: 500, request_id: 'req-7' } };
  }
  return method === 'GET' ? read(world, question) : change(world, question);
}

function sessionReply(world: World, method: string, body: unknown): Reply {
  if (method === 'POST' && JSON.stringify(body) !== '{"token":"right"}') return problem(401, 'that lets nobody in');
  if (method === 'POST') {
    world.refuses = false;
    world.readsOnly = false;
  }
  if (method === 'DELETE') return { status: 204 };
  return ok({
    name: 'ada',
    scope: 'admin',
    kind: world.refuses ? 'anonymous' : 'session',
    expires: null,
    read_only: world.isFixed,
    login: { token: true, oidc: world.hasProvider },
  });
}

type Reader = (world: World, query: URLSearchParams) => unknown;

const list = <T>(items: readonly T[], { isEmpty }: World) => documents.listOf(isEmpty ? [] : items);

const readers: Readonly<Record<string, Reader>> = {
  '/overview': ({ services }) => overviewOf(services),
  '/services': ({ services }, query) =>
    documents.listOf(services.filter(({ status }) => status === (query.get('status') ?? status))),
  '/incidents': (world, query) =>
    list(
      documents.incidents().filter((incident) => wants(query, incident)),
      world,
    ),
  '/channels': (world) => list(documents.channels(), world),
  '/alerts': (world, query) =>
    list(
      documents
        .messages()
        .filter(
          ({ state, channel }) =>
            state === (query.get('state') ?? state) && channel === (query.get('channel') ?? channel),
        ),
      world,
    ),
  '/maintenance': (world) => list(documents.windows(), world),
  '/silences': (world) => list([...documents.silences(), ...world.silences], world),
  '/deployments': (world, query) =>
    list(
      world.deployments.filter(({ status }) => status === (query.get('status') ?? status)),
      world,
    ),
  '/system': () => documents.system(),
  '/ready': () => ({ status: 'ready', checks: { configuration: 'ok', storage: 'ok', scheduler: 'ok' } }),
  '/reports': ({ isEmpty }) => ({
    timezone: 'Europe/Berlin',
    months: isEmpty ? [] : documents.months(),
  }),
  '/reports/sla': () => documents.slaReport(),
  '/public/status': () => documents.publicStatus(),
  '/incidents/01JD8Y5': () => documents.story(),
};

function wants(
  query: URLSearchParams,
  { closed, service }: { readonly closed: string | null; readonly service: string },
): boolean {
  const open = query.get('open');
  return (open === null || (closed === null) === (open === 'true')) && service === (query.get('service') ?? service);
}

function read(world: World, { path, query }: Question): Reply {
  const reader = readers[path];
  if (path === '/reports/sla' && query.get('format') !== 'json')
    return { status: 200, document: 'service,availability\n' };
  if (reader !== undefined) return ok(reader(world, query));
  const [, kind, name = '', part] = path.split('/');
  const row = world.services.find((one) => one.name === decodeURIComponent(name));
  if (kind !== 'services' || row === undefined) return problem(404, 'there is nothing here');
  return servicePart(world, row, { part, query });
}

function servicePart(
  world: World,
  row: ServiceRow,
  { part, query }: { readonly part: string | undefined; readonly query: URLSearchParams },
): Reply {
  if (part === undefined) {
    const config = {
      name: row.name,
      url: row.target,
      timeout: '10s',
      headers: { authorization: '***', accept: 'application/json' },
      assertions: ['json.status == "pass"'],
    };
    const thresholds = { response_time_warning_ms: 800, response_time_critical_ms: 3_000 };
    return { ...ok({ ...row, config, thresholds }), headers: { etag: '"v1"' } };
  }
  if (part === 'results') return ok(list([documents.result()], world));
  if (part === 'uptime') return ok(documents.uptime(query.get('from')));
  const span = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')] as const;
  const series = documents.series(...span, {
    stepMs: Number(query.get('step_ms')),
    answersPerPoint: world.answersPerPoint,
    deployments: world.deployments.filter(({ service }) => service === row.name),
  });
  return ok(world.isEmpty ? { ...series, points: [], timeline: [], outages: [], markers: [] } : series);
}

function change(world: World, { method, path, body }: Question): Reply {
  const [, kind, name = '', part] = path.split('/');
  if (method === 'DELETE') {
    world.silences = world.silences.filter(({ id }) => path !== `/silences/${id}`);
    return { status: 204 };
  }
  if (path === '/silences') return silence(world, body as SilenceInput);
  if (path === '/probe') return probed(body);
  if (path === '/services') return addService(world, body);
  if (kind === 'channels') return ok({ outcome: 'delivered', text: 'HTTP 200: ok' });
  if (kind === 'services' && part === 'check') return ok(documents.result());
  if (kind === 'services') return setPaused(world, decodeURIComponent(name), part);
  return ok({});
}

/** As the monitor, it sends no stored secret elsewhere. */
function probed(body: unknown): Reply {
  const sent = JSON.stringify(body);
  if (sent.includes('***') && sent.includes('elsewhere')) {
    const errors = [{ path: 'headers.authorization', message: 'enter it again: it is not sent elsewhere unasked' }];
    return { status: 400, document: { title: 'Bad Request', status: 400, errors } };
  }
  const well = { status: 'healthy', message: null, reason: 'ok', evidence: null, status_code: 200 };
  return ok({ ...documents.result(), ...well });
}

function silence(world: World, { match, ends, comment = '' }: SilenceInput): Reply {
  const { services = null, group = null, tags = {} } = match;
  const now = new Date().toISOString();
  const begun = { match: { services, group, tags }, starts: now, ends, by: 'ada', created: now, comment };
  world.silences = [...world.silences, { id: `begun${world.silences.length}`, ...begun }];
  return { status: 201, document: world.silences.at(-1) };
}

function addService(world: World, body: unknown): Reply {
  const name = typeof body === 'object' && body !== null && 'name' in body ? String(body.name) : '';
  if (world.services.some((one) => one.name === name)) {
    const errors = [{ path: 'name', message: `${name} is there already` }];
    return { status: 409, document: { title: 'Conflict', status: 409, detail: 'this name is taken', errors } };
  }
  return { status: 201, document: { ...world.services[0], name } };
}

function setPaused(world: World, name: string, part: string | undefined): Reply {
  world.services = world.services.map((row) =>
    row.name === name && part !== undefined ? { ...row, paused: part === 'stop' } : row,
  );
  return ok(world.services.find((row) => row.name === name));
}

function ok(document: unknown): Reply {
  return { status: 200, document };
}

function problem(status: number, detail: string): Reply {
  return { status, document: { title: 'Error', status, detail } };
}
