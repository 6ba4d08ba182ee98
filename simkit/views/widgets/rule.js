// A rule of the model as a curve that follows its sliders. All points come from Python, which calls the rule.

const WIDE = { width: 640, height: 330, left: 62, right: 16, top: 16, bottom: 34 };
const NARROW = { width: 350, height: 290, left: 54, right: 12, top: 16, bottom: 34 };

/** Return where a number stands on a scale from `a` to `b`. */
function placed([low, high], a, b) {
  return (value) => a + ((value - low) / (high - low || 1)) * (b - a);
}

/** Return one row: label, slider and readout, bound to one another. */
function sliderRow(item, move) {
  const id = fresh("slider");
  const input = element("input", { type: "range", id, min: item.low, max: item.high, step: item.step,
    "data-argument": item.name, input: () => move(item.name, Number(input.value)) });
  const label = element("label", { for: id });
  const output = element("output", { for: id });
  const note = element("span", { class: "note" });
  return { input, label, output, note, row: element("div", { class: "slider" }, label, output, input, note) };
}

/** Show what a slider stands for now; while it is being moved its own position counts. */
function paintSlider(parts, item, moving) {
  parts.label.textContent = item.label;
  parts.output.textContent = item.told;
  parts.note.textContent = item.note;
  parts.input.setAttribute("aria-valuetext", item.told);
  if (!moving) parts.input.value = String(item.value);
}

/** Draw grid, ticks and names of the axes. */
function drawAxes(drawing, view, size, x, y) {
  const bottom = size.height - size.bottom;
  for (const [value, text] of view.yticks) {
    drawing.append(shape("line", { x1: size.left, x2: size.width - size.right, y1: y(value), y2: y(value), class: "grid" }));
    drawing.append(shape("text", { x: size.left - 7, y: y(value) + 4, class: "tick", "text-anchor": "end" }, text));
  }
  for (const [value, text] of view.xticks) {
    drawing.append(shape("line", { x1: x(value), x2: x(value), y1: size.top, y2: bottom, class: "grid" }));
    drawing.append(shape("text", { x: x(value), y: bottom + 20, class: "tick", "text-anchor": "middle" }, text));
  }
}

/** Draw a curve. */
function drawCurve(drawing, points, x, y, kind) {
  const path = points.map(([a, b], k) => `${k ? "L" : "M"}${x(a).toFixed(2)} ${y(b).toFixed(2)}`).join("");
  drawing.append(shape("path", { d: path, class: kind, fill: "none" }));
}

/** Draw what a regime's levers lead to: a square for the traditional one, a disc for the other. */
function drawMark(drawing, mark, x, y) {
  const at = { class: `mark ${mark.id}` };
  if (mark.id === "traditional") drawing.append(shape("rect", { x: x(mark.x) - 6, y: y(mark.y) - 6, width: 12, height: 12, ...at }));
  else drawing.append(shape("circle", { cx: x(mark.x), cy: y(mark.y), r: 6, ...at }));
}

/** Draw everything anew. */
function draw(drawing, view, ghost, narrow) {
  const size = narrow ? NARROW : WIDE;
  const x = placed(view.xrange, size.left, size.width - size.right);
  const y = placed(view.yrange, size.height - size.bottom, size.top);
  drawing.replaceChildren(shape("title", {}, view.alt));
  drawing.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  drawAxes(drawing, view, size, x, y);
  const clip = ([, value]) => [, Math.min(view.yrange[1], Math.max(view.yrange[0], value))];
  if (ghost) drawCurve(drawing, ghost.map((point) => [point[0], clip(point)[1]]), x, y, "ghost");
  drawCurve(drawing, view.points, x, y, "curve");
  for (const mark of view.marks) drawMark(drawing, mark, x, y);
  drawing.append(shape("circle", { cx: x(view.here[0]), cy: y(view.here[1]), r: 5.5, class: "here" }));
}

/** Return whether there is a curve from before, and it is another one. */
function differs(before, now) {
  return Boolean(before) && JSON.stringify(before) !== JSON.stringify(now);
}

/** Explain the marks in words, each beside its sign. */
function legend(view, ghost) {
  const sign = (kind, text) => element("span", { class: "key" }, element("i", { class: kind, "aria-hidden": "true" }), text);
  const keys = [sign("here", view.words.here), ...view.marks.map((mark) => sign(mark.id, mark.label))];
  return ghost ? [...keys, sign("ghost", view.words.before)] : keys;
}

