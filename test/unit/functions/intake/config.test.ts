import assert from 'node:assert/strict';
import { readIntakeConfig } from '../../../../functions/intake/config.ts';
import { compileSchema } from '../../../../functions/intake/issue-schema.ts';

describe('the configuration', () => {
  it('asks for the secret that the chosen authentication needs', () => {
    assert.throws(() => readIntakeConfig({ INTAKE_AUTH: 'api-key' }), /INTAKE_API_KEYS_SECRET: missing/);
    assert.throws(() => readIntakeConfig({ INTAKE_AUTH: 'webhook' }), /INTAKE_WEBHOOK_SECRET: missing/);
    assert.throws(
      () => readIntakeConfig({ INTAKE_WEBHOOK_SECRET: 'projects/p/secrets/s/versions/1' }),
      /only means something with INTAKE_AUTH=webhook/,
    );
    assert.equal(readIntakeConfig({}).auth, 'platform');
  });

  it('refuses a schema that is none, or that has no version', async () => {
    assert.throws(() => readIntakeConfig({ INTAKE_SCHEMA: '[]' }), /a JSON Schema with an \$id/);
    assert.throws(() => readIntakeConfig({ INTAKE_SCHEMA: '{}' }), /a JSON Schema with an \$id/);
    assert.throws(() => readIntakeConfig({ INTAKE_SCHEMA: 'null' }), /a JSON Schema with an \$id/);
    const schema = readIntakeConfig({ INTAKE_SCHEMA: '{"$id":"x","type":"strange"}' }).schema ?? {};
    await assert.rejects(compileSchema(schema), { code: 'CONFIG_INVALID', message: /INTAKE_SCHEMA cannot be used/ });
  });
});
