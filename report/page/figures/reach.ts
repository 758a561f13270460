import { Graph, layout as layOut } from '@dagrejs/dagre';
import { SEVERITIES, type Severity } from '../../../analysis/finding';
import type { Raised, ReportDocument } from '../../document';
import { shortActor, visible } from '../texts';
import { readableName, sameThings } from './target-names';

/** Who reached what: somebody, something, and the worst that is told of the two. */
export interface Reach {
  readonly from: string;
  readonly to: string;
  readonly severity: Severity;
  readonly count: number;
  /** Was none of it let through? */
  readonly isOnlyTried: boolean;
}

export interface PlacedNode {
  readonly name: string;
  /** As the picture has room for. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedReach extends Reach {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface ReachGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedReach[];
  /** Pairs that are not drawn. */
  readonly left: number;
}

export const MOST_EDGES = 40;
/** Letters of a name that a node shows. */
export const NODE_LETTERS = 30;
const LETTER = 6.7;
const NODE_HEIGHT = 24;

/** The pairs, the gravest first, then the most frequent. */
export function reachesOf(shown: readonly Raised[], { records }: ReportDocument): readonly Reach[] {
  const targets = shown.flatMap((raised) => [
    ...raised.targets,
    ...raised.records.flatMap((at) => records[at]?.target ?? []),
  ]);
  const same = sameThings(targets);
  const known = new Map<
    string,
    { from: string; to: string; severity: Severity; count: number; isOnlyTried: boolean }
  >();
  const add = (
    from: string,
    to: string,
    { severity, isOnlyTried }: Pick<Raised, 'severity' | 'isOnlyTried'>,
  ) => {
    if (from === '' || to === '' || from === to) return;
    const key = JSON.stringify([from, to]);
    const reach = known.get(key);
    if (reach === undefined) {
      known.set(key, { from, to, severity, count: 1, isOnlyTried });
      return;
    }
    reach.count += 1;
    reach.isOnlyTried &&= isOnlyTried;
    if (gravity(severity) > gravity(reach.severity)) reach.severity = severity;
  };
  for (const raised of shown) {
    for (const at of raised.records) {
      const record = records[at];
      if (record === undefined) continue;
      const tried = { severity: raised.severity, isOnlyTried: record.error !== null };
      if (record.from !== null) add(record.from, record.who, tried);
      if (record.target !== null) add(record.who, same.get(record.target) ?? record.target, tried);
    }
    if (raised.records.length > 0) continue;
    const port = raised.ports.length === 1 ? `:${raised.ports[0]}` : '';
    for (const from of raised.who)
      for (const to of raised.targets) add(from, `${same.get(to) ?? to}${port}`, raised);
  }
  return [...known.values()].sort(
    (one, other) => gravity(other.severity) - gravity(one.severity) || other.count - one.count,
  );
}

/** Places the gravest pairs from left to right. */
export function placeReaches(reaches: readonly Reach[]): ReachGraph {
  const drawn = reaches.slice(0, MOST_EDGES);
  const graph = new Graph({ multigraph: false, directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 70, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Names are a stranger's words: the graph knows numbers only.
  const places = new Map(
    [...new Set(drawn.flatMap(({ from, to }) => [from, to]))].map((name, at) => [name, `n${at}`]),
  );
  const labelOf = (name: string) => shortActor(visible(readableName(name)), NODE_LETTERS);
  const placeOf = (name: string) => places.get(name) ?? '';
  for (const [name, place] of places) {
    const width = labelOf(name).length * LETTER + 18;
    graph.setNode(place, { width, height: NODE_HEIGHT });
  }
  for (const { from, to } of drawn) graph.setEdge(placeOf(from), placeOf(to), {});
  layOut(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: [...places].map(([name, place]) => {
      const { x, y, width: wide } = graph.node(place) as { x: number; y: number; width: number };
      return { name, label: labelOf(name), x, y, width: wide };
    }),
    edges: drawn.map((reach) => {
      const { points } = graph.edge(placeOf(reach.from), placeOf(reach.to)) as {
        points: { x: number; y: number }[];
      };
      return { ...reach, points };
    }),
    left: reaches.length - drawn.length,
  };
}

const gravity = (severity: Severity): number => SEVERITIES.indexOf(severity);
