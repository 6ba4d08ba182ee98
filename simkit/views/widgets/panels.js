// Where the panels of a chart stand, and one panel with its axes.

const PANEL_GAP = 22;

/** Return rows of columns of panels for a width: each place is {panel, left, top, width, height}. */
function placePanels(spec, width) {
  const groups = [];
  spec.panels.forEach((panel) => (groups[panel.group] ||= []).push(panel));
  const count = groups.length;
  const deep = Math.max(...groups.map((group) => group.length));
  const least = spec.panels.some((panel) => panel.y.kind === "rows") ? 400 : 225;
  const most = spec.most || 4;
  const fits = (columns) => (width - PANEL_GAP * (columns - 1)) / columns >= least;
  let lines; // each line is a list of stacks
  if (count > 1 && count <= most && fits(count)) lines = [groups];
  else if (deep === 1 && count > 1 && most > 1 && fits(2)) lines = twoByTwo(groups);
  else if (deep > 1 && (width - PANEL_GAP) / deep >= 225) lines = groups.map((group) => group.map((panel) => [panel]));
  else lines = groups.flat().map((panel) => [[panel]]);
  return stackPanels(lines, width);
}

/** Return a list two by two. */
function twoByTwo(list) {
  const found = [];
  for (let i = 0; i < list.length; i += 2) found.push(list.slice(i, i + 2));
  return found;
}

/** Return the places of lines of stacks, from the top down, and the height of all. */
function stackPanels(lines, width) {
  const places = [];
  let top = 0;
  for (const line of lines) {
    const each = (width - PANEL_GAP * (line.length - 1)) / line.length;
    const depth = Math.max(...line.map((stack) => stack.length));
    for (let level = 0; level < depth; level += 1) {
      const here = line.map((stack, column) => [stack[level], column]).filter(([panel]) => panel);
      const height = Math.max(...here.map(([panel]) => panel.height || 220)) + 26;
      for (const [panel, column] of here) places.push({ panel, left: column * (each + PANEL_GAP), top, width: each, height });
      top += height + 6;
    }
  }
  return { places, height: top };
}

/** Return the inner box of a panel: what its names, ticks and words leave. */
function innerBox(place, measure, names, beside) {
  const { panel, left, top, width, height } = place;
  const rows = panel.y.kind === "rows";
  const ticks = rows ? [] : ticksFor(panel.y, height - 80, measure, true);
  const wide = rows ? names : Math.max(...ticks.map(([, text]) => measure(text, 11)), 14) + 8;
  const head = (panel.title ? 20 : 0) + (!rows && panel.y.label ? 17 : 0) + 4;
  const label = panel.x.label ? wrapWords(panel.x.label, width, 11, measure, 3) : [];
  const each = panel.x.kind === "places" ? (width - wide - 10) / panel.x.names.length - 6 : 0;
  const twice = each && panel.x.names.some((name) => wrapWords(name, each, 11, measure, 2).length > 1) ? 15 : 0;
  const last = panel.x.ticks ? measure(panel.x.ticks[panel.x.ticks.length - 1][1], 11) / 2 : 10;
  return {
    left: left + wide, right: left + width - beside - Math.max(10, last + 2), twice, top: top + head + 4, label, ticks,
    bottom: top + height - 26 - 14 * label.length - twice,
  };
}

/** Draw the axes of a panel into a group. */
function drawAxes(group, place, box, x, y, measure) {
  const { panel } = place;
  const grid = svgNode("g", { stroke: "#e3e3e3", "stroke-width": 1 });
  group.append(grid);
  for (const [at, text] of box.ticks) {
    grid.append(svgNode("path", { d: `M${box.left} ${y(at)}H${box.right}` }));
    group.append(svgWords(text, box.left - 6, y(at) + 4, { size: 11, anchor: "end", colour: "#444" }));
  }
  for (const [at, text] of ticksFor(panel.x, box.right - box.left, measure, false)) {
    grid.append(svgNode("path", { d: `M${x(at)} ${box.top}V${box.bottom}` }));
    group.append(svgWords(text, x(at), box.bottom + 15, { size: 11, anchor: "middle", colour: "#444" }));
  }
  if (panel.x.kind === "places") {
    const each = (box.right - box.left) / panel.x.names.length - 6;
    panel.x.names.forEach((name, i) => group.append(
      svgWords(wrapWords(name, each, 11, measure, 2), x(i), box.bottom + 15, { size: 11, anchor: "middle", colour: "#444" }),
    ));
  }
  group.append(svgNode("path", { d: `M${box.left} ${box.bottom}H${box.right}`, stroke: "#888", "stroke-width": 1 }));
  const low = box.bottom + 30 + box.twice;
  if (box.label.length) group.append(svgWords(box.label, (box.left + box.right) / 2, low, { size: 11, anchor: "middle", colour: "#444", leading: 1.25 }));
}

/** Draw title, name of the y axis, names of rows and words beside them. */
function drawWords(group, place, box, y, measure) {
  const { panel, left, top, width } = place;
  if (panel.title) group.append(svgWords(wrapWords(panel.title, width, 13, measure, 1, 700), left, top + 14, { size: 13, weight: 700 }));
  if (panel.y.kind !== "rows") {
    if (panel.y.label) group.append(svgWords(wrapWords(panel.y.label, width, 11, measure, 1), left, top + (panel.title ? 32 : 13), { size: 11, colour: "#444" }));
    return;
  }
  const strong = new Set(panel.y.strong || []);
  panel.y.names.forEach((name, i) => {
    const weight = strong.has(i) ? 700 : 400;
    const tall = Math.abs(y(1) - y(0));
    const lines = wrapWords(name, box.left - left - 10, 12, measure, tall >= 29 ? 2 : 1, weight);
    group.append(svgWords(lines, left, y(i) + 4 - 7 * (lines.length - 1), { size: 12, weight }));
    const rest = panel.beside && panel.beside[i];
    if (rest) group.append(svgWords(rest, left + width, y(i) + 4, { size: 11, anchor: "end", colour: "#333" }));
  });
}

/** Draw one panel; return what the tooltips need to know of it. */
function drawPanel(place, measure, hatch) {
  const { panel, width } = place;
  const rows = panel.y.kind === "rows";
  const widest = rows ? Math.max(...panel.y.names.map((name) => measure(name, 12, 700))) + 12 : 0;
  const beside = panel.beside ? Math.max(...panel.beside.map((text) => measure(text, 11))) + 8 : 0;
  const box = innerBox(place, measure, Math.min(widest, (width < 420 ? 0.36 : 0.4) * width), beside);
  const x = scaleOf(panel.x, box.left, box.right);
  const y = rows ? scaleOf(panel.y, box.top, box.bottom) : scaleOf(panel.y, box.bottom, box.top);
  const group = svgNode("g");
  drawAxes(group, place, box, x, y, measure);
  drawWords(group, place, box, y, measure);
  for (const mark of panel.marks) group.append(drawMark(mark, x, y, box, hatch));
  return { group, panel, box, x, y };
}
