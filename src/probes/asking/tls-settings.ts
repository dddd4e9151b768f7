import { readOptionFile } from '../../http/option-file.ts';
import type { TlsSettings } from '../../http/request.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { OptionFile } from '../probe.ts';

/** What the TLS keys of a service ask for, their files read; throws a Failure for one that cannot be. `at`: the key that holds them. */
export function tlsSettingsOf(
  { ca_file, cert_file, key_file, server_name, min_version, insecure }: TlsKeys,
  at: readonly string[] = ['tls'],
): TlsSettings {
  const read = (key: string, file: string) => readOptionFile(file, [...at, key].join('.')).toString();
  return {
    insecure,
    ...(ca_file !== undefined && { ca: read('ca_file', ca_file) }),
    ...(cert_file !== undefined && { cert: read('cert_file', cert_file) }),
    ...(key_file !== undefined && { key: read('key_file', key_file) }),
    ...(server_name !== undefined && { serverName: server_name }),
    ...(min_version !== undefined && { minVersion: min_version === '1.0' ? 'TLSv1' : `TLSv${min_version}` }),
  };
}

/** The files that such keys name. */
export function tlsFilesOf(keys: TlsKeys | undefined, at: readonly string[] = ['tls']): readonly OptionFile[] {
  const { ca_file, cert_file, key_file } = keys ?? {};
  return Object.entries({ ca_file, cert_file, key_file }).flatMap(([key, file]) =>
    file === undefined ? [] : [{ path: [...at, key], file }],
  );
}
