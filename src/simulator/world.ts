import type { Book } from './book.ts';
import { digitalSamba } from './digital-samba.ts';
import { type HyraSession, hyra } from './hyra.ts';
import { type PlacioSession, placio } from './placio.ts';
import { type PrplSession, prpl } from './prpl.ts';
import { type SeriesSession, series } from './series.ts';
import type { Making } from './service.ts';
import type { SambaSession } from './stays.ts';

/** The truth behind all five services, for tests to compare with and to change. */
export interface World {
  digitalSamba: Book<SambaSession>;
  hyra: Book<HyraSession>;
  placio: Book<PlacioSession>;
  prplManagement: Book<PrplSession>;
  series: Book<SeriesSession>;
}

/** The five services, each with sessions of its own and the same community behind three of them. */
export const servicesOf = (making: Omit<Making, 'key'>, keys: Record<keyof World, string>) => ({
  digitalSamba: digitalSamba({ ...making, key: keys.digitalSamba }),
  hyra: hyra({ ...making, key: keys.hyra }),
  placio: placio({ ...making, key: keys.placio }),
  prplManagement: prpl({ ...making, key: keys.prplManagement }),
  series: series({ ...making, key: keys.series }),
});
