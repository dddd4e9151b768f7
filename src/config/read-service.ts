import { isAbsolute } from 'node:path';
import type { Service } from '../domain/service.ts';
import { type BoundProbe, bindProbe, type Probe } from '../probes/probe.ts';
import type { CompileAssertions } from './assertions.ts';
import type { ExamineAuth } from './auth-expressions.ts';
import { checkData } from './check-data.ts';
import type { Environment } from './environment.ts';
import { withEnvironmentProxy } from './environment-proxy.ts';
import type { ConfigFiles } from './file-text.ts';
import type { Finding } from './finding.ts';
import { unknownKey } from './issues.ts';
import type { Problem } from './problem.ts';
import { isRecord } from './record.ts';
import { problemsIn, type Section, sectionWithDefaults } from './section.ts';
import { type ServiceDefaults, withDefaults } from './service-defaults.ts';
import { commonKeys } from './service-schema.ts';
import { closestName } from './suggestion.ts';
import { type ServiceSettings, timingFindings, toService } from './to-service.ts';
import { listOf, showValue } from './wording.ts';

/** What every service is read with. */
export interface ServiceContext extends ServiceSettings {
  readonly probes: readonly Probe[];
  /** The section that they stand in, and which of them hold. */
  readonly defaults: Pick<Section, 'originOf'> & Pick<ServiceDefaults, 'of'>;
  readonly compile: CompileAssertions;
  readonly examineAuth: ExamineAuth;
  readonly files: Pick<ConfigFiles, 'whyUnreadable'>;
  /** For `proxy: environment`. */
  readonly environment: Environment;
}

/** A service as it was read: what it is, how it looks, and the data it came from. */
export interface ReadService {
  readonly service: Service;
  readonly probe: BoundProbe;
  readonly section: Section;
  /** Parsed by the probe's own schema. */
  readonly probeOptions: Readonly<Record<string, unknown>>;
}

export type ServiceResult =
  | { readonly ok: true; readonly value: ReadService }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads one entry of `services:` by the schema of its own type. */
export function readService(own: Section, context: ServiceContext): ServiceResult {
  if (!isRecord(own.data)) {
    const message = `expected a mapping with at least a name, got ${showValue(own.data)}`;
    return { ok: false, problems: problemsIn(own, [{ path: [], message }]) };
  }
  const { type = 'http' } = own.data;
  const probe = context.probes.find((candidate) => candidate.type === type);
  if (probe === undefined) return { ok: false, problems: problemsIn(own, [unknownType(type, context.probes)]) };
  const defaults = { ...context.defaults, data: context.defaults.of(probe) };
  const data = withEnvironmentProxy(withDefaults(own.data, defaults.data, probe), context.environment);
  return readTyped(sectionWithDefaults(own, defaults, data), { probe, data, context });
}

interface Typed {
  readonly probe: Probe;
  readonly data: Readonly<Record<string, unknown>>;
  readonly context: ServiceContext;
}

function readTyped(section: Section, { probe, data, context }: Typed): ServiceResult {
  const unknown = unknownKeys(data, probe, context.probes);
  const common = checkData(commonKeys, section, pick(data, commonKeys.shape));
  const options = checkData(probe.options, section, pick(data, probe.options.shape));
  const assertions = context.compile(data.assertions, probe.facts);
  const findings = [
    ...unknown,
    ...(common.ok ? timingFindings(common.value, context) : common.findings),
    ...(options.ok ? optionFindings(probe, options.value, context.files) : options.findings),
    ...assertions.findings,
    ...context.examineAuth(data),
  ];
  if (findings.length > 0 || !common.ok || !options.ok) return { ok: false, problems: problemsIn(section, findings) };
  const bound = bindProbe(probe, options.value);
  const parts = {
    common: common.value,
    assertions: assertions.compiled,
    probeOptions: options.value,
    host: bound.host,
    certain: probe.certain ?? false,
  };
  return {
    ok: true,
    value: { service: toService(parts, context), probe: bound, section, probeOptions: options.value },
  };
}

/** Mistakes in options that fit their schema. */
function optionFindings(
  probe: Probe,
  options: Readonly<Record<string, unknown>>,
  files: ServiceContext['files'],
): readonly Finding[] {
  const unreadable = (probe.files?.(options) ?? []).flatMap(({ path, file }): readonly Finding[] => {
    const reason = files.whyUnreadable(file);
    if (reason === undefined) return [];
    const hint = isAbsolute(file) ? {} : { hint: 'a relative path starts at the working directory' };
    return [{ path, message: `the file ${showValue(file)} ${reason}`, ...hint }];
  });
  return [...(probe.problems?.(options) ?? []), ...unreadable];
}

function unknownType(type: unknown, probes: readonly Probe[]): Finding {
  const known = probes.map((probe) => probe.type);
  const meant = typeof type === 'string' ? closestName(type, known) : undefined;
  const message = `expected ${listOf(known.map((name) => JSON.stringify(name)))}, got ${showValue(type)}`;
  return { path: ['type'], message, ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }) };
}

function unknownKeys(
  data: Readonly<Record<string, unknown>>,
  probe: Probe,
  probes: readonly Probe[],
): readonly Finding[] {
  const known = ['type', ...Object.keys(commonKeys.shape), ...Object.keys(probe.options.shape)];
  return Object.keys(data)
    .filter((key) => !known.includes(key))
    .map((key): Finding => {
      const owners = probes.filter(({ options }) => key in options.shape).map(({ type }) => type);
      if (owners.length === 0) return unknownKey([key], known);
      const message = `not a key of a service of type ${probe.type}`;
      return { path: [key], at: 'key', message, hint: `services of type ${listOf(owners)} have it` };
    });
}

function pick(
  data: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => Object.hasOwn(shape, key)));
}
