import type { CheckResult } from '../domain/check-result.ts';
import type { CertificateFacts } from '../domain/observation.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { renderGrid } from '../reporting/grid.ts';
import { instantOrNull } from '../reporting/machine-values.ts';
import { daysBetween } from '../reporting/wording.ts';
import { type Block, type Paper, titled } from './explain-block.ts';

/** The certificate chain, leaf first: whose, how long it still holds, and by whom. */
export function explainCertificates({ observation, startedAt, reason }: CheckResult, paper: Paper): Block {
  const chain = observation?.tls?.chain ?? [];
  if (chain.length === 0) return [];
  const { style, width } = paper;
  const days = chain.map(({ validToAt }) => daysBetween(startedAt, validToAt));
  const grid = renderGrid(
    [
      { cells: chain.map(({ subject }) => toPlainLine(subject)), shrinksTo: 16 },
      {
        cells: days.map((left) => daysLeft(left, style.glyphs.none)),
        align: 'right',
        paint: (text, row) => {
          const left = days[row];
          return left === undefined || left >= 0 ? text : style.status.unhealthy(text);
        },
      },
      { cells: chain.map((certificate) => `until ${lastDay(certificate, style.glyphs.none)}`), paint: style.quiet },
      { cells: chain.map(({ issuer }) => `by ${toPlainLine(issuer)}`), shrinksTo: 12, paint: style.quiet },
      ...(chain.some(({ key }) => key) ? [{ cells: chain.map(keyOf), paint: style.quiet }] : []),
    ],
    { width: width - 2, ellipsis: style.glyphs.ellipsis },
  );
  const names = chain[0]?.altNames.map(toPlainLine).join(', ') ?? '';
  const forOthers = reason === 'tls_wrong_host' && names !== '' ? [`only for ${names}`] : [];
  return titled('Certificates', [...grid.split('\n'), ...forOthers], paper);
}

/** Such as `ec P-256` or `rsa 2048`. */
function keyOf({ key }: CertificateFacts): string {
  const { type = '', size = '', curve = size } = key ?? {};
  return `${type} ${curve}`.trim();
}

function daysLeft(days: number | undefined, none: string): string {
  if (days === undefined) return none;
  return days >= 0 ? `${days} d left` : `expired ${-days} d ago`;
}

function lastDay({ validToAt }: CertificateFacts, none: string): string {
  return instantOrNull(validToAt)?.slice(0, 'YYYY-MM-DD'.length) ?? none;
}
