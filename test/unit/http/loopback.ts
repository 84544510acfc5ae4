import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));

const open: (() => Promise<void>)[] = [];

/** Ends all servers of a test; for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all(open.splice(0).map(close => close()));
}

export interface Loopback {
  url: URL;
  port: number;
  /** What arrived: path and query of each request. */
  seen: string[];
  /** Connections that were made. */
  connections: number;
}

/** A server on a free loopback port. */
export async function serve(answer: http.RequestListener, { tls = false } = {}): Promise<Loopback> {
  const listener: http.RequestListener = (request, response) => {
    loopback.seen.push(request.url ?? '');
    answer(request, response);
  };
  const server = tls
    ? https.createServer({ key: fixture('test-only-key.pem'), cert: fixture('test-only-certificate.pem') }, listener)
    : http.createServer(listener);
  const port = await listen(server);
  const loopback: Loopback = {
    url: new URL(`${tls ? 'https' : 'http'}://127.0.0.1:${port}/`),
    port,
    seen: [],
    connections: 0,
  };
  server.on('connection', () => {
    loopback.connections++;
  });
  return loopback;
}

/** A server that speaks no HTTP unless the test makes it. */
export async function serveRaw(connected: (socket: net.Socket) => void): Promise<number> {
  return listen(
    net.createServer(socket => {
      socket.on('error', () => {});
      connected(socket);
    }),
  );
}

export interface LoopbackProxy {
  uri: string;
  /** The targets asked for, `host:port` of tunnels and addresses of plain requests. */
  targets: string[];
}

/** A proxy that alone knows where the given names live, and may want a password. */
export async function serveProxy(names: Record<string, number>, password?: string): Promise<LoopbackProxy> {
  const wanted = password && `Basic ${Buffer.from(password).toString('base64')}`;
  const proxy: LoopbackProxy = { uri: '', targets: [] };
  const refused = (request: http.IncomingMessage) =>
    wanted !== undefined && request.headers['proxy-authorization'] !== wanted;
  const server = http.createServer((request, response) => {
    const target = new URL(request.url ?? '');
    proxy.targets.push(target.href);
    const port = names[target.hostname];
    if (refused(request)) return response.writeHead(407, { 'proxy-authenticate': 'Basic realm="test"' }).end();
    if (port === undefined) return response.writeHead(502).end();
    http.get({ port, host: '127.0.0.1', path: target.pathname, headers: request.headers }, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    return undefined;
  });
  server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
    proxy.targets.push(request.url ?? '');
    socket.on('error', () => {});
    const port = names[(request.url ?? '').split(':')[0] ?? ''];
    if (refused(request)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n');
    } else if (port === undefined) socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    else {
      const onward = net.connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
    }
  });
  proxy.uri = `http://127.0.0.1:${await listen(server)}`;
  return proxy;
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  });
  return (server.address() as net.AddressInfo).port;
}
