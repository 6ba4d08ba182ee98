// The model as it runs. Weeks are asked for one by one: the next only when the last has been shown.

const PAUSE = 350;
const PATIENCE = 20000;

/** Make one picture with its title, its sentence and how to read it. */
function panel() {
  const image = element("img", { alt: "" });
  const parts = { image, title: element("h4"), caption: element("p"), reading: element("p", { class: "quiet" }) };
  return { ...parts, box: element("figure", {}, parts.title, image, element("figcaption", {}, parts.caption, parts.reading)) };
}

/** Show a picture once it is ready to be drawn, so that nothing flickers. */
async function paintPanel(parts, item, current) {
  const next = new Image();
  next.src = item.src;
  try {
    await next.decode();
  } catch {
    // a browser that cannot decode ahead shows the picture as it comes
  }
  if (!current()) return;
  parts.image.src = item.src;
  parts.image.alt = item.caption;
  parts.title.textContent = item.title;
  parts.caption.textContent = item.caption;
  parts.reading.textContent = item.reading;
}

/** Make the parts of the widget. */
function frame(send, toggle) {
  const ids = { regime: fresh("regime"), world: fresh("world") };
  const parts = {
    title: element("h3"), regime: element("select", { id: ids.regime }), regimeLabel: element("label", { for: ids.regime }),
    world: element("input", { id: ids.world, type: "text", inputmode: "numeric", size: "8" }),
    worldLabel: element("label", { for: ids.world }), summary: element("p", { class: "summary", role: "status" }),
    notice: element("p", { class: "notice", role: "status" }), help: element("p", { class: "quiet" }),
    week: element("button", { type: "button", click: () => send("week") }),
    quarter: element("button", { type: "button", click: () => send("quarter") }),
    play: element("button", { type: "button", class: "play", click: toggle }),
    reset: element("button", { type: "button", click: () => send("reset") }),
    progress: element("progress", { max: 1, value: 0, "aria-hidden": "true" }),
  };
  const choices = element("div", { class: "choices" },
    element("span", { class: "field" }, parts.regimeLabel, parts.regime), element("span", { class: "field" }, parts.worldLabel, parts.world));
  const buttons = element("div", { class: "buttons" }, parts.week, parts.quarter, parts.play, parts.reset);
  return { parts, rows: [choices, buttons, parts.summary, parts.progress, parts.notice] };
}

/** Show all texts of the controls. */
function paintControls(parts, view, playing) {
  for (const name of ["title", "week", "quarter", "reset", "help"]) parts[name].textContent = view.words[name];
  parts.play.textContent = `${playing ? "❚❚" : "▶"} ${playing ? view.words.pause : view.words.play}`;
  parts.regimeLabel.textContent = view.words.regime;
  parts.worldLabel.textContent = view.words.world;
  parts.summary.textContent = view.summary;
  parts.notice.textContent = view.notice;
  parts.progress.value = view.share;
  for (const name of ["week", "quarter", "play"]) parts[name].disabled = view.over;
}

function render({ model, el }) {
  const state = { playing: false, waiting: 0, timer: 0, shown: 0, gone: false };
  const { parts, rows } = frame(send, toggle);
  const tongue = languages(model);
  const panels = model.get("view").pictures.map(panel);
  const root = element("section", { class: "simkit-tour simkit-model" },
    element("div", { class: "top" }, parts.title, tongue.group), ...rows,
    element("div", { class: "panels" }, ...panels.map((one) => one.box)), parts.help);
  ownKeys(root);

  function send(what) {
    const now = Date.now();
    if (what !== "reset" && now - state.waiting < PATIENCE) return;
    state.waiting = now;
    root.setAttribute("aria-busy", "true");
    model.send({ do: what });
  }
  function toggle() {
    state.playing = !state.playing;
    clearTimeout(state.timer);
    if (state.playing) send("week");
    paintControls(parts, model.get("view"), state.playing);
  }
  function goOn(view) {
    state.waiting = 0;
    root.setAttribute("aria-busy", "false");
    root.dataset.week = String(view.week);
    if (view.over) state.playing = false;
    if (state.playing) state.timer = setTimeout(() => state.playing && send("week"), PAUSE);
  }
  async function paint() {
    const view = model.get("view");
    const turn = ++state.shown;
    const current = () => !state.gone && turn === state.shown;
    root.lang = view.lang === "zh" ? "zh-Hans" : "en";
    needFont(model, view.lang);
    if (view.over) state.playing = false;
    paintControls(parts, view, state.playing);
    fill(parts.regime, view.regimes, model.get("regime"));
    if (document.activeElement !== parts.world) parts.world.value = model.get("world");
    tongue.paint(view.lang, view.words.lang);
    await Promise.all(view.pictures.map((item, k) => paintPanel(panels[k], item, current)));
    if (current()) goOn(view);
  }
  function choose(name, value) {
    model.set(name, value);
    model.save_changes();
  }

  parts.regime.addEventListener("change", () => choose("regime", parts.regime.value));
  parts.world.addEventListener("change", () => choose("world", parts.world.value));
  model.on("change:view", paint);
  el.append(root);
  paint();
  return () => {
    state.gone = true;
    state.playing = false;
    clearTimeout(state.timer);
    model.off("change:view", paint);
  };
}

export default { render };
