let collator: Intl.Collator | undefined;

/** Compares titles as a reader would: neither case nor accents matter. Made on first use, since that loads ICU's tables. */
export const titleCollator = (): Intl.Collator => {
  collator ??= new Intl.Collator(undefined, { sensitivity: 'base' });
  return collator;
};
