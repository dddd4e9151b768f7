import { Failure } from '../../src/domain/failure.ts';

/** The Failure that a promise rejects with; throws for anything else that it does. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  let value: unknown;
  try {
    value = await promise;
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw new Error('it rejected with something other than a Failure', { cause: thrown });
  }
  throw new Error(`it did not reject, but resolved with ${JSON.stringify(value)}`);
}
