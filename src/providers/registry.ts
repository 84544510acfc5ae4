import type { ProviderId } from '../session/connection.ts';
import { digitalSamba } from './digital-samba/provider.ts';
import { hyra } from './hyra/provider.ts';
import { placio } from './placio/provider.ts';
import type { Provider } from './provider.ts';
import { prplManagement } from './prpl-management/provider.ts';
import { series } from './series/provider.ts';

/** Every service that the product knows, in the order in which a person is offered them. */
export const PROVIDERS: readonly Provider[] = [digitalSamba, hyra, placio, prplManagement, series];

const byId = Object.fromEntries(PROVIDERS.map(provider => [provider.id, provider])) as Record<ProviderId, Provider>;

/** The service of an id that was read somewhere, where there is one. */
export const findProvider = (id: string | undefined): Provider | undefined => PROVIDERS.find(each => each.id === id);

/** The service of that name. */
export const providerOf = (id: ProviderId): Provider => byId[id];
