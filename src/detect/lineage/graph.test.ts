import { describe, expect, it, test } from 'vitest';
import { activity, lineageActivity } from '../../../test/support/activities.ts';
import { Journal } from '../journal.ts';
import { familyOf, findResources } from './family.ts';
import { LineageGraph } from './graph.ts';

const volume = 'vol-0000000a';
const snapshot = 'snap-0000000b';
const copy = 'vol-0000000c';
const instance = 'i-0000000d';
const image = 'ami-0000000e';

function graphOf(...edges: readonly Parameters<typeof lineageActivity>[1][number][]): LineageGraph {
  const graph = new LineageGraph(new Journal());
  for (const [index, edge] of edges.entries()) graph.add(lineageActivity({ id: `a${index}` }, [edge]));
  return graph;
}

test('what came from one another is one component, across accounts and regions', () => {
  const graph = new LineageGraph(new Journal());
  graph.add(lineageActivity({ id: 'a1' }, [[volume, 'snapshot<-volume', snapshot]]));
  graph.add(
    lineageActivity({ id: 'a2', account: '999999999999', region: 'us-east-1' }, [
      [snapshot, 'volume<-snapshot', copy],
    ]),
  );
  const merges = graph.add(lineageActivity({ id: 'a3' }, [[copy, 'instance<-volume', instance]]));
  expect(merges).toHaveLength(1);
  expect(graph.labelOf(instance)).toBe(instance);
  expect(graph.labelOf(volume)).toBe(instance);
  expect(graph.sizeOf(snapshot)).toBe(4);
});

test('an attempt makes nothing', () => {
  const graph = new LineageGraph(new Journal());
  graph.add(lineageActivity({ outcome: 'denied' }, [[volume, 'snapshot<-volume', snapshot]]));
  expect(graph.size).toBe(0);
});

test('a name is a resource of its account and region only', () => {
  const graph = new LineageGraph(new Journal());
  const database = (account: string): void => {
    graph.add(
      lineageActivity({ account, id: account }, [['orders', 'database_backup<-database', 'backup-20260301']]),
    );
  };
  database('111111111111');
  database('222222222222');
  expect(graph.size).toBe(4);
  expect(
    [...graph.all()].map(({ key }) => graph.labelOf(key)).filter((key, at, all) => all.indexOf(key) === at),
  ).toHaveLength(2);
});

describe('hubs', () => {
  it('a public image does not connect what was made from it', () => {
    const graph = graphOf([image, 'instance<-image', instance], [image, 'instance<-image', 'i-0000000f']);
    expect(graph.rootOf(instance)).not.toBe(graph.rootOf('i-0000000f'));
    const touched = lineageActivity({}, [], [['image', image]]);
    expect(graph.componentsOf(touched)).toEqual([]);
  });

  it('an image that was made in what was seen does, up to a number', () => {
    const graph = graphOf([instance, 'image<-instance', image], [image, 'instance<-image', 'i-0000000f']);
    expect(graph.rootOf(instance)).toBe(graph.rootOf('i-0000000f'));
    for (let index = 0; index < 20; index += 1) {
      graph.add(
        lineageActivity({ id: `b${index}` }, [[image, 'instance<-image', `i-1000000${index.toString(16)}`]]),
      );
    }
    expect(graph.rootOf('i-10000013')).not.toBe(graph.rootOf(instance));
  });

  it('networks and accounts connect nothing', () => {
    const graph = graphOf([snapshot, 'account<-snapshot', '999999999999']);
    expect(graph.size).toBe(0);
  });
});

test('too many resources are refused and counted', () => {
  const graph = new LineageGraph(new Journal(), 2);
  graph.add(lineageActivity({ id: 'a1' }, [[volume, 'snapshot<-volume', snapshot]]));
  graph.add(lineageActivity({ id: 'a2' }, [[snapshot, 'volume<-snapshot', copy]]));
  expect([graph.size, graph.refused]).toEqual([2, 1]);
});

test('everything can be taken back', () => {
  const journal = new Journal();
  const graph = new LineageGraph(journal);
  graph.add(lineageActivity({ id: 'a1' }, [[volume, 'snapshot<-volume', snapshot]]));
  const before = JSON.stringify([...graph.all()]);
  journal.open();
  graph.add(lineageActivity({ id: 'a2' }, [[snapshot, 'volume<-snapshot', copy]]));
  graph.add(
    activity({ id: 'a3', verb: 'delete', resources: [{ role: 'target', type: 'snapshot', id: snapshot }] }),
  );
  expect(JSON.stringify([...graph.all()])).not.toBe(before);
  expect(graph.sizeOf(volume)).toBe(3);
  journal.undo();
  expect(JSON.stringify([...graph.all()])).toBe(before);
  expect(graph.sizeOf(volume)).toBe(2);
});

describe('families', () => {
  const graph = graphOf(
    [volume, 'snapshot<-volume', snapshot],
    [snapshot, 'volume<-snapshot', copy],
    [copy, 'instance<-volume', instance],
    [image, 'instance<-image', instance],
    [image, 'instance<-image', 'i-0000000f'],
  );

  it('go up to the origins and down to all that came from them, past no hub', () => {
    const family = familyOf(graph.all(), copy);
    expect([...family.nodes.keys()]).toEqual([image, instance, snapshot, volume, copy].sort());
    expect(family.roots).toEqual([image, volume]);
    expect(family.childrenOf(snapshot)).toEqual([copy]);
  });

  it('a hub that is asked for shows what came from it', () => {
    expect(familyOf(graph.all(), image).childrenOf(image)).toEqual([instance, 'i-0000000f']);
  });

  it('are found by id or by the end of a path', () => {
    const paths = graphOf([
      '/subscriptions/x/disks/data',
      'snapshot<-volume',
      '/subscriptions/x/snapshots/data-1',
    ]);
    expect(findResources(paths.all(), 'data-1').map(({ id }) => id)).toEqual([
      '/subscriptions/x/snapshots/data-1',
    ]);
    expect(findResources(paths.all(), 'ata-1')).toEqual([]);
    expect(findResources(graph.all(), snapshot.toUpperCase())).toHaveLength(1);
  });

  it('circles end', () => {
    const circle = graphOf([volume, 'snapshot<-volume', snapshot], [snapshot, 'volume<-snapshot', volume]);
    expect(familyOf(circle.all(), volume).nodes.size).toBe(2);
    expect(familyOf(circle.all(), volume).roots).toEqual([volume]);
  });
});

test('a family of more resources than a call takes arguments', () => {
  const image = { key: 'img', type: 'image', id: 'img', origins: [], fates: [], isHub: true } as const;
  const made = Array.from({ length: 150_000 }, (_, index) => ({
    key: `i-${index}`,
    type: 'instance' as const,
    id: `i-${index}`,
    origins: [
      { from: 'img', kind: 'instance<-image' as const, time: 1, activity: 'a', by: 'b', account: '1' },
    ],
    fates: [],
    isHub: false,
  }));
  const family = familyOf([image, ...made], 'img');
  expect([family.nodes.size, family.omitted]).toEqual([2000, 148_001]);
});
