import type { z } from 'zod';
import { factsByType } from '../domain/facts.ts';
import { builtInKinds, channelTypeSchema, type JsonSchema, propertiesOf, type SchemaKinds, toJson } from './json-schema.ts';
import { isRecord } from './record.ts';
import { fileKeys } from './schema.ts';
import { commonKeys } from './service-schema.ts';
