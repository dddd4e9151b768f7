import type { AnySchemaObject, ValidateFunction } from 'ajv';
import type { LinearRegexResult } from '../linear-regex.ts';
import type { AnswerFunction, FunctionFiles } from './answer-function.ts';

/** JSON Schema (https://json-schema.org), draft 2020-12 unless its `$schema` names draft 6 or 7. */
export const matchesSchema: AnswerFunction = {
  name: 'matches_schema',
  usage: "matches_schema('file.json')",
  yields: 'bool',
  reads: 'json',
  takesFile: true,
  describes:
    'whether the body is JSON that a JSON Schema describes (draft 2020-12, 7 or 6); the file is read with the configuration, anew when it changes, relative to the working directory; its patterns are RE2, and `format` is not looked at',
  async load(files) {
    const [{ Ajv }, { Ajv2020 }, { compileLinearRegex }] = await Promise.all([
      import('ajv'),
      import('ajv/dist/2020.js'),
      import('../linear-regex.ts'),
    ]);
    const linear = (pattern: string) => regexOf(pattern, compileLinearRegex(pattern));
    const options = {
      strict: false,
      validateFormats: false,
      logger: false as const,
      code: { regExp: Object.assign(linear, { code: 'linear' }) },
    };
    const compile = (schema: AnySchemaObject) =>
      isOlder(schema) ? new Ajv(options).compile(schema) : new Ajv2020(options).compile(schema);
    const compiled = new Map<string, ValidateFunction>();
    return (path) => {
      const validate = compiled.get(path) ?? compile(schemaIn(path, files));
      compiled.set(path, validate);
      return {
        call: (value) => validate(value) === true,
        whyNot: (value) => (validate(value) === true ? 'it matches' : firstError(validate)),
      };
    };
  },
};

function isOlder({ $schema }: AnySchemaObject): boolean {
  return typeof $schema === 'string' && /draft-0[67]/.test($schema);
}

function schemaIn(path: string, files: FunctionFiles): AnySchemaObject {
  const file = files.get(path);
  if (file === undefined || !file.ok) {
    throw new RangeError(`the file ${JSON.stringify(path)} ${file?.reason ?? 'was not read'}`);
  }
  try {
    const schema: unknown = JSON.parse(file.text);
    if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return schema;
  } catch {
    throw new RangeError(`the file ${JSON.stringify(path)} is not JSON`);
  }
  throw new RangeError(`the file ${JSON.stringify(path)} holds no JSON Schema`);
}

/** In time that grows linearly with the text, whatever the schema or the server says. */
function regexOf(
  pattern: string,
  result: LinearRegexResult,
): { readonly test: (text: string) => boolean; readonly toString: () => string } {
  if (!result.ok) throw new RangeError(`pattern ${JSON.stringify(pattern)}: ${result.message}`);
  // ajv takes two patterns that read alike for one.
  return { test: (text) => result.regex.matchesIn(text), toString: () => pattern };
}

function firstError({ errors }: ValidateFunction): string {
  const [first] = errors ?? [];
  const place = first?.instancePath === undefined || first.instancePath === '' ? 'the body' : first.instancePath;
  return `${place} ${first?.message ?? 'does not match'}`;
}
