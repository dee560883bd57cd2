import { createHash, randomBytes } from 'node:crypto';
import Graphology from 'graphology';
import { bidirectional } from 'graphology-shortest-path/dijkstra.js';
import type {
  GraphEdge,
  GraphNode,
  LinkGraph,
  LinkKind,
} from '../../../../contract/seller-links.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';
import { partSql } from '../derive/store.ts';
import { weightOf } from '../links/weights.ts';

/** A thing with more users than this is everybody's: it is shown, its users are not walked to. */
const crowd = 300;
/** Somebody whom more accounts give to is famous; to have given to them says little. */
const famous = 40;
/** Most links that are read of one node, unless more nodes are asked for. */
const mostLinks = 400;
/** Tokens that are remembered; beyond it they begin anew. */
const mostTokens = 200_000;
/** Most nodes that are looked at for a path. */
const mostVisited = 20_000;

interface Link {
  readonly account: string;
  readonly kind: LinkKind;
  readonly node: string;
  readonly first: bigint;
  readonly last: bigint;
  readonly times: bigint;
  readonly coins: bigint;
}

/** A node as the store knows it; a receiver of gifts is an account like any other. */
export interface Place {
  readonly kind: LinkKind;
  readonly id: string;
}

const keyOf = (place: Place): string =>
  `${place.kind === 'receiver' ? 'account' : place.kind}:${place.id}`;

function placeOf(key: string): Place {
  const at = key.indexOf(':');
  return { kind: key.slice(0, at) as LinkKind, id: key.slice(at + 1) };
}

/** The columns that hold what people may see only in part. */
const privateFields: Partial<Record<LinkKind, string>> = {
  ip: 'ip',
  email: 'email',
  phone: 'phone',
};

/**
 * Names for things whose value is not everybody's to see: the same thing has the same name while
 * this process runs, and the name gives nothing away.
 */
function createTokens() {
  const salt = randomBytes(16);
  const values = new Map<string, string>();
  const tokens = new Map<string, string>();
  return {
    of(place: Place): string {
      if (privateFields[place.kind] === undefined) return place.id;
      const named = `${place.kind} ${place.id}`;
      const known = tokens.get(named);
      if (known !== undefined) return known;
      const token = `~${createHash('sha256').update(salt).update(named).digest('hex').slice(0, 16)}`;
      if (values.size > mostTokens) {
        values.clear();
        tokens.clear();
      }
      values.set(token, place.id);
      tokens.set(named, token);
      return token;
    },
    /** What is meant: a token that was handed out, or the value itself where somebody typed it. */
    meant: (id: string): string => values.get(id) ?? id,
  };
}

/** The same answers, each worked out once: a node of a graph is met once a link. */
function once<T>(work: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = work(key);
      known.set(key, found);
    }
    return found;
  };
}

