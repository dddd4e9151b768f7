import type { Transaction } from 'kysely';
import { createByteWriter } from '../domain/bytes.ts';
import { createBlockEncoder, decodeBlock, decodeFacts } from './result-codec.ts';
