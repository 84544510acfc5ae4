/** When a key that is a JSON Web Token says that it ends (epoch ms). Other keys do not say. */
export function keyExpiry(key: string): number | undefined {
  const [, claims, signature] = key.split('.');
  if (claims === undefined || signature === undefined) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return typeof exp === 'number' && Number.isFinite(new Date(exp * 1000).getTime()) ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
