/** undici without its entry module, as one chunk that is loaded with the first request. */
import connect from 'undici/lib/api/api-connect.js';
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

// undici's entry does this for all of its calls; a ProxyAgent opens its tunnels with this one.
Object.assign(Dispatcher.prototype, { connect });

const { RequestHandler } = request;

export { Agent, ProxyAgent, RequestHandler };
