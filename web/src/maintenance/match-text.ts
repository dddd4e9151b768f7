import type { Match } from '../api/types.ts';

/** Which services are meant, in words. */
export function matchText({ services, group, tags }: Match): string {
  const parts = [
    ...(services === null ? [] : [services.join(', ')]),
    ...(group === null ? [] : [`group ${group}`]),
    ...Object.entries(tags).map(([key, value]) => `${key}:${value}`),
  ];
  return parts.join(' and ') || 'every service';
}
