import { alertmanager } from './alertmanager.ts';
import { apprise } from './apprise.ts';
import type { Channel } from './channel.ts';
import { command } from './command.ts';
import { discord } from './discord.ts';
import { email } from './email.ts';
import { file } from './file.ts';
import { googlechat } from './googlechat.ts';
import { gotify } from './gotify.ts';
import { matrix } from './matrix.ts';
import { mattermost } from './mattermost.ts';
import { ntfy } from './ntfy.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { pushover } from './pushover.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';
import { twilio } from './twilio.ts';
import { webhook } from './webhook.ts';

/** Every kind of channel; a new one adds its line here. */
export const channels = [
  slack,
  email,
  pagerduty,
  webhook,
  alertmanager,
  teams,
  discord,
  telegram,
  ntfy,
  gotify,
  pushover,
  opsgenie,
  googlechat,
  mattermost,
  matrix,
  twilio,
  apprise,
  command,
  file,
] as const satisfies readonly Channel[];
