import { z } from 'zod';
import { serviceOfModule } from '../../config/module-target.ts';
import { allows } from '../../domain/access.ts';
import { badRequest } from '../answer.ts';
import { isListed, ownModules } from '../blackbox/modules.ts';
import { probeMetrics } from '../blackbox/probe-metrics.ts';
import { type Answer, defineRoute } from '../route.ts';

const type = 'text/plain; version=0.0.4; charset=utf-8';

/** Looks at any target, as blackbox_exporter does, so that its jobs go on unchanged. */
export const blackbox = defineRoute({
  operationId: 'probeTarget',
  tag: 'operations',
  methods: ['GET'],
  path: '/probe',
  below: 'base',
  summary: 'Looks at a target once, with the metrics of blackbox_exporter.',
  description:
    'Modules are `http_2xx`, `http_post_2xx`, `tcp_connect`, `tls_connect`, `icmp`, `dns`, `grpc`, `ssh_banner` and those of `server.modules`. Targets that are not in `server.probe_targets` need the scope `write`; only public addresses are connected to, and those of `server.allow_private_targets`.',
  scope: 'read',
  params: z.object({}),
  query: z.object({
    target: z.string().min(1).max(2_048).describe('A URL, or a host with its port.'),
    module: z.string().min(1).max(64).default('http_2xx').describe('How it is looked at.'),
  }),
  answers: {
    200: {
      means: 'it was looked at: `probe_success` says what was found',
      texts: ['text/plain'],
      example: '# TYPE probe_success gauge\nprobe_success 1\n',
    },
  },

  async handle({ query: { target, module: name }, by, signal }, { probing, services }): Promise<Answer> {
    if (!allows(by.scope, 'write') && !isListed(target, probing.targets)) {
      return { kind: 'problem', status: 403, detail: 'this target needs the scope write, or server.probe_targets' };
    }
    const module = new Map(Object.entries({ ...ownModules, ...probing.modules })).get(name);
    if (module === undefined) return badRequest([{ path: 'module', message: 'there is no such module' }]);
    const entry = serviceOfModule(module, target);
    if (typeof entry === 'string') return badRequest([{ path: 'target', message: entry }]);
    const probed = await services.probe(entry, signal);
    if (probed.kind === 'refused') return { kind: 'problem', status: 409, detail: probed.why };
    if (probed.kind === 'invalid') return badRequest(probed.mistakes);
    return { kind: 'text', status: 200, type, text: probeMetrics(probed.result, String(module.type)) };
  },
});
