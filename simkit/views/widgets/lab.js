// The compare lab: the frame around controls and pictures. All words and numbers come from Python; this file only shows them.

function labMake(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && name !== "list" && name !== "role") node[name] = value;
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

let labCount = 0;

function labId(name) {
  labCount += 1;
  return `simkit-${name}-${labCount}`;
}

// Sends requests to Python; a drag sends its latest value only, one at a time. Each request has a number, and Python says which it has
// answered last, so that an answer that comes late does not move a slider back under the hand that holds it.
class LabLine {
  constructor(model) {
    this.model = model;
    this.key = Math.random().toString(36).slice(2);
    this.sent = 0;
    this.answered = 0;
    this.held = null;
    this.waiting = null;
    this.timer = null;
  }

  send(request, buffers = []) {
    this.sent += 1;
    this.model.send({ ...request, page: this.key, number: this.sent }, undefined, buffers);
  }

  ask(request, buffers = []) {
    this.flush();
    this.send(request, buffers);
  }

  drag(request, held) {
    this.waiting = request;
    this.held = held;
    this.timer ??= setTimeout(() => this.flush(), 40);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    const request = this.waiting;
    this.waiting = null;
    if (request) this.send(request);
  }

  // Whether what Python shows is older than what this slider was last moved to.
  ahead(slider) {
    const last = this.model.get("controls").answered;
    if (last.page === this.key) this.answered = last.number;
    return this.held === slider && (this.waiting !== null || this.answered < this.sent);
  }
}

