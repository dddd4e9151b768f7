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
