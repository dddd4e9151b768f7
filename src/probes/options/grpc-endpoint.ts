/** Reads `grpc://host:port/service`, or grpcs for TLS. Throws a RangeError that says what is wrong with a URL. */
export function grpcEndpoint({ protocol, host, port, username, password, pathname, search }: URL) {
  const shown = `${protocol}//${host}`;
  if (port === '') throw new RangeError(`${shown} names no port; write ${protocol}//host:port/service`);
  if (username !== '' || password !== '') throw new RangeError(`${shown} takes no user name and password`);
  if (search !== '') throw new RangeError(`${shown} takes nothing after the service`);
  const service = decoded(pathname.slice(1));
  return {
    address: decoded(host),
    ...(service !== '' && { service }),
    ...(protocol === 'grpcs:' && { tls: true }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
