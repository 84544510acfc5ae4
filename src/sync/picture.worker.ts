import { workerData } from 'node:worker_threads';
import { openExisting } from '../store/open.ts';
import { drawPicture, type PictureOrder } from './picture.ts';

const order: PictureOrder = workerData;
const store = await openExisting(order.folder);
try {
  await drawPicture(store, order);
} finally {
  await store.close();
}
