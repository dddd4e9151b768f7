import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { executableOf } from './executables.ts';

const dayMs = 86_400_000;

/** A certificate and its key as PEM files. */
export interface IssuedCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** What a certificate is to say. Instants are epoch ms; by default valid from yesterday for 90 days. */
export interface CertificateRequest {
  /** Its common name, and the names of its files. */
  readonly name: string;
  /** The subjectAltName extension as OpenSSL writes it; `IP:127.0.0.1` by default. */
  readonly altNames?: string;
  readonly validFromAt?: number;
  readonly validToAt?: number;
  /** The extendedKeyUsage extension; `serverAuth` by default. */
  readonly usage?: string;
}

/** Issues certificates with the openssl command. */
export interface Authority extends IssuedCertificate {
  /** Signs a certificate for a server or client. */
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
  /** Signs an authority below this one. */
  issueAuthority(request: CertificateRequest): Promise<Authority>;
}

/** Makes a root authority whose files live in the folder. */
export async function createAuthority(folder: string, name: string): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const root = await selfSigned(folder, {
    name,
    extensions: ['basicConstraints=critical,CA:true', 'keyUsage=keyCertSign,cRLSign'],
  });
  return authorityOf(folder, name, root);
}

/** Makes a certificate for 127.0.0.1 that nobody but itself vouches for. */
export function createSelfSigned(folder: string, name: string): Promise<IssuedCertificate> {
  return selfSigned(folder, { name, extensions: ['subjectAltName=IP:127.0.0.1', 'extendedKeyUsage=serverAuth'] });
}

/** Writes certificates into one file, in the given order, as servers send them; resolves with its path. */
export async function bundleCertificates(file: string, certificates: readonly IssuedCertificate[]): Promise<string> {
  const texts = await Promise.all(certificates.map(({ certFile }) => readFile(certFile, 'utf8')));
  await writeFile(file, texts.join(''));
  return file;
}

async function selfSigned(
  folder: string,
  { name, extensions }: { readonly name: string; readonly extensions: readonly string[] },
): Promise<IssuedCertificate> {
  const files = filesOf(folder, name);
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  await openssl([
    'req',
    '-x509',
    ...newKey(files.keyFile),
    '-subj',
    `/CN=${name}`,
    '-days',
    '90',
    ...added,
    '-out',
    files.certFile,
  ]);
  return files;
}

async function authorityOf(folder: string, name: string, files: IssuedCertificate): Promise<Authority> {
  const configFile = join(folder, `${name}.cnf`);
  const database = join(folder, `${name}.index`);
  await Promise.all([writeFile(configFile, signingConfig(folder, database, files)), writeFile(database, '')]);
  // OpenSSL's database is a file without a lock: one signature at a time.
  let last: Promise<unknown> = Promise.resolve();
  const sign = (request: CertificateRequest, extensions: readonly string[]) => {
    const signed = last.then(() => signRequest({ folder, configFile, request, extensions }));
    last = signed;
    return signed;
  };
  return {
    ...files,
    issue: (request) => {
      const { altNames = 'IP:127.0.0.1', usage = 'serverAuth' } = request;
      return sign(request, [`subjectAltName=${altNames}`, `extendedKeyUsage=${usage}`, 'basicConstraints=CA:false']);
    },
    async issueAuthority(request) {
      const issued = await sign(request, ['basicConstraints=critical,CA:true', 'keyUsage=keyCertSign,cRLSign']);
      return authorityOf(folder, request.name, issued);
    },
  };
}

interface Signing {
  readonly folder: string;
  readonly configFile: string;
  readonly request: CertificateRequest;
  readonly extensions: readonly string[];
}

async function signRequest({ folder, configFile, request, extensions }: Signing): Promise<IssuedCertificate> {
  const { name, validFromAt = Date.now() - dayMs, validToAt = validFromAt + 90 * dayMs } = request;
  const files = filesOf(folder, name);
  const requestFile = join(folder, `${name}.csr`);
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  await openssl(['req', '-new', ...newKey(files.keyFile), '-subj', `/CN=${name}`, ...added, '-out', requestFile]);
  const period = ['-startdate', asn1Time(validFromAt), '-enddate', asn1Time(validToAt)];
  await openssl([
    'ca',
    '-batch',
    '-notext',
    '-config',
    configFile,
    '-in',
    requestFile,
    '-out',
    files.certFile,
    ...period,
  ]);
  return files;
}

function filesOf(folder: string, name: string): IssuedCertificate {
  return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
}

function newKey(keyFile: string): readonly string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
}

function signingConfig(folder: string, database: string, { certFile, keyFile }: IssuedCertificate): string {
  return `
[ca]
default_ca = authority
[authority]
database = ${database}
new_certs_dir = ${folder}
certificate = ${certFile}
private_key = ${keyFile}
default_md = sha256
rand_serial = yes
unique_subject = no
copy_extensions = copy
policy = names
[names]
commonName = supplied
`;
}

/** GeneralizedTime of RFC 5280 §4.1.2.5.2: YYYYMMDDHHMMSSZ. */
function asn1Time(at: number): string {
  return `${new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')}Z`;
}

async function openssl(args: readonly string[]): Promise<void> {
  await promisify(execFile)(executableOf('openssl'), args);
}