/** The graph of links, read from the derived store by index. */
export function createGraph(derived: () => Db) {
  const tokens = createTokens();
  const publicKey = (key: string): string => {
    const place = placeOf(key);
    return `${place.kind}:${tokens.of(place)}`;
  };
  const statements = () => {
    const db = derived();
    return {
      things: db.prepare(
        `select * from uses where account = ? order by coins desc, kind, node limit ?`,
      ),
      users: db.prepare(
        `select * from uses where kind = ? and node = ? order by coins desc, account limit ?`,
      ),
      thingCount: db.prepare('select count(*) from uses where account = ?').pluck(),
      userCount: db.prepare('select count(*) from uses where kind = ? and node = ?').pluck(),
      role: db.prepare(partSql).pluck(),
    };
  };
  let prepared: { db: Db; of: ReturnType<typeof statements> } | null = null;
  const read = () => {
    const db = derived();
    if (prepared?.db !== db) prepared = { db, of: statements() };
    return prepared.of;
  };

  /** Links of a node; on the way, a famous creator's givers are not followed. */
  const linksAt = (place: Place, onTheWay: boolean, most = mostLinks): Link[] => {
    if (place.kind !== 'account') return read().users.all(place.kind, place.id, most) as Link[];
    const own = read().things.all(place.id, most) as Link[];
    const givers = Number(read().userCount.get('receiver', place.id));
    if (onTheWay && givers > famous) return own;
    return [...own, ...(read().users.all('receiver', place.id, most) as Link[])];
  };

  const degreeAt = (place: Place): number =>
    place.kind === 'account'
      ? Number(read().thingCount.get(place.id)) + Number(read().userCount.get('receiver', place.id))
      : Number(read().userCount.get(place.kind, place.id));

  const ends = (link: Link): readonly [string, string] => [
    keyOf({ kind: 'account', id: link.account }),
    keyOf({ kind: link.kind, id: link.node }),
  ];

  const nodeAt = (key: string, hops: number, coins: bigint, degree: number): GraphNode => {
    const place = placeOf(key);
    const role = place.kind === 'account' ? read().role.get({ account: place.id }) : null;
    return {
      key: publicKey(key),
      kind: place.kind,
      id: tokens.of(place),
      field: privateFields[place.kind] ?? `${place.kind}_id`,
      value: place.id,
      degree,
      coins: coins.toString(),
      role: typeof role === 'string' ? (role as GraphNode['role']) : null,
      hops,
    };
  };

  const edgeOf = (link: Link, from: string, to: string): GraphEdge => {
    const kept = link.first > 0n;
    return {
      from,
      to,
      kind: link.kind,
      count: Number(link.times),
      coins: link.coins.toString(),
      first: kept ? wireTime(Number(link.first)) : null,
      last: kept ? wireTime(Number(link.last)) : null,
    };
  };

  const graphOf = (
    centre: string,
    hops: ReadonlyMap<string, number>,
    links: Iterable<Link>,
    leftOut: number,
    degreeOf = (key: string) => degreeAt(placeOf(key)),
  ): LinkGraph => {
    const named = once(publicKey);
    const coins = new Map<string, bigint>();
    const edges: GraphEdge[] = [];
    for (const link of links) {
      const [from, to] = ends(link);
      if (!hops.has(from) || !hops.has(to)) continue;
      for (const key of [from, to]) coins.set(key, (coins.get(key) ?? 0n) + link.coins);
      edges.push(edgeOf(link, named(from), named(to)));
    }
    return {
      centre: named(centre),
      nodes: [...hops].map(([key, distance]) =>
        nodeAt(key, distance, coins.get(key) ?? 0n, degreeOf(key)),
      ),
      edges,
      left_out: leftOut,
    };
  };

  return {
    /** Everything within so many links of a node, nearest and heaviest first, up to `most` nodes. */
    around(asked: Place, hops: number, most: number): LinkGraph {
      const centre = keyOf({ ...asked, id: tokens.meant(asked.id) });
      const found = new Map([[centre, 0]]);
      const links = new Map<string, Link>();
      const degreeOf = once((key) => degreeAt(placeOf(key)));
      let leftOut = 0;
      let frontier = [centre];
      for (let step = 1; step <= hops; step += 1) {
        const next: string[] = [];
        for (const key of frontier) {
          const at = placeOf(key);
          const degree = degreeOf(key);
          if (step > 1 && at.kind !== 'account' && degree > crowd) {
            leftOut += degree;
            continue;
          }
          const own = linksAt(at, step > 1, Math.max(mostLinks, most));
          leftOut += Math.max(0, degree - own.length);
          for (const link of own) {
            const fresh = ends(link).filter((end) => !found.has(end));
            if (fresh.length > 0 && found.size + fresh.length > most) {
              leftOut += 1;
              continue;
            }
            for (const end of fresh) {
              found.set(end, step);
              next.push(end);
            }
            links.set(`${link.account} ${link.kind} ${link.node}`, link);
          }
        }
        frontier = next;
      }
      return graphOf(centre, found, links.values(), leftOut, degreeOf);
    },

    /**
     * The chain of links between two nodes that says most: rare things before crowded ones. Both
     * ends are walked outwards until they meet, then the best way is taken. Without one the graph
     * is empty.
     */
    path(from: Place, to: Place): LinkGraph {
      const graph = new Graphology({ type: 'undirected', multi: false });
      const links = new Map<string, Link>();
      const [start, goal] = [from, to].map((one) =>
        keyOf({ ...one, id: tokens.meant(one.id) }),
      ) as [string, string];
      graph.mergeNode(start);
      graph.mergeNode(goal);
      const walked = new Set<string>();
      let sides = [[start], [goal]] as readonly string[][];
      const seen = [new Set([start]), new Set([goal])] as const;
      const empty: LinkGraph = { centre: publicKey(start), nodes: [], edges: [], left_out: 0 };
      for (let step = 0; step < 4 && graph.order < mostVisited; step += 1) {
        sides = sides.map((side, which) => {
          const next: string[] = [];
          for (const key of side) {
            if (walked.has(key)) continue;
            walked.add(key);
            const place = placeOf(key);
            const degree = degreeAt(place);
            const isEnd = key === start || key === goal;
            if (!isEnd && place.kind !== 'account' && degree > crowd) continue;
            for (const link of linksAt(place, !isEnd)) {
              const [a, b] = ends(link);
              const thing =
                link.kind === 'receiver' ? degreeAt({ kind: 'receiver', id: link.node }) : 0;
              const users = thing > 0 ? thing : degreeAt({ kind: link.kind, id: link.node });
              const weight = 1 / Math.max(0.01, weightOf(link.kind, Math.max(1, users)));
              graph.mergeNode(a);
              graph.mergeNode(b);
              graph.mergeUndirectedEdge(a, b, { weight });
              links.set(`${a} ${b}`, link);
              const other = a === key ? b : a;
              const mine = seen[which as 0 | 1];
              if (!mine.has(other)) {
                mine.add(other);
                next.push(other);
              }
            }
          }
          return next;
        });
        if ([...seen[0]].some((key) => seen[1].has(key))) break;
      }
      const way = bidirectional(graph, start, goal, 'weight');
      if (!way || way.length < 2)
        return start === goal ? graphOf(start, new Map([[start, 0]]), [], 0) : empty;
      const along = way.slice(1).flatMap((key, index) => {
        const before = way[index] ?? '';
        const link = links.get(`${before} ${key}`) ?? links.get(`${key} ${before}`);
        return link ? [link] : [];
      });
      return graphOf(start, new Map(way.map((key, index) => [key, index])), along, 0);
    },
  };
}
