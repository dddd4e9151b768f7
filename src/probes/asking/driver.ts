import { Failure } from '../../domain/failure.ts';
import { codeOf } from '../../http/error-codes.ts';

/** The packages that types of service ask with and that come with none of our own, in the versions they are tested with. */
export const drivers = { pg: '8.23.1', mysql2: '3.24.6', mqtt: '5.16.0' } as const;

export type Driver = keyof typeof drivers;

/** Loads a package when it is used. Rejects with `driver_missing`, which names the command that installs it, where it is not there. */
export async function loadDriver<Module>(driver: Driver, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!notFoundCodes.has(codeOf(error) ?? '')) throw error;
    const command = `npm install ${driver}@${drivers[driver]}`;
    const message = `the package ${driver} is not installed: run \`${command}\`, with -g if svcmon was installed so`;
    throw new Failure('driver_missing', message, { cause: error });
  }
}

// https://nodejs.org/api/errors.html: of `import`, and of `require` in what was imported.
const notFoundCodes: ReadonlySet<string> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
