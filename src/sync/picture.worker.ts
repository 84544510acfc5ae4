import { workerData } from 'node:worker_threads';
import { openStore } from '../store/open.ts';
import { drawPicture, type PictureOrder } from './picture.ts';

const order: PictureOrder = workerData;
/** Nobody waits for this thread: it may work at a stretch. */
const { store } = await openStore({ folder: order.folder, slice: 1000 });
try {
  await drawPicture(store, order);
} finally {
  await store.close();
}
