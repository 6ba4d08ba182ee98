// What a panel tells under the pointer, and with the arrow keys.

/** Return the places at which a panel has something to tell: {x, y, lines}. */
function stopsOf(drawn, spec) {
  const { panel, x, y, box } = drawn;
  if (panel.lane !== undefined) return [];
  if (panel.follow) return followStops(drawn);
  const stops = [];
  for (const mark of panel.marks) {
    for (const item of mark.items || []) {
      if (!item.tip) continue;
      const lying = mark.type !== "point" && !mark.upright;
      const at = item.at === undefined ? 0 : item.at;
      const put = mark.type === "point" ? [x(item.x), y(item.y)] : lying ? [x(at ?? 0), y(item.row)] : [x(item.row), y(at ?? 0)];
      stops.push({ x: put[0], y: put[1], lines: [[item.style || mark.style, item.tip]], lying });
    }
  }
  return stops.sort((a, b) => (a.lying ? a.y - b.y : a.x - b.x)).map((stop) => ({ ...stop, y: Math.max(box.top, stop.y) }));
}

/** Return a stop for each x of a panel's lines, with the numbers of all of them. */
function followStops({ panel, x, y, box }) {
  const lines = panel.marks.filter((mark) => mark.type === "line" && mark.name);
  if (!lines.length) return [];
  const all = new Map();
  for (const mark of lines) {
    xsOf(mark).forEach((at, i) => {
      if (mark.y[i] === null) return;
      const band = mark.low ? ` [${numberText(mark.low[i])}, ${numberText(mark.high[i])}]` : "";
      const told = all.get(at) || [];
      told.push([mark.style, `${mark.name}  ${numberText(mark.y[i])}${band}`, y(mark.y[i])]);
      all.set(at, told);
    });
  }
  const sorted = [...all.entries()].sort(([a], [b]) => a - b);
  return sorted.map(([at, told]) => ({
    x: x(at), y: Math.min(...told.map(([, , top]) => top)), dots: told.map(([look, , top]) => [look, top]), cursor: [box.top, box.bottom],
    lines: [[null, panel.follow.replace("{x}", numberText(at).replace(/\.0+$/, ""))], ...told.map(([look, text]) => [look, text])],
  }));
}

/** Return the stop nearest to a place, or nothing if none is near. */
function nearestStop(stops, px, py) {
  let best = null;
  let least = Infinity;
  for (const stop of stops) {
    const away = stop.cursor ? Math.abs(stop.x - px) : stop.lying ? Math.abs(stop.y - py) + 0.05 * Math.abs(stop.x - px) : Math.hypot(stop.x - px, stop.y - py);
    if (away < least) [best, least] = [stop, away];
  }
  return best && (best.cursor || best.lying || least < 40) ? best : null;
}

/** Show a stop: words in the tip, a cursor and dots on the picture. */
function showStop(view, stop) {
  view.cursor.replaceChildren();
  if (!stop) {
    view.tip.hidden = true;
    return;
  }
  if (stop.cursor) {
    view.cursor.append(svgNode("path", { d: `M${stop.x} ${stop.cursor[0]}V${stop.cursor[1]}`, stroke: "#555", "stroke-width": 1 }));
    for (const [look, top] of stop.dots) view.cursor.append(svgNode("circle", { cx: stop.x, cy: top, r: 3.5, fill: look.colour, stroke: "#fff" }));
  }
  view.tip.replaceChildren(...stop.lines.map(([look, text]) => {
    const line = document.createElement("div");
    if (look) line.append(swatch(look));
    line.append(text);
    return line;
  }));
  view.tip.hidden = false;
  const room = view.picture.clientWidth;
  const { offsetWidth: wide, offsetHeight: tall } = view.tip;
  const left = stop.x + 14 + wide > room ? stop.x - 14 - wide : stop.x + 14;
  view.tip.style.left = `${Math.max(0, Math.min(left, room - wide))}px`;
  view.tip.style.top = `${Math.max(0, stop.y - tall - 10)}px`;
}

/** Return the little picture of a look, for tips and legend. */
function swatch(look) {
  const line = look.dash !== undefined;
  const box = svgNode("svg", { width: line ? 26 : 16, height: 14, "aria-hidden": "true", class: "chart-swatch" });
  if (line) box.append(svgNode("path", { d: "M1 7H25", stroke: look.colour, "stroke-width": 2.4, "stroke-dasharray": look.dash || undefined }));
  else if (look.marker === "box" || look.marker === "hatched") {
    box.append(svgNode("rect", { x: 1, y: 2, width: 14, height: 10, fill: look.colour }));
    if (look.marker === "hatched") box.append(svgNode("path", { d: "M1 9L8 2M5 12L15 2M11 12L15 8", stroke: "#fff", "stroke-width": 2 }));
  } else if (look.marker) box.append(markerNode(look, 8, 7, 4.6));
  return box;
}

/** Return the element over a panel that the pointer and the arrow keys speak to. */
function panelSensor(drawn, place, spec, view) {
  const area = document.createElement("div");
  area.className = "chart-area";
  area.tabIndex = 0;
  area.setAttribute("role", "group");
  area.setAttribute("aria-label", spec.words.explore.replace("{title}", drawn.panel.title || spec.title));
  Object.assign(area.style, { left: `${place.left}px`, top: `${place.top}px`, width: `${place.width}px`, height: `${place.height}px` });
  let made = null; // made when somebody first looks: most pictures are replaced before
  const stopsNow = () => (made ??= drawn.panel.lane === undefined ? stopsOf(drawn, spec) : laneStops(drawn, spec));
  let at = -1;
  const tell = (stop) => {
    showStop(view, stop);
    at = stop ? stopsNow().indexOf(stop) : -1;
  };
  area.addEventListener("pointermove", (event) => {
    const box = view.picture.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    tell(drawn.panel.lane === undefined ? nearestStop(stopsNow(), px, py) : nearestInLane(stopsNow(), drawn, px, py));
  });
  area.addEventListener("pointerleave", () => tell(null));
  area.addEventListener("blur", () => tell(null));
  area.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 13, PageUp: -13 }[event.key];
    if (event.key === "Escape") tell(null);
    const stops = step ? stopsNow() : [];
    if (!stops.length) return;
    event.preventDefault();
    const next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.max(0, Math.min(stops.length - 1, at + step));
    tell(stops[next]);
    view.live.textContent = stops[next].lines.map(([, text]) => text).join("; ");
  });
  return area;
}
