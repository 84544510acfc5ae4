import assert from 'node:assert/strict';
import { faultsInto, inBackgroundWith } from '../../../src/ui/background.ts';

describe('work in the background', () => {
  it('reaches the log where it fails: kind and place, and not what was read', async () => {
    const logged: string[] = [];
    const logging = Promise.withResolvers<void>();
    const log = {
      error(text: string | Error): void {
        logged.push(String(text));
        logging.resolve();
      },
    };
    inBackgroundWith(faultsInto(log))(Promise.reject(new TypeError('Ana Prpl\nsaid this')));
    await logging.promise;
    assert.match(logged.join(), /^TypeError\n\s+at /);
    assert.doesNotMatch(logged.join(), /Ana|said/);
  });
});
