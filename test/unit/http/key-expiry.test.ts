import assert from 'node:assert/strict';
import { keyExpiry } from '../../../src/http/key-expiry.ts';

const token = (claims: string): string => `e30.${Buffer.from(claims).toString('base64url')}.c2lnbmF0dXJl`;

describe('when a key ends', () => {
  it('is what a JSON Web Token says', () => {
    assert.equal(keyExpiry(token('{"sub":"x","exp":1705744800}')), Date.UTC(2024, 0, 20, 10));
    assert.equal(keyExpiry(token('{"exp":1705744800.5}')), Date.UTC(2024, 0, 20, 10) + 500);
  });

  it('is unknown of any other key', () => {
    for (const key of [
      '',
      'abc',
      'a.b.c',
      '..',
      token('{}'),
      token('null'),
      token('[1]'),
      token('{"exp":"soon"}'),
      token('{"exp":1e300}'),
    ])
      assert.equal(keyExpiry(key), undefined, key);
  });
});
