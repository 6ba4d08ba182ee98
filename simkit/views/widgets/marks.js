// The marks of a chart as SVG. Colours come from the chart; what is told apart by colour also differs by dash or marker.

const SVG_SPACE = "http://www.w3.org/2000/svg";

/** Return an SVG element with attributes and children. */
function svgNode(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG_SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Return words at a place, in one or more lines downwards. */
function svgWords(lines, x, y, { size = 12, anchor = "start", weight = 400, colour = "#222", leading = 1.2, halo = false } = {}) {
  const node = svgNode("text", { x, y, "font-size": size, "text-anchor": anchor, "font-weight": weight, fill: colour });
  if (halo) {
    for (const [name, value] of [["stroke", "#fff"], ["stroke-width", 3], ["paint-order", "stroke"], ["stroke-linejoin", "round"]]) {
      node.setAttribute(name, value);
    }
  }
  [lines].flat().forEach((line, place) => node.append(svgNode("tspan", { x, dy: place ? leading * size : 0 }, line)));
  return node;
}

/** Return a marker. */
function markerNode(look, x, y, r) {
  const open = look.marker === "cross" || look.marker === "stroke";
  return svgNode("path", {
    d: markerPath(look.marker, x, y, r), stroke: look.colour, "stroke-width": open ? 2 : 1.5, "stroke-linejoin": "round",
    fill: open ? "none" : look.hollow ? "#fff" : look.colour,
  });
}

/** Return the path through places; undefined ones break it. */
function pathThrough(xs, ys) {
  let path = "";
  let on = false;
  xs.forEach((x, place) => {
    const known = ys[place] !== null && Number.isFinite(ys[place]);
    if (known) path += `${on ? "L" : "M"}${x.toFixed(1)} ${ys[place].toFixed(1)}`;
    on = known;
  });
  return path;
}

/** Return the x of a line's points: 1, 2, 3 … if not given. */
function xsOf(mark) {
  return mark.x || mark.y.map((_, place) => place + 1);
}

/** Draw a line with its band. */
function drawLine(mark, x, y) {
  const group = svgNode("g");
  const xs = xsOf(mark).map(x);
  const up = (values) => values.map((value) => (value === null ? null : y(value)));
  if (mark.low) {
    const [low, high] = [up(mark.low), up(mark.high)];
    const known = xs.map((_, place) => place).filter((place) => low[place] !== null && high[place] !== null);
    const around = [...known.map((i) => [xs[i], high[i]]), ...known.reverse().map((i) => [xs[i], low[i]])];
    const points = around.map((pair) => pair.map((value) => value.toFixed(1)).join(" ")).join("L");
    if (points) group.append(svgNode("path", { d: `M${points}Z`, fill: mark.style.colour, opacity: 0.16 }));
  }
  group.append(svgNode("path", {
    d: pathThrough(xs, up(mark.y)), fill: "none", stroke: mark.style.colour, "stroke-width": 2,
    "stroke-dasharray": mark.style.dash || undefined, "stroke-linejoin": "round",
  }));
  if (mark.x && mark.style.marker && mark.style.marker !== "cross" && xs.length <= 30) {
    up(mark.y).forEach((at, place) => at !== null && group.append(markerNode(mark.style, xs[place], at, 3.2)));
  }
  return group;
}

/** Draw differences or averages with their intervals, lying or upright. */
function drawInterval(mark, x, y) {
  const group = svgNode("g");
  for (const item of mark.items) {
    if (item.at === null) continue;
    const look = item.style || mark.style;
    const place = (value) => (mark.upright ? [x(item.row), y(value)] : [x(value), y(item.row)]);
    if (item.low !== null && item.high !== null) {
      const [[x1, y1], [x2, y2]] = [place(item.low), place(item.high)];
      const cap = (a, b) => (mark.upright ? `M${a - 4} ${b}h8` : `M${a} ${b - 4}v8`);
      group.append(svgNode("path", { d: `M${x1} ${y1}L${x2} ${y2}${cap(x1, y1)}${cap(x2, y2)}`, stroke: look.colour, "stroke-width": 1.6, fill: "none" }));
    }
    group.append(markerNode(look, ...place(item.at), 5));
  }
  return group;
}

/** Draw bars from 0 with their intervals; the reference's are hatched. */
function drawBar(mark, x, y, hatch) {
  const group = svgNode("g");
  const thick = Math.abs(y(1) - y(0));
  for (const item of mark.items) {
    if (item.at === null) continue;
    const [left, right, middle, size] = [x(0), x(item.at), y(item.row), (item.size || 0.6) * thick];
    const box = { x: left, y: middle - size / 2, width: Math.max(0, right - left), height: size };
    group.append(svgNode("rect", { ...box, fill: mark.style.colour, opacity: 0.8 }));
    if (mark.style.dash) group.append(svgNode("rect", { ...box, fill: `url(#${hatch})` }));
    let end = right;
    if (item.low !== null && item.high !== null) {
      end = Math.max(right, x(item.high));
      group.append(svgNode("path", { d: `M${x(item.low)} ${middle}H${x(item.high)}m0 -4v8M${x(item.low)} ${middle - 4}v8`, stroke: "#222", "stroke-width": 1.2 }));
    }
    if (item.label) group.append(svgWords(item.label, end + 6, middle + 4, { size: 12 }));
  }
  return group;
}

/** Draw points of their own size, with labels. */
function drawPoint(mark, x, y) {
  const group = svgNode("g");
  const put = (item) => [x(item.x), y(item.y)];
  const items = mark.items || mark.x.map((at, i) => ({ x: at, y: mark.y[i], size: mark.size }));
  for (const item of items) {
    const look = item.style || mark.style;
    const node = markerNode(look, ...put(item), item.size);
    if (!look.hollow && look.marker !== "cross") node.setAttribute("stroke", "#fff"); // parts those that lie on one another
    group.append(node);
  }
  for (const item of items) {
    if (!item.label) continue;
    const [a, b] = put(item);
    group.append(svgWords(item.label, a + item.size + 2, b - item.size / 2, { size: 11, halo: true }));
  }
  return group;
}

/** Draw one kind of mark. */
function drawMark(mark, x, y, box, hatch) {
  if (mark.type === "line") return drawLine(mark, x, y);
  if (mark.type === "interval") return drawInterval(mark, x, y);
  if (mark.type === "bar") return drawBar(mark, x, y, hatch);
  if (mark.type === "point") return drawPoint(mark, x, y);
  if (mark.type === "spikes") {
    const end = (i, which) => y(mark.y[i] + mark.ends[which] * (mark.size ? mark.size[i] : 1)).toFixed(1);
    const d = mark.x.map((at, i) => `M${x(at).toFixed(1)} ${end(i, 0)}V${end(i, 1)}`).join("");
    const thin = mark.style.colour === "#BDBDBD";
    return svgNode("path", { d, stroke: mark.style.colour, "stroke-width": thin ? 1 : Math.min(3, Math.max(1.4, 0.6 * Math.abs(x(2) - x(1)))), fill: "none" });
  }
  if (mark.type === "rule") {
    const d = mark.axis === "x" ? `M${x(mark.at)} ${box.top}V${box.bottom}` : `M${box.left} ${y(mark.at)}H${box.right}`;
    return svgNode("path", { d, stroke: mark.style ? mark.style.colour : "#222", "stroke-width": 1, fill: "none" });
  }
  return svgNode("g");
}
