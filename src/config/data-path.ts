/** Where a value stands in a file's data: keys and indexes from the top. */
export type DataPath = readonly (string | number)[];

/** The path as people write it: `services[1].headers["X-Trace"]`; empty for the whole file. */
export function formatPath(path: DataPath): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(segment)) return `${text}[${JSON.stringify(segment)}]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
}

/** The value at a path, or undefined where there is none. */
export function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((value, segment) => {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
    return Reflect.get(value, segment);
  }, data);
}

/** A copy of the data in which the value at a path is another one; only what lies on the path is copied. */
export function withValueAt(data: unknown, path: DataPath, value: unknown): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (Array.isArray(data))
    return data.map((item, index) => (index === segment ? withValueAt(item, rest, value) : item));
  if (data === null || typeof data !== 'object') return data;
  const replaced = withValueAt(Reflect.get(data, segment), rest, value);
  return { ...data, [segment]: replaced };
}

/** A copy of the data without the entry at a path. */
export function withoutValueAt(data: unknown, path: DataPath): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined || data === null || typeof data !== 'object') return data;
  if (Array.isArray(data)) {
    return rest.length === 0
      ? data.filter((_item, index) => index !== segment)
      : data.map((item, index) => (index === segment ? withoutValueAt(item, rest) : item));
  }
  const entries = Object.entries(data).flatMap(([key, value]) => {
    if (key !== segment) return [[key, value]];
    return rest.length === 0 ? [] : [[key, withoutValueAt(value, rest)]];
  });
  return Object.fromEntries(entries);
}
