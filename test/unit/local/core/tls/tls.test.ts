import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { BigQuery } from '@google-cloud/bigquery';
import { openAuthority } from '../../../../../local/core/tls/authority.ts';
import { issueFor, newAuthority } from '../../../../../local/core/tls/certificate.ts';
import { startLocalCloud } from '../../../../../local/index.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

async function get(url: string, ca: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    request(url, { ca, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the local cloud by TLS', () => {
  it('shows a certificate for localhost, loopback and its host, signed by an authority that signs nothing else', () => {
    const authority = newAuthority(NOW);
    const certificate = new X509Certificate(
      issueFor(['localhost', '127.0.0.1', '::1', 'box.test'], authority, NOW).certificate,
    );
    const root = new X509Certificate(authority.certificate);
    assert.equal(certificate.checkIssued(root), true);
    assert.equal(certificate.verify(root.publicKey), true);
    assert.equal(root.ca, true);
    assert.equal(certificate.ca, false);
    for (const host of ['localhost', 'box.test']) assert.equal(certificate.checkHost(host), host);
    for (const address of ['127.0.0.1', '::1']) assert.equal(certificate.checkIP(address), address);
    assert.equal(certificate.checkHost('example.com'), undefined);
    assert.equal(Date.parse(certificate.validFrom) < NOW, true);
  });

  it('keeps its authority in the state folder, its key for the owner alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'penstock-tls-'));
    try {
      const first = await openAuthority(folder, () => NOW);
      const second = await openAuthority(folder, () => NOW);
      assert.equal(second.certificate, first.certificate);
      assert.equal(await readFile(first.file as string, 'utf8'), first.certificate);
      assert.equal((await stat(join(folder, 'tls', 'authority.key.pem'))).mode & 0o077, 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('serves https and http on one port, and the gRPC of Storage Write on BigQuery’s', async () => {
    const cloud = await startLocalCloud({ tls: true, resources: { datasets: ['d'] } });
    try {
      const ca = cloud.authority?.certificate as string;
      const bigquery = String(cloud.addresses.bigquery).replace('127.0.0.1', 'localhost');
      const path = `/bigquery/v2/projects/${cloud.projectId}/datasets`;
      assert.match((await get(`https://${bigquery}${path}`, ca)).body, /"datasetId":"d"/);
      assert.match(await (await fetch(`http://${bigquery}${path}`)).text(), /"datasetId":"d"/);
      assert.equal((await get(`https://${cloud.addresses.storage}/storage/v1/b?project=p`, ca)).status, 200);

      const session = connectHttp2(`https://${bigquery}`, { ca });
      const call = session.request({
        ':method': 'POST',
        ':path': '/google.cloud.bigquery.storage.v1.BigQueryWrite/GetWriteStream',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      const status = await new Promise((resolve, reject) => {
        call.on('response', (headers) => resolve(headers['grpc-status'] ?? 'later'));
        call.on('trailers', (headers) => resolve(headers['grpc-status']));
        call.on('error', reject);
        call.end(Buffer.from([0, 0, 0, 0, 0]));
      });
      assert.notEqual(status, undefined, 'a gRPC server answers');
      session.destroy();

      const client = new BigQuery({ projectId: cloud.projectId, apiEndpoint: `http://${bigquery}` });
      assert.equal((await client.getDatasets())[0].length, 1);
    } finally {
      await cloud.close();
    }
  });

  it('goes on after a client that does not trust it, or that says nothing', async () => {
    const cloud = await startLocalCloud({ tls: true });
    try {
      const [host, port] = String(cloud.addresses.pubsub).split(':') as [string, string];
      const distrust = connect({ host, port: Number(port), servername: 'localhost' });
      await assert.rejects(new Promise((resolve, reject) => distrust.on('secureConnect', resolve).on('error', reject)));
      await fetch(`http://${cloud.addresses.pubsub}/v1/projects/p/topics`);
    } finally {
      await cloud.close();
    }
  });
});
