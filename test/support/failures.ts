import { Failure } from '../../src/domain/failure.ts';

/** The Failure that a promise rejects with; throws for anything else that it does. */
export async function failureFrom(promise: Promise<unknown>): Promise<Failure> {
  const outcome = await promise.then(
    (value) => new Error(`it did not reject, but resolved with ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (outcome instanceof Failure) return outcome;
  throw new Error('it did not reject with a Failure', { cause: outcome });
}
