/** The fields that have a value: one that nobody told is left out, not set to `undefined`. */
export function given<T extends object>(fields: T): Given<T> {
  const told: Partial<T> = {};
  for (const name in fields) if (fields[name] !== undefined) told[name] = fields[name];
  return told as unknown as Given<T>;
}

type Given<T> = { [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name] } & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};
