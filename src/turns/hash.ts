/** A hash goes on by a letter (FNV-1a); what it begins with is its seed. */
export const hashedOn = (hashed: number, letter: number): number => Math.imul(hashed ^ letter, 0x01000193);
