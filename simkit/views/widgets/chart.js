// Draw a chart (see simkit/views/charts/grammar.py) into an element, and draw it anew in place when the numbers change.

let chartCount = 0;

/** Return an element with a class and words. */
function chartBlock(tag, name, text = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return node;
}

/** Build the parts of a chart once, in the order in which they are read. */
function chartFrame(element, options) {
  chartCount += 1;
  const root = chartBlock("figure", "chart");
  const view = { id: `chart-${chartCount}`, root, spec: null, drawn: [], width: 0 };
  view.title = chartBlock(`h${options.heading || 3}`, "chart-title");
  view.sentence = chartBlock("p", "chart-sentence");
  view.legend = chartBlock("ul", "chart-legend");
  view.picture = chartBlock("div", "chart-picture");
  view.tip = chartBlock("div", "chart-tip");
  view.live = chartBlock("div", "chart-live");
  view.live.setAttribute("aria-live", "polite");
  view.tip.hidden = true;
  root.append(view.title, view.sentence, view.legend, view.picture, view.live);
  view.replay = replayControls(root, view);
  view.about = foldable(root);
  view.table = foldable(root);
  view.table.box.addEventListener("toggle", () => fillTable(view));
  element.replaceChildren(root);
  view.observer = new ResizeObserver(() => {
    if (view.spec && Math.abs(view.picture.clientWidth - view.width) >= 1) drawPicture(view);
  });
  view.observer.observe(view.picture);
  return view;
}

/** Add something that can be folded open. */
function foldable(root) {
  const box = chartBlock("details", "chart-more");
  const head = document.createElement("summary");
  const body = document.createElement("div");
  box.append(head, body);
  root.append(box);
  return { box, head, body };
}

/** Fill the table, which is only made when somebody opens it. */
function fillTable(view) {
  if (!view.table.box.open || view.tableOf === view.spec) return;
  view.tableOf = view.spec;
  const { caption, head, rows } = view.spec.table;
  const table = document.createElement("table");
  table.append(chartBlock("caption", "", caption));
  const line = (cells, tag) => {
    const row = document.createElement("tr");
    cells.forEach((cell, place) => {
      const made = chartBlock(tag === "th" || place === 0 ? "th" : "td", "", cell);
      if (made.tagName === "TH") made.scope = tag === "th" ? "col" : "row";
      row.append(made);
    });
    return row;
  };
  const top = document.createElement("thead");
  top.append(line(head, "th"));
  const body = document.createElement("tbody");
  body.append(...rows.map((cells) => line(cells, "td")));
  table.append(top, body);
  view.table.body.replaceChildren(table);
}

/** Return the picture's outer element: what it shows, for those who cannot see it, and the pattern of hatched bars. */
function canvasOf(view, width, height) {
  const picture = svgNode("svg", {
    role: "img", "aria-labelledby": `${view.id}-t ${view.id}-d`, width, height, viewBox: `0 0 ${width} ${height}`,
  });
  const hatch = svgNode("pattern", { id: `${view.id}-h`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svgNode("path", { d: "M0 0V6", stroke: "#fff", "stroke-width": 3 }));
  picture.append(
    svgNode("title", { id: `${view.id}-t` }, view.spec.title), svgNode("desc", { id: `${view.id}-d` }, view.spec.sentence),
    svgNode("defs", {}, hatch), svgNode("rect", { width, height, fill: "#fff" }),
  );
  return picture;
}

/** Draw the picture off the page and put it in the place of the old one. */
function drawPicture(view) {
  const width = Math.max(300, view.picture.clientWidth || 640);
  view.width = view.picture.clientWidth;
  const measure = measurer(view.picture);
  const { places, height } = placePanels(view.spec, width);
  const picture = canvasOf(view, width, height);
  view.drawn = places.map((place) => drawPanel(place, measure, `${view.id}-h`));
  view.drawn.forEach(({ group }) => picture.append(group));
  view.weekLine = view.spec.replay ? svgNode("g") : null;
  if (view.weekLine) picture.append(view.weekLine);
  view.cursor = svgNode("g", { "pointer-events": "none" });
  picture.append(view.cursor);
  const areas = view.drawn.map((drawn, i) => panelSensor(drawn, places[i], view.spec, view));
  const focused = [...view.picture.querySelectorAll(".chart-area")].indexOf(document.activeElement);
  view.tip.hidden = true;
  view.picture.style.height = `${height}px`;
  view.picture.replaceChildren(picture, ...areas, view.tip);
  if (areas[focused]) areas[focused].focus({ preventScroll: true });
  view.replay(view.spec);
}

/** Show legend, words and folded parts. */
function drawAround(view, options) {
  const { spec } = view;
  view.root.lang = spec.lang === "zh" ? "zh-CN" : "en";
  view.title.textContent = spec.title;
  view.sentence.textContent = spec.sentence;
  view.legend.replaceChildren(...spec.legend.map((key) => {
    const item = chartBlock("li", "");
    item.append(swatch(key.style), key.text);
    return item;
  }));
  view.about.head.textContent = spec.words.reading;
  view.about.body.replaceChildren(chartBlock("p", "", spec.reading), chartBlock("p", "", spec.lesson));
  view.table.head.textContent = spec.words.table;
  view.title.hidden = options.title === false;
  view.sentence.hidden = options.sentence === false;
  view.about.box.hidden = options.about === false;
  view.table.box.hidden = options.table === false;
  fillTable(view);
}

/**
 * Draw a chart into an element; called again with other numbers, it is redrawn in place and keeps its size, its week,
 * its focus and what is folded open. Options: heading (3), and title, sentence, about, table (false leaves one out).
 * The element's function ``endChart`` lets go of it.
 */
function drawChart(element, spec, options = {}) {
  const view = element.chartView || (element.chartView = chartFrame(element, options));
  const other = view.spec && view.spec.lang !== spec.lang;
  view.spec = spec;
  if (other) view.tableOf = null;
  drawAround(view, options);
  drawPicture(view);
  element.endChart = () => {
    view.observer.disconnect();
    element.chartView = undefined;
  };
  return view.root;
}
