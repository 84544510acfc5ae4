/** One way in which a service's answers differ from its own documentation. */
export interface Drift {
  provider: string;
  /** Field path with `[]` for list items: `data[].participants_live`. */
  path: string;
  expected: string;
  got: string;
  /** A value that shows it; free of secrets and of people's names (strings are shortened to their shape). */
  example: string;
  count: number;
  /** ISO instant. */
  firstSeen: string;
}
