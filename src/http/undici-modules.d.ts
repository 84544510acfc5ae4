/**
 * The parts of undici that are used, by file. Its entry is never imported: that runs `lib/global.js`, which takes over
 * the dispatcher slot that every other extension's `fetch` reads (nodejs/undici#5500).
 */
declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent } from 'undici';

  const agent: typeof Agent;
  export default agent;
}

declare module 'undici/lib/dispatcher/proxy-agent.js' {
  import type { ProxyAgent } from 'undici';

  const proxyAgent: typeof ProxyAgent;
  export default proxyAgent;
}

declare module 'undici/lib/dispatcher/dispatcher.js' {
  import type { Dispatcher } from 'undici';

  const dispatcher: typeof Dispatcher;
  export default dispatcher;
}

declare module 'undici/lib/api/api-connect.js' {
  import type { Dispatcher } from 'undici';

  const connect: Dispatcher['connect'];
  export default connect;
}

declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';

  interface RequestHandler extends Dispatcher.DispatchHandler {
    onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void;
  }
  const request: {
    RequestHandler: new (
      options: { method: string; signal: AbortSignal },
      callback: (error: Error | null, data: Dispatcher.ResponseData) => void,
    ) => RequestHandler;
  };
  export default request;
}
