import { durationToConfig } from '../domain/duration.ts';
import type { Service } from '../domain/service.ts';
import type { BoundProbe } from '../probes/probe.ts';
import { type Column, renderGrid } from '../reporting/grid.ts';
import { styleOf } from '../reporting/style.ts';

interface Listed {
  readonly service: Service;
  readonly probe: BoundProbe;
}

export interface ListLook {
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

/** The configured services as a table, as JSON or as bare names, one a line; targets are redacted already. */
export function listServices(items: readonly Listed[], format: 'table' | 'json' | 'names', look: ListLook): string {
  if (format === 'names') return items.map(({ service }) => `${service.name}\n`).join('');
  if (format === 'json')
    return `${JSON.stringify({ schema: 'svcmon.list/v1', services: items.map(toDocument) }, null, 2)}\n`;
  return listTable(items, look);
}

function toDocument({ service, probe }: Listed) {
  const { name, group, tags, intervalMs, timeoutMs, expectations } = service;
  return {
    name,
    type: probe.type,
    target: probe.target,
    ...(group === undefined ? {} : { group }),
    tags,
    interval_ms: intervalMs,
    timeout_ms: timeoutMs,
    assertions: expectations.assertions.map(({ expr }) => expr),
  };
}

function listTable(items: readonly Listed[], { width, ...look }: ListLook): string {
  const style = styleOf(look);
  const columns: readonly Column[] = [
    { title: 'NAME', cells: items.map(({ service }) => service.name), shrinksTo: 12, paint: style.strong },
    { title: 'TYPE', cells: items.map(({ probe }) => probe.type) },
    { title: 'EVERY', cells: items.map(({ service }) => durationToConfig(service.intervalMs)), align: 'right' },
    { title: 'TIMEOUT', cells: items.map(({ service }) => durationToConfig(service.timeoutMs)), align: 'right' },
    { title: 'TARGET', cells: items.map(({ probe }) => probe.target), shrinksTo: 20 },
    { title: 'GROUP', cells: items.map(({ service }) => service.group ?? '') },
    { title: 'TAGS', cells: items.map(({ service }) => tagsOf(service)), shrinksTo: 10 },
  ];
  const used = columns.filter(({ cells }) => cells.some((cell) => cell !== ''));
  return `${renderGrid(used, { width, ellipsis: style.glyphs.ellipsis, paintTitle: style.quiet })}\n`;
}

function tagsOf({ tags }: Service): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
