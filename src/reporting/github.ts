import { worstFirst } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { defineFormat } from './format.ts';
import { summarySentence, whatWasFound } from './wording.ts';

/**
 * Annotations of GitHub Actions (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands): an error
 * for what fails the step, a warning for degraded, and the summary as a notice. No text can start a command of its own.
 */
export const github = defineFormat({
  name: 'github',
  summary: 'error and warning annotations for GitHub Actions',
  extensions: [],
  render(report) {
    const annotations = worstFirst(report.results)
      .filter(({ status }) => status !== 'healthy')
      .map(toAnnotation);
    const summary = command('notice', { title: 'svcmon', message: summarySentence(report) });
    return [...annotations, summary].map((line) => `${line}\n`).join('');
  },
});

function toAnnotation(result: CheckResult): string {
  return command(result.status === 'degraded' ? 'warning' : 'error', {
    title: `${truncate(toPlainLine(result.service), 80)} is ${result.status}`,
    message: `${whatWasFound(result)} – ${toPlainLine(result.target)}`,
  });
}

function command(name: string, { title, message }: { readonly title: string; readonly message: string }): string {
  return `::${name} title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** As the runner's own toolkit escapes (actions/toolkit, packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
