/** Where svcmon listens to those that call it. */
export interface ListenAddress {
  /** A name or an IP address, without brackets. */
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
}

/** Reads `127.0.0.1:8686`, `[::1]:8686` or `localhost:8686`; undefined for anything else. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** What is said of a text that is no such address. */
export const expectedListenAddress = 'expected an address and a port, such as "127.0.0.1:8686" or "[::1]:8686"';
