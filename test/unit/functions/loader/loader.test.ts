import assert from 'node:assert/strict';
import { type Instance, type LoaderWorld, loaderWorld } from '../../../support/loader.ts';

describe('the loader', () => {
  let world: LoaderWorld;
  let instance: Instance;
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
  });
  after(() => world.close());
  beforeEach(() => {
    instance = world.instance();
  });

  it('loads the files of a success file into the table that the path names', async () => {
    await world.put('d/first/a.csv', 'id,name\n1,x\n2,y\n');
    await world.put('d/first/b.csv', 'id,name\n3,z\n');
    const generation = await world.put('d/first/_SUCCESS', '');
    assert.equal(await instance.event('d/first/_SUCCESS', generation), 'done');

    assert.deepEqual(await world.rows('d.first'), [
      '{"id":1,"name":"x"}',
      '{"id":2,"name":"y"}',
      '{"id":3,"name":"z"}',
    ]);
  });
});
