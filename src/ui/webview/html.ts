import { randomBytes } from 'node:crypto';

export interface Page {
  /** `webview.cspSource`. */
  source: string;
  scriptUri: string;
  styleUri: string;
  language: string;
  /** Names the page to a screen reader before its content arrives. */
  title: string;
  /** Pictures may be loaded from the services, over https. */
  remoteImages: boolean;
}

const escaped = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? '',
  );

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

/** An empty page that may run one script and nothing else; its content comes as data. */
export const html = (page: Page): string => {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    `default-src 'none'`,
    // Neither follows from the default.
    `base-uri 'none'`,
    `form-action 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${page.source}`,
    ...(page.remoteImages ? ['img-src https:'] : []),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(page.language)}" dir="${RIGHT_TO_LEFT.test(page.language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<link rel="stylesheet" href="${escaped(page.styleUri)}">
</head>
<body>
<script nonce="${nonce}" src="${escaped(page.scriptUri)}"></script>
</body>
</html>
`;
};
