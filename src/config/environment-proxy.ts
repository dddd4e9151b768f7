import { isNoProxyEntry } from '../http/no-proxy.ts';
import type { Environment } from './environment.ts';
import { isRecord } from './record.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * The data of a service in which `proxy: environment` is what HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY (in small letters
 * first) say for its URL, or for those of its steps; without a proxy where they name none.
 */
export function withEnvironmentProxy(data: Data, environment: Environment): Data {
  const steps: readonly unknown[] = Array.isArray(data.steps) ? data.steps : [];
  const concerned = data.proxy === wanted || steps.some((step) => isRecord(step) && step.proxy === wanted);
  if (!concerned) return data;
  if (steps.length === 0) return resolved(data, environment);
  const { proxy, ...flow } = data;
  const inherited = proxy === wanted ? { proxy } : {};
  const own = steps.map((step) => (isRecord(step) ? resolved({ ...inherited, ...step }, environment) : step));
  return { ...flow, ...(proxy !== wanted && proxy !== undefined && { proxy }), steps: own };
}

const wanted = 'environment';

function resolved(data: Data, environment: Environment): Data {
  const { proxy, ...others } = data;
  if (proxy !== wanted) return data;
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const found = read(isEncrypted(data) ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  if (found === undefined) return others;
  const exceptions = (read('NO_PROXY') ?? '').split(/[\s,]+/).filter(isNoProxyEntry);
  // A proxy is named without its scheme by custom.
  return { no_proxy: exceptions, ...others, proxy: found.includes('://') ? found : `http://${found}` };
}

/** Services without a URL, such as those of grpc, say it by `tls`. */
function isEncrypted({ url, tls }: Data): boolean {
  if (typeof url === 'string') return /^(?:https|wss):/i.test(url.trim());
  return tls !== undefined && tls !== false;
}
