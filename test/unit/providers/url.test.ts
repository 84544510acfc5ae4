import assert from 'node:assert/strict';
import { providerOf } from '../../../src/providers/registry.ts';
import { originOf } from '../../../src/providers/url.ts';

describe('addresses of services', () => {
  it('lead to one origin, or to none that can be read', () => {
    const series = providerOf('series');
    assert.equal(originOf(series, {}), 'https://api.series.hr');
    assert.equal(originOf(series, { baseUrl: 'https://Other.example:443/v2/?a=b' }), 'https://other.example');
    assert.equal(originOf(series, { baseUrl: 'nowhere' }), undefined);
    assert.equal(originOf(providerOf('placio'), {}), undefined);
  });
});
