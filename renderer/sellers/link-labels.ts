import type { NodeHoverDrawingFunction, NodeLabelDrawingFunction } from 'sigma/rendering';
import type { Colours } from './link-graph.ts';

/** A label beside its node, set off from the lines behind it. */
export function drawLabel(colours: Colours): NodeLabelDrawingFunction {
  return (context, node, { labelSize, labelFont }) => {
    if (typeof node.label !== 'string') return;
    const [left, base] = [node.x + node.size + 4, node.y + labelSize / 3];
    context.font = `${labelSize}px ${labelFont}`;
    context.lineJoin = 'round';
    context.lineWidth = 4;
    context.strokeStyle = colours['--desk-surface'] ?? '';
    context.strokeText(node.label, left, base);
    context.fillStyle = colours['--desk-text'] ?? '';
    context.fillText(node.label, left, base);
  };
}

/** The label of the node under the pointer, in a box on the page's own surface, so that it reads in both schemes. */
export function drawHover(colours: Colours): NodeHoverDrawingFunction {
  const label = drawLabel(colours);
  return (context, node, settings) => {
    if (typeof node.label !== 'string') return;
    const { labelSize, labelFont } = settings;
    context.font = `${labelSize}px ${labelFont}`;
    const height = labelSize + 10;
    const width = context.measureText(node.label).width + 12;
    context.beginPath();
    context.roundRect(node.x + node.size - 2, node.y - height / 2, width, height, 3);
    context.fillStyle = colours['--desk-surface'] ?? '';
    context.fill();
    context.strokeStyle = colours['--desk-line-strong'] ?? '';
    context.lineWidth = 1;
    context.stroke();
    label(context, node, settings);
  };
}
