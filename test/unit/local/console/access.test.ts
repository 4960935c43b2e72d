import assert from 'node:assert/strict';
import { Access, isOfOtherSite, TOKEN_HEADER } from '../../../../local/console/access.ts';

describe('the access to the console’s API', () => {
  const access = new Access();

  it('lets anything of this machine read', () => {
    assert.equal(access.judge({ method: 'GET', headers: {} }), 'allowed');
    assert.equal(access.judge({ method: 'HEAD', headers: { 'sec-fetch-site': 'same-origin' } }), 'allowed');
    assert.equal(access.judge({ method: 'GET', headers: { 'sec-fetch-site': 'none' } }), 'allowed');
  });

  it('lets only the token of this start change something', () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', undefined]) {
      assert.equal(access.judge({ method, headers: {} }), 'no-token');
      assert.equal(access.judge({ method, headers: { [TOKEN_HEADER]: new Access().token } }), 'no-token');
      assert.equal(access.judge({ method, headers: { [TOKEN_HEADER]: access.token } }), 'allowed');
    }
  });

  it('refuses what a browser says comes from another site, whatever it brings', () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site, [TOKEN_HEADER]: access.token };
      assert.equal(access.judge({ method: 'GET', headers }), 'other-site');
      assert.equal(access.judge({ method: 'POST', headers }), 'other-site');
      assert.equal(isOfOtherSite(headers), true);
    }
  });
});
