import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

/** Has the simulated services of this process allow as many requests as anybody wants. */
export function allowMany(): void {
  subscribe('http.server.request.start', message => {
    const { response } = message as { response: ServerResponse };
    response.setHeader('x-ratelimit-limit', '1000000');
    response.setHeader('x-ratelimit-remaining', '1000000');
    response.setHeader('x-ratelimit-reset', '60');
  });
}
