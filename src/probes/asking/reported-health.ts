import { z } from 'zod';
import type { Complaint } from '../../domain/complaint.ts';
import type { HttpObservation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';

/**
 * What a health endpoint says of itself, whatever its status code: `application/health+json`
 * (draft-inadarei-api-health-check), the health of Spring Boot's Actuator and of ASP.NET Core, as JSON or as a single word.
 * Nothing where it says that all is well; a complaint of `reported_unknown` where it says nothing that is known.
 */
export function reportedHealth({ body }: HttpObservation): readonly Complaint[] {
  const report = readReport(body);
  const said = report === undefined ? undefined : meanings.get(report.status.toLowerCase());
  if (report === undefined || said === undefined) {
    const message = report === undefined ? 'the answer reports no health' : `reports ${shown(report.status)}`;
    return [{ status: 'unknown', reason: 'reported_unknown', message }];
  }
  if (said === 'healthy') return [];
  const parts = unwellParts(report);
  const message = `reports ${shown(report.status)}${parts.length === 0 ? '' : `: ${truncate(parts.join(', '), 300)}`}`;
  return [{ status: said, reason: reasons[said], message }];
}

const reasons = {
  degraded: 'reported_degraded',
  unhealthy: 'reported_unhealthy',
  unknown: 'reported_unknown',
} as const;

const meanings = new Map<string, 'healthy' | keyof typeof reasons>([
  ...(['pass', 'ok', 'up', 'healthy'] as const).map((word) => [word, 'healthy'] as const),
  ...(['warn', 'degraded'] as const).map((word) => [word, 'degraded'] as const),
  ...(['fail', 'error', 'down', 'out_of_service', 'unhealthy'] as const).map((word) => [word, 'unhealthy'] as const),
  ['unknown', 'unknown'],
]);

const part = z.looseObject({ status: z.string() });
const checks = z.record(z.string(), z.union([part, z.array(part)]));

const report = z.looseObject({
  status: z.string(),
  /** What went wrong, in words (health+json). */
  output: z.string().optional(),
  /** Parts by name: health+json has lists of them; Spring calls them components (before 2.2 details), ASP.NET entries or results. */
  checks: checks.optional().catch(undefined),
  components: checks.optional().catch(undefined),
  details: checks.optional().catch(undefined),
  entries: checks.optional().catch(undefined),
  results: checks.optional().catch(undefined),
});

type Report = z.output<typeof report>;

function readReport(body: string): Report | undefined {
  const text = body.trim();
  if (/^[A-Za-z_]{2,20}$/.test(text)) return { status: text };
  try {
    return report.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The parts that are not well, with what they say: `db fail (connection refused)`. */
function unwellParts({ output, checks: own, components, details, entries, results }: Report): readonly string[] {
  const named = Object.entries({ ...details, ...results, ...entries, ...components, ...own });
  const unwell = named.flatMap(([name, given]) =>
    (Array.isArray(given) ? given : [given]).flatMap((one) => {
      if (meanings.get(one.status.toLowerCase()) === 'healthy') return [];
      const why = [one.output, one.description, one.error].find((text) => typeof text === 'string' && text !== '');
      return [`${shown(name)} ${shown(one.status)}${why === undefined ? '' : ` (${shown(String(why))})`}`];
    }),
  );
  return output === undefined || output === '' ? unwell : [shown(output), ...unwell];
}

function shown(text: string): string {
  return truncate(toPlainLine(text), 100);
}
