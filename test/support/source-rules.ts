import { transformSync } from '@swc/core';

/** A rule about the text of sources for which the linter has no words. */
interface SourceRule {
  readonly name: string;
  /** Whether it holds for a file, by its path. */
  readonly appliesTo: (path: string) => boolean;
  /** What must not stand in the code, which is without comments, types and white space. */
  readonly forbidden: RegExp;
}

/** What a source of svcmon may say only where it belongs. */
export const sourceRules: readonly SourceRule[] = [
  {
    name: 'only main ends the process or writes to its streams',
    appliesTo: (path) => path !== 'src/main.ts' && path !== 'src/cli/output.ts',
    forbidden: ofProcess('exit|exitCode|abort|stdout|stderr', /\bconsole\.\w+/),
  },
  {
    name: 'only the configuration reads environment variables',
    appliesTo: (path) => !path.startsWith('src/config/'),
    forbidden: ofProcess('env'),
  },
  {
    name: 'the domain has neither clock nor randomness',
    appliesTo: (path) => path.startsWith('src/domain/'),
    forbidden:
      /\bDate\.now\b|\bnew Date(?:\(\)|\b(?!\())|(?<!new )\bDate\(\)|\bperformance\.|\bprocess\.hrtime|\bMath\.random\b|\bcrypto\.|\bset(Timeout|Interval|Immediate)\b/,
  },
  {
    name: 'nothing is decided by the text of a message',
    appliesTo: () => true,
    forbidden:
      /\.message\??\.(includes|match|matchAll|startsWith|endsWith|indexOf|search)\(|\.message[!=]==?["'`]|["'`][!=]==?\w+\.message\b|\.(test|exec)\(\w+\.message\)|\bswitch\(\w+\.message\)/,
  },
  {
    // What it makes of AbortSignal.timeout may be collected as garbage before it fires (nodejs/node#57736).
    name: 'signals are joined by listening',
    appliesTo: () => true,
    forbidden: /\bAbortSignal\.any\b/,
  },
];

/** The violations in one file, as `rule: what stands there`. */
export function violationsIn(path: string, source: string): readonly string[] {
  const code = bareCode(source);
  return sourceRules
    .filter(({ appliesTo }) => appliesTo(path))
    .flatMap(({ name, forbidden }) =>
      [...code.matchAll(new RegExp(forbidden, 'g'))].map(([text]) => `${name}: ${text}`),
    );
}

function bareCode(source: string): string {
  return transformSync(source, {
    swcrc: false,
    minify: true,
    jsc: {
      parser: { syntax: 'typescript' },
      target: 'es2022',
      minify: { compress: false, mangle: false, format: { comments: false } },
      experimental: { disableAllLints: true },
    },
  }).code;
}

/** Members of `process` by name: read from it, taken out of it, or imported. */
function ofProcess(names: string, ...others: readonly RegExp[]): RegExp {
  const ways = [
    `\\bprocess\\??\\.(${names})\\b`,
    `\\bprocess\\[["'](${names})["']\\]`,
    `\\b(${names})\\b[^{}]*\\}=process\\b`,
    `import\\{[^}]*\\b(${names})\\b[^}]*\\}from["'](node:)?process["']`,
    ...others.map(({ source }) => source),
  ];
  return new RegExp(ways.join('|'));
}
