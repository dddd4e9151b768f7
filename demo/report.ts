import type { Seen } from './proof.ts';

/** What svcmon says of the services, a line each. */
export function verdictLines({ overview }: Seen): string {
  const { services = [], counts } = overview ?? {};
  const width = Math.max(...services.map(({ name }) => name.length));
  const rows = services.map(
    ({ name, status, response_time_ms: time, message }) =>
      `  ${status.padEnd(9)}  ${name.padEnd(width)}  ${message ?? `answered in ${time === null ? '?' : Math.round(time)} ms`}`,
  );
  const sum = `${services.length} services: ${counts?.healthy} healthy, ${counts?.degraded} degraded, ${counts?.unhealthy} unhealthy`;
  return [...rows, '', `  ${sum}`].join('\n');
}

/** The story of the incident, then the alert as the chat received it. */
export function incidentLines({ incident, message = [] }: Seen): string {
  const timeline = incident?.timeline.map(({ timestamp, text }) => `  ${timestamp.slice(11, 19)}  ${text}`) ?? [];
  return [
    `Incident ${incident?.id} of ${incident?.service}, times in UTC:`,
    '',
    ...timeline,
    '',
    'What the chat received:',
    '',
  ]
    .concat(message.map((line) => `  ${line}`))
    .join('\n');
}
