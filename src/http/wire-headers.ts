export interface WireHeaders {
  /** What the request brings along. */
  readonly own: Readonly<Record<string, string>>;
  /** What every request has that does not bring its own. */
  readonly defaults: readonly (readonly [name: string, value: string])[];
  /** Of the URL. */
  readonly host: string;
  readonly bodyBytes: number | undefined;
  readonly proxy: { readonly authorization: string | undefined } | undefined;
}

// Said by whoever writes the body to the wire.
const framing = new Set(['content-length', 'transfer-encoding']);

/** All headers of a request as names and values by turns. Host comes first (RFC 9110 §7.2); the connection serves one exchange. */
export function wireHeaders({ own, defaults, host, bodyBytes, proxy }: WireHeaders): readonly string[] {
  const list = ['Host', host];
  const named = new Set<string>();
  for (const name in own) {
    const lower = name.toLowerCase();
    const value = own[name] ?? '';
    if (lower === 'host') list[1] = value;
    else if (!framing.has(lower)) list.push(name, value);
    named.add(lower);
  }
  for (const [name, value] of defaults) {
    if (named.size === 0 || !named.has(name.toLowerCase())) list.push(name, value);
  }
  if (!named.has('connection')) list.push('Connection', 'close');
  if (proxy?.authorization !== undefined) list.push('Proxy-Authorization', proxy.authorization);
  if (bodyBytes !== undefined) list.push('Content-Length', String(bodyBytes));
  return list;
}