/** Make the parts of the widget that stay while numbers and language change. */
function frame() {
  const choice = element("select", { id: fresh("rule") });
  const parts = {
    choice, chosen: element("label", { for: choice.id }), title: element("h3"), axis: element("p", { class: "axis" }),
    drawing: shape("svg", { role: "img", class: "drawing" }), below: element("p", { class: "below" }),
    keys: element("p", { class: "keys" }), sentence: element("p", { class: "sentence", "aria-live": "polite" }),
    lesson: element("p", { class: "quiet lesson" }), along: element("h4"), bend: element("h4"), first: element("div"),
    others: element("div"), reset: element("button", { type: "button" }), does: element("summary"), told: element("p"),
    source: element("p", { class: "quiet" }), code: element("pre"), reading: element("p", { class: "quiet" }),
  };
  const picture = element("div", { class: "picture" }, parts.axis, parts.drawing, parts.below, parts.keys);
  const sliders = element("div", { class: "sliders" }, parts.along, parts.first, parts.bend, parts.others, parts.reset);
  const more = element("details", {}, parts.does, parts.told, parts.source, parts.code, parts.reading);
  const rows = [parts.title, parts.sentence, element("div", { class: "both" }, picture, sliders), parts.lesson, more];
  return { parts, rows };
}

/** Show all texts. */
function paintTexts(parts, view) {
  parts.chosen.textContent = view.words.rule;
  fill(parts.choice, view.rules, view.rule);
  for (const name of ["title", "sentence", "lesson", "source", "code", "reading", "told"]) parts[name].textContent = view[name];
  parts.axis.textContent = view.ylabel;
  parts.below.textContent = view.xlabel;
  for (const name of ["along", "bend", "reset", "does"]) parts[name].textContent = view.words[name];
  parts.bend.hidden = view.arguments.length < 2;
}

function render({ model, el }) {
  const { parts, rows } = frame();
  const tongue = languages(model);
  const root = element("section", { class: "simkit-tour simkit-rule" },
    element("div", { class: "top" }, element("span", { class: "field" }, parts.chosen, parts.choice), tongue.group), ...rows);
  ownKeys(root);
  const state = { sliders: {}, rule: "", ghost: null, moving: "", rest: 0, from: null };

  function change(values) {
    model.set("values", values);
    model.save_changes();
  }
  function move(name, value) {
    if (!state.moving) state.ghost = model.get("view").points;
    state.moving = name;
    clearTimeout(state.rest);
    state.rest = setTimeout(() => { state.moving = ""; }, 600);
    change({ ...model.get("values"), [name]: value });
  }
  function build(view) {
    const made = view.arguments.map((item) => [item.name, sliderRow(item, move)]);
    state.sliders = Object.fromEntries(made);
    parts.first.replaceChildren(made[0][1].row);
    parts.others.replaceChildren(...made.slice(1).map(([, one]) => one.row));
    state.rule = view.rule;
    state.ghost = null;
    state.moving = "";
  }
  function paint() {
    const view = model.get("view");
    if (view.rule !== state.rule) build(view);
    root.lang = view.lang === "zh" ? "zh-Hans" : "en";
    needFont(model, view.lang);
    paintTexts(parts, view);
    tongue.paint(view.lang, view.words.lang);
    for (const item of view.arguments) paintSlider(state.sliders[item.name], item, state.moving === item.name);
    const ghost = differs(state.ghost, view.points) ? state.ghost : null;
    draw(parts.drawing, view, ghost, root.clientWidth > 0 && root.clientWidth < 480);
    parts.keys.replaceChildren(...legend(view, ghost));
  }

  parts.choice.addEventListener("change", () => {
    model.set("rule", parts.choice.value);
    model.save_changes();
  });
  parts.reset.addEventListener("click", () => {
    state.ghost = model.get("view").points;
    state.moving = "";
    change({});
  });
  model.on("change:view", paint);
  el.append(root);
  paint();
  const watch = new ResizeObserver(paint);
  watch.observe(root);
  return () => {
    watch.disconnect();
    model.off("change:view", paint);
  };
}

export default { render };
