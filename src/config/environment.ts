/** The environment variables: this folder is the only place that reads them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of this process. */
export function processEnvironment(): Environment {
  return process.env;
}
