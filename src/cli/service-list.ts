import { z } from 'zod';
import { assertionEntry, toAssertionSource } from '../domain/assertion-entry.ts';
import { durationToConfig } from '../domain/duration.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Service } from '../domain/service.ts';
import type { BoundProbe } from '../probes/probe.ts';
import { type Column, renderGrid } from '../reporting/grid.ts';
import type { ListDocument } from '../reporting/list-schema.ts';
import { lineOrNull, plainRecord } from '../reporting/machine-values.ts';
import { styleOf } from '../reporting/style.ts';

interface Listed {
  readonly service: Service;
  readonly probe: BoundProbe;
  /** As configured, with secrets masked. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ListLook {
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

/** The configured services as a table, as JSON or as bare names, one a line; targets are redacted already. */
export function listServices(items: readonly Listed[], format: 'table' | 'json' | 'names', look: ListLook): string {
  if (format === 'names') return items.map(({ service }) => `${service.name}\n`).join('');
  if (format === 'json') {
    const document: ListDocument = { schema: 'svcmon.list/v1', services: items.map(toDocument) };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  return listTable(items, look);
}

function toDocument({ service, probe, options }: Listed): ListDocument['services'][number] {
  const { name, group, tags, intervalMs, timeoutMs } = service;
  return {
    name,
    type: probe.type,
    target: toPlainLine(probe.target),
    group: lineOrNull(group),
    tags: plainRecord(tags),
    interval_ms: intervalMs,
    timeout_ms: timeoutMs,
    assertions: expressionsIn(options.assertions).map(toPlainLine),
  };
}

function expressionsIn(entries: unknown): readonly string[] {
  const parsed = z.array(assertionEntry).safeParse(entries);
  return (parsed.data ?? []).map((entry) => toAssertionSource(entry).expr);
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
