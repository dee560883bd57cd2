import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { createNodeBorderProgram } from '@sigma/node-border';
import { NodeSquareProgram } from '@sigma/node-square';
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import Graph from 'graphology';
import { useEffect, useLayoutEffect, useRef } from 'react';
import Sigma from 'sigma';
import { EdgeLineProgram, EdgeRectangleProgram } from 'sigma/rendering';
import type { GraphEdge, GraphNode } from '../../contract/seller-links.ts';
import { counted } from '../../contract/say.ts';
import { layOut } from './lay-out.ts';
import { type Place, startPlaces } from './layout.ts';
import { type Colours, edgeLook, nodeLook, pageColours, pictureOf } from './link-graph.ts';
import { drawHover, drawLabel } from './link-labels.ts';
import classes from './sellers.module.css';

interface PictureProps {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly chosen: string | null;
  readonly pinned: ReadonlySet<string>;
  /** Nodes of a path that stands out. */
  readonly path: ReadonlySet<string>;
  readonly onChoose: (key: string | null) => void;
  readonly onPin: (key: string) => void;
}

/** What a picture remembers between two drawings. */
interface Held {
  sigma: Sigma | null;
  /** Where nodes stand, also those that a filter hides just now. */
  readonly places: Map<string, Place>;
  /** Nodes that a layout has brought to their places. */
  readonly settled: Set<string>;
  dragged: string | null;
  /** The layout went on while a node was dragged: the picture has other borders now. */
  grown: boolean;
}

function settingsOf(colours: Colours, latest: { readonly current: PictureProps }) {
  return {
    nodeProgramClasses: {
      border: createNodeBorderProgram({
        borders: [
          { size: { value: 0.35 }, color: { attribute: 'borderColor' } },
          { size: { fill: true }, color: { attribute: 'color' } },
        ],
      }),
      square: NodeSquareProgram,
    },
    // A plain line costs a small part of a broad one where many are drawn.
    edgeProgramClasses: { line: EdgeLineProgram, broad: EdgeRectangleProgram },
    nodeReducer: (key: string, look: Record<string, unknown>) =>
      nodeLook(key, look, latest.current, colours),
    defaultDrawNodeLabel: drawLabel(colours),
    defaultDrawNodeHover: drawHover(colours),
    edgeLabelColor: { color: colours['--desk-dim'] ?? '' },
    labelFont: 'system-ui',
    labelSize: 12,
    edgeLabelSize: 11,
    edgeLabelFont: 'system-ui',
    renderEdgeLabels: true,
    labelRenderedSizeThreshold: 5,
    labelGridCellSize: 120,
    stagePadding: 48,
    zIndex: true,
    allowInvalidContainer: true,
  };
}

/** A node goes where the pointer takes it, and is pinned there; the others keep their scale meanwhile. */
function letDrag(sigma: Sigma, held: Held, latest: { readonly current: PictureProps }): void {
  const mouse = sigma.getMouseCaptor();
  const cursor = (name: string) => {
    sigma.getContainer().style.cursor = name;
  };
  sigma.on('enterNode', () => cursor('grab'));
  sigma.on('leaveNode', () => cursor(''));
  sigma.on('downNode', ({ node }) => {
    held.dragged = node;
    held.grown = false;
    sigma.setCustomBBox(sigma.getBBox());
  });
  mouse.on('mousemovebody', (event) => {
    const { dragged } = held;
    if (dragged === null) return;
    event.preventSigmaDefault();
    const place = sigma.viewportToGraph(event);
    held.places.set(dragged, place);
    sigma.getGraph().mergeNodeAttributes(dragged, place);
    if (!latest.current.pinned.has(dragged)) latest.current.onPin(dragged);
  });
  mouse.on('mouseup', () => {
    held.dragged = null;
    if (held.grown) sigma.setCustomBBox(null).refresh();
    held.grown = false;
  });
}

/**
 * The picture of links: shapes by kind, size by coins, roles as coloured rings with words. It is
 * drawn at once and laid out meanwhile; nodes can be dragged, which pins them. The table beside
 * it says the same.
 */
export function LinkPicture(props: PictureProps) {
  const { nodes, edges } = props;
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<Held>({
    sigma: null,
    places: new Map(),
    settled: new Set(),
    dragged: null,
    grown: false,
  });
  const latest = useRef(props);
  // Before the effects below: what they draw is what stands on the page.
  useLayoutEffect(() => {
    latest.current = props;
  });
  const scheme = useComputedColorScheme();
  const still = useReducedMotion();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const here = held.current;
    const colours = pageColours();
    const sigma = new Sigma(new Graph(), element, settingsOf(colours, latest));
    sigma.setSetting('edgeReducer', (_edge, look) =>
      edgeLook(sigma.getGraph(), look, latest.current, colours),
    );
    // Says what is drawn, for whoever waits for it.
    sigma.on('afterRender', () => {
      element.dataset.nodes = String(sigma.getGraph().order);
      element.dataset.edges = String(sigma.getGraph().size);
    });
    sigma.on('clickNode', ({ node }) => latest.current.onChoose(node));
    sigma.on('clickStage', () => latest.current.onChoose(null));
    letDrag(sigma, here, latest);
    here.sigma = sigma;
    return () => {
      here.sigma = null;
      sigma.kill();
    };
  }, [scheme]);

  useEffect(() => {
    const here = held.current;
    if (here.sigma === null) return;
    const { sigma, places, settled } = here;
    for (const [key, place] of startPlaces(nodes, edges, places)) places.set(key, place);
    sigma.setCustomBBox(null);
    sigma.setGraph(pictureOf(nodes, edges, places, pageColours()));
    if (nodes.every(({ key }) => settled.has(key))) return;
    return layOut(sigma.getGraph(), {
      still,
      isFixed: (key) => latest.current.pinned.has(key) || here.dragged === key,
      onMoved: (key, place) => void places.set(key, place),
      onStep() {
        if (here.dragged === null) sigma.setCustomBBox(null);
        else here.grown = true;
      },
      onDone() {
        for (const { key } of nodes) settled.add(key);
      },
    });
  }, [nodes, edges, scheme, still]);

  useEffect(() => {
    held.current.sigma?.refresh();
  }, [props.chosen, props.path]);

  const camera = () => held.current.sigma?.getCamera();
  return (
    <div className={classes.picture}>
      <div
        ref={box}
        role="img"
        aria-label={`${counted(nodes.length, 'thing')} and ${counted(edges.length, 'link')}; the table beside says the same`}
        data-testid="link-picture"
      />
      <div className={classes.zoom} role="group" aria-label="Size of the picture">
        <ActionIcon
          variant="default"
          aria-label="Larger"
          onClick={() => void camera()?.animatedZoom()}
        >
          <IconPlus size={14} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Smaller"
          onClick={() => void camera()?.animatedUnzoom()}
        >
          <IconMinus size={14} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="All of it"
          onClick={() => {
            held.current.sigma?.setCustomBBox(null).refresh();
            void camera()?.animatedReset();
          }}
        >
          <IconFocusCentered size={14} aria-hidden="true" />
        </ActionIcon>
      </div>
    </div>
  );
}
