import type { DataPath } from './data-path.ts';
import type { PlaceOptions } from './yaml.ts';

/** A problem before it has its place: which path of the data it is about. */
export interface Finding extends PlaceOptions {
  readonly path: DataPath;
  readonly message: string;
  readonly hint?: string;
}
