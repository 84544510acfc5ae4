import * as z from 'zod';

/** A date, or a date and time with or without an offset. */
export const wireTime = () =>
  z.string().regex(/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?(?:\d\d)?)?)?$/);