function labDownload(message, buffers) {
  const address = URL.createObjectURL(new Blob([buffers[0]], { type: "application/octet-stream" }));
  const link = labMake("a", { href: address, download: message.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Shows a text that a screen reader is told of when it changes.
function labText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

class LabPage {
  constructor(model, root) {
    this.model = model;
    this.line = new LabLine(model);
    this.root = root;
    this.sections = new Map();
    this.build();
    this.listeners = ["texts", "controls", "shown", "state"].map((name) => [`change:${name}`, () => this.update(name)]);
    this.listeners.push(["msg:custom", (message, buffers) => this.receive(message, buffers)]);
    for (const [event, listener] of this.listeners) model.on(event, listener);
    this.update("texts");
  }

  remove() {
    for (const [event, listener] of this.listeners) this.model.off(event, listener);
    for (const section of this.sections.values()) section.body.endChart?.();
  }

  get words() {
    return this.model.get("texts");
  }

  build() {
    this.root.classList.add("simkit-lab");
    this.root.dataset.lmSuppressShortcuts = "true"; // keys belong to the page, not to the notebook around it
    for (const kind of ["keydown", "keypress", "keyup"]) this.root.addEventListener(kind, (event) => event.stopPropagation());
    this.heading = labMake("h1", { id: labId("title") });
    this.intro = labMake("p", { className: "lab-intro" });
    this.disclaimer = labMake("p", { className: "lab-disclaimer" });
    this.languages = labMake("div", { className: "lab-languages", role: "group" });
    this.tools = new LabTools(this);
    this.controls = new LabControls(this);
    this.status = labMake("p", { className: "lab-status", role: "status" });
    this.progress = labMake("progress", { max: 1, value: 0, hidden: true });
    this.note = labMake("p", { className: "lab-note", role: "status", hidden: true });
    this.problems = labMake("ul", { className: "lab-problems", role: "alert", hidden: true });
    this.answerHead = labMake("h2");
    this.answer = labMake("div", { className: "lab-answer" });
    this.chooser = labMake("fieldset", { className: "lab-chooser" });
    this.pictures = labMake("div", { className: "lab-pictures" });
    this.resultsHead = labMake("h2", { className: "lab-hidden" });
    const top = labMake("div", { className: "lab-top" }, labMake("div", {}, this.heading, this.intro, this.disclaimer), this.languages);
    const short = labMake("section", { className: "lab-short" }, this.answerHead, this.answer, this.progress, this.status);
    const results = labMake("div", { className: "lab-results" }, this.resultsHead, this.chooser, this.pictures);
    this.root.replaceChildren(labMake("div", { className: "lab-frame", role: "region", "aria-labelledby": this.heading.id },
      top, this.tools.node, this.problems, this.note, short, labMake("div", { className: "lab-columns" }, this.controls.node, results)));
  }

  update(name) {
    if (name === "texts") {
      this.showWords();
      this.tools.update();
      this.controls.build();
      this.showState();
      this.showResults();
    }
    if (name === "controls") this.controls.update();
    if (name === "state") this.showState();
    if (name === "shown") this.showResults();
  }

  showWords() {
    const words = this.words;
    this.root.lang = words.html_lang;
    needFont(this.model, words.lang);
    for (const [node, key] of [[this.heading, "title"], [this.intro, "intro"], [this.disclaimer, "disclaimer"], [this.answerHead, "answer"], [this.resultsHead, "results"]]) labText(node, words[key]);
    this.languages.setAttribute("aria-label", words.language);
    this.languages.replaceChildren(...Object.entries(words.languages).map(([code, label]) => labMake("button", {
      type: "button", lang: code === "zh" ? "zh-Hans" : code, "aria-pressed": String(code === words.lang),
      onclick: () => this.line.ask({ do: "language", value: code }),
    }, label)));
  }

  showState() {
    const state = this.model.get("state");
    labText(this.status, state.status);
    this.progress.hidden = !state.busy;
    this.progress.setAttribute("aria-label", state.status);
    this.progress.value = state.share;
    this.root.toggleAttribute("data-busy", state.busy);
    this.note.hidden = !state.note;
    labText(this.note, state.note);
    this.problems.hidden = !state.problems.length;
    this.problems.replaceChildren(...state.problems.map((text) => labMake("li", {}, text)));
    this.tools.update();
  }

  showResults() {
    const shown = this.model.get("shown");
    const words = this.words;
    const parts = shown.answer.map((text) => labMake("p", {}, text));
    this.answer.replaceChildren(...parts);
    const mark = JSON.stringify(shown.views);
    if (mark !== this.chosen) this.chooser.replaceChildren(labMake("legend", {}, words.views), ...shown.views.map((view) => this.choice(view)));
    this.chosen = mark;
    if (!this.chooser.contains(document.activeElement)) for (const box of this.chooser.querySelectorAll("input")) box.checked = shown.open.includes(box.value);
    for (const view of shown.views) this.section(view, shown.open.includes(view.id));
    for (const [id, section] of this.sections) section.node.hidden = !shown.open.includes(id);
    this.root.dataset.mark = shown.mark;
  }

  choice(view) {
    const id = labId("view");
    const box = labMake("input", { type: "checkbox", id, value: view.id, onchange: () => this.choose() });
    return labMake("label", { htmlFor: id, className: "lab-choice" }, box, view.title);
  }

  choose() {
    this.line.ask({ do: "open", value: [...this.chooser.querySelectorAll("input:checked")].map((box) => box.value) });
  }

  section(view, open) {
    let section = this.sections.get(view.id);
    if (!section) {
      const body = labMake("div", { className: "lab-chart" });
      const extra = view.id === "replay" ? this.worldChooser() : null;
      section = { body, extra, node: labMake("section", { className: "lab-picture", "data-view": view.id }, extra?.node, body) };
      this.sections.set(view.id, section);
      this.pictures.append(section.node);
    }
    section.node.setAttribute("aria-label", view.title);
    const spec = this.model.get("shown").charts[view.id];
    if (!open || !spec || spec === section.spec) return;
    section.spec = spec;
    drawChart(section.body, spec, { heading: 3 });
    section.extra?.update();
  }

  worldChooser() {
    const id = labId("world");
    const label = labMake("label", { htmlFor: id });
    const input = labMake("input", { id, type: "number", min: 0, step: 1, onchange: () => this.line.ask({ do: "world", value: input.value === "" ? null : Number(input.value) }) });
    const typical = labMake("button", { type: "button", onclick: () => this.line.ask({ do: "world", value: null }) });
    const update = () => {
      const shown = this.model.get("shown");
      labText(label, this.words.world);
      labText(typical, this.words.typical);
      input.max = shown.worlds - 1;
      if (document.activeElement !== input && shown.world != null) input.value = shown.world;
    };
    return { node: labMake("div", { className: "lab-world" }, label, input, typical), update };
  }

  receive(message, buffers) {
    if (message.kind === "download") labDownload(message, buffers);
  }
}

export default {
  render({ model, el }) {
    const page = new LabPage(model, el);
    return () => page.remove();
  },
};
