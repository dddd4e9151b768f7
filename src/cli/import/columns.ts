import { UsageError } from '../exit-code.ts';
import { type Columns, type ImportField, importFields } from './raw-record.ts';

const fields = Object.keys(importFields);

/** The columns that `--columns` names, such as `time=timestamp,status=up`; the others are called as their fields. Throws a UsageError for what is no such list. */
export function columnsOf(option: string | undefined): Columns {
  const told = new Map<ImportField, string>();
  for (const part of option === undefined ? [] : option.split(',')) {
    const [, name, column] = /^([a-z_]+)=(.+)$/.exec(part.trim()) ?? [];
    if (name === undefined || column === undefined) {
      throw new UsageError(
        `--columns ${JSON.stringify(option)}: expected field=column such as "time=timestamp,status=up"`,
      );
    }
    if (!isField(name)) {
      throw new UsageError(`--columns: there is no field ${JSON.stringify(name)}; the fields are ${fields.join(', ')}`);
    }
    told.set(name, column.trim());
  }
  return new Map(fields.filter(isField).map((field) => [field, told.get(field) ?? field]));
}

function isField(name: string): name is ImportField {
  return Object.hasOwn(importFields, name);
}
