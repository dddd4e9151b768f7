import type { IncidentStory } from '../api/types.ts';
import { formatDuration } from '../format.ts';

/** The story of an incident for a ticket or a post-mortem; instants in UTC. */
export function markdownOf(story: IncidentStory): string {
  const { service, status, message, started, confirmed, recovered, acknowledged, timeline, messages } = story;
  const ended = recovered ?? story.closed;
  const lasted = ended === null ? 'still open' : formatDuration(Date.parse(ended) - Date.parse(started));
  return [
    `## ${plain(service)}: ${plain(message)}`,
    '',
    `- Status: ${status}`,
    `- First failure: ${started}`,
    `- Confirmed: ${confirmed}`,
    `- Recovered: ${recovered ?? 'not yet'}`,
    `- Duration: ${lasted}`,
    ...(acknowledged === null ? [] : [`- Acknowledged by ${plain(acknowledged.by)} at ${acknowledged.at}`]),
    '',
    '### Timeline',
    '',
    ...timeline.map(
      ({ timestamp, text, by }) => `- ${timestamp} ${plain(text)}${by === null ? '' : ` (${plain(by)})`}`,
    ),
    '',
    '### Messages',
    '',
    ...(messages.length === 0
      ? ['None.']
      : messages.map((one) => `- ${one.created} ${plain(one.channel)}: ${one.kind}, ${one.state}`)),
    '',
  ].join('\n');
}

// What a target said stays text in Markdown too.
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`);
}
