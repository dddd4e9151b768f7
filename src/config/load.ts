import type { Channel } from '../channels/channel.ts';
import { channels as allChannels } from '../channels/registry.ts';
import { createRedactor, type Redact } from '../domain/redaction.ts';
import type { Probe } from '../probes/probe.ts';
import { probes as allProbes } from '../probes/registry.ts';
import { type CompileAssertions } from './assertions.ts';
import { checkData } from './check-data.ts';
import type { Config, ConfiguredService } from './config.ts';
import { type Environment, processEnvironment } from './environment.ts';
import { type ConfigFiles, diskFiles } from './file-text.ts';
import { findIncluded } from './include.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import type { Problem, Sources } from './problem.ts';
import { isRecord } from './record.ts';

