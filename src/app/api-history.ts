import type { HistoryDesk } from '../api/desks/history.ts';
import type { Service } from '../domain/service.ts';
import { type ResultsParts, readResultsPart } from './api-results.ts';
import { readSeries } from './api-series.ts';
import { readUptime } from './api-uptime.ts';

export interface HistoryParts extends ResultsParts {
  serviceOf(name: string): Service | undefined;
}

/** What is stored of services that are configured. */
export function createHistoryDesk(parts: HistoryParts): HistoryDesk {
  const { serviceOf } = parts;
  return {
    async results(name, query) {
      return serviceOf(name) && readResultsPart(name, query, parts);
    },
    async series(name, query) {
      const service = serviceOf(name);
      return service && readSeries(service, query, parts);
    },
    async uptime(name, windows) {
      const service = serviceOf(name);
      return service && readUptime(service, windows, parts);
    },
  };
}
