/** Why a store was not opened. */
export type RefusalReason =
  | 'locked'
  | 'newer_schema'
  | 'older_schema'
  | 'missing'
  | 'foreign'
  | 'damaged'
  | 'unusable'
  | 'unsupported_url';

/** Thrown when a store cannot be opened; its message says what to do. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, { cause }: { readonly cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

/** The refusal of a file whose schema this version does not know. */
export function newerSchema(path: string, version: number, ours: number): StoreRefused {
  const text = `${path} was written by a newer svcmon (version ${version} of its schema, this one knows ${ours}): use that one`;
  return new StoreRefused('newer_schema', text);
}

/** The refusal, to those who do not keep the file, of one that is to be migrated first. */
export function olderSchema(path: string): StoreRefused {
  const text = `${path} is of an earlier version of svcmon: it is brought up to date when this one monitors next`;
  return new StoreRefused('older_schema', text);
}

/** The refusal of a database that is not ours. */
export function foreignFile(path: string): StoreRefused {
  return new StoreRefused('foreign', `${path} is a database of another program: choose another file for storage.url`);
}
