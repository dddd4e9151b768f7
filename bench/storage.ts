import { join } from 'node:path';
import type { Figure } from './figures.ts';
import { makeLongHistory, measureImport, measureReading, measureRetention, measureSize } from './long-history.ts';
import { measureWriting } from './storing.ts';

/** What keeping the history costs: writing, room, reading 30 days of 1,000 services, and removing half of them. */
export async function measureStorage(folder: string): Promise<readonly Figure[]> {
  const path = join(folder, 'long.db');
  const writing = [
    ...(await measureWriting(folder, { services: 1_000, perSecond: 100 })),
    ...(await measureWriting(folder, { services: 10_000, perSecond: 1_000 })),
  ];
  await makeLongHistory(path);
  return [
    ...writing,
    ...measureSize(path),
    ...(await measureReading(path)),
    await measureImport(join(folder, 'import.db')),
    ...(await measureRetention(path)),
  ];
}
