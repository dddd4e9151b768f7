import type { SilenceInput } from '../api/types.ts';
import { fromInput } from '../maintenance/instants.ts';

/** What the form of a silence holds. */
export interface SilenceDraft {
  /** Names with commas between them; `*` for every service. */
  readonly services: string;
  /** `key:value` with commas between them. */
  readonly tags: string;
  /** In ms, or `until`. */
  readonly length: string;
  /** As an `<input type="datetime-local">` has it. */
  readonly until: string;
  readonly reason: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long a silence may be without naming its end. */
export const lengths: readonly { readonly value: string; readonly text: string }[] = [
  { value: String(30 * minuteMs), text: '30 minutes' },
  { value: String(hourMs), text: '1 hour' },
  { value: String(2 * hourMs), text: '2 hours' },
  { value: String(4 * hourMs), text: '4 hours' },
  { value: String(8 * hourMs), text: '8 hours' },
  { value: String(24 * hourMs), text: '1 day' },
  { value: String(72 * hourMs), text: '3 days' },
  { value: String(168 * hourMs), text: '1 week' },
  { value: 'until', text: 'Until …' },
];

/** Which services are meant: those that are named and have every tag. */
export function matchOf({ services, tags }: SilenceDraft): SilenceInput['match'] {
  const named = partsOf(services).filter((name) => name !== '*');
  const tagged = partsOf(tags).map((tag) => tag.split(/:(.*)/s).slice(0, 2));
  return {
    ...(named.length > 0 && { services: named }),
    ...(tagged.length > 0 && { tags: Object.fromEntries(tagged) }),
  };
}

/** What is wrong, by field; empty where nothing is. */
export function problemsOf(draft: SilenceDraft, at: number): Partial<Record<keyof SilenceDraft, string>> {
  const { services, tags, length, until, reason } = draft;
  const endsAt = Date.parse(fromInput(until) ?? '');
  const isAboutNothing = services.trim() === '' && tags.trim() === '';
  const isNoTag = partsOf(tags).some((tag) => !/^[^:]+:./.test(tag));
  return {
    ...(isAboutNothing && { services: 'Name services or tags, or write * for every service.' }),
    ...(isNoTag && { tags: 'A tag is a key and a value: team:shop.' }),
    ...(length === 'until' && Number.isNaN(endsAt) && { until: 'Say when it ends.' }),
    ...(length === 'until' && endsAt <= at && { until: 'That is over already.' }),
    ...(reason.trim() === '' && { reason: 'Say why: others see it.' }),
  };
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
