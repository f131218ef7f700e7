import { describe, expect, it } from 'vitest';
import { placesOf } from './places.ts';
import type { InventoryResource } from './resource.ts';

function resource(part: Partial<InventoryResource>): InventoryResource {
  return { provider: 'aws', type: 'instance', id: 'i-1', account: '1', region: 'eu-west-1', ...part };
}

const life = (time: number, by = 'mara') => ({ time, by, operation: 'RunInstances', activity: 'a' });

describe('places', () => {
  it('are every cloud, account and region, with what is there, was made and deleted', () => {
    const places = placesOf([
      resource({ created: life(5), deleted: life(9, 'tess') }),
      resource({ id: 'i-2', created: life(7, 'tess') }),
      resource({ id: 'i-3', state: 'terminated' }),
      resource({ id: 'vol-1', type: 'volume' }),
      resource({ id: 'sg-1', type: 'network' }),
      resource({ id: 'i-4', region: 'ap-east-1' }),
      resource({ id: 'i-5', account: '2' }),
      { provider: 'gcp', type: 'snapshot', id: 's' },
    ]);
    expect(places.map(({ provider, account, region }) => `${provider} ${account} ${region}`)).toEqual([
      'aws 1 ap-east-1',
      'aws 1 eu-west-1',
      'aws 2 eu-west-1',
      'gcp  unknown',
    ]);
    expect(places[1]).toMatchObject({
      existing: { instance: 1, snapshot: 0, volume: 1, image: 0 },
      created: 2,
      deleted: 1,
      creators: 2,
      first: 5,
      last: 9,
    });
    expect(places[3]).not.toHaveProperty('first');
  });
});
