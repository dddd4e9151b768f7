import type { RecordType } from 'dns-packet';

/** A type of record by its name; those of RFC 9460 are not known to the library. */
export type DnsType = RecordType | 'SVCB' | 'HTTPS';

// https://www.iana.org/assignments/dns-parameters; beyond its own names, the library takes and gives numbers in this form.
const numbered: Readonly<Record<string, string>> = { SVCB: 'UNKNOWN_64', HTTPS: 'UNKNOWN_65' };
const named = new Map(Object.entries(numbered).map(([name, number]) => [number, name]));

/** The name by which the library knows a type. */
export function libraryType(type: DnsType): RecordType {
  return (numbered[type] ?? type) as RecordType;
}

/** The name of a type that the library gives; `TYPE731` for one without (RFC 3597 §5). */
export function typeName(type: string): string {
  return named.get(type) ?? type.replace(/^UNKNOWN_/, 'TYPE');
}
