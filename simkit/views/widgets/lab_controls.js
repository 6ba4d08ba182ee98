// The lab's controls, made from what Python says of every lever; values are changed in place, so that a drag is never disturbed.

class LabControls {
  constructor(page) {
    this.page = page;
    this.node = labMake("section", { className: "lab-controls" });
    this.grouping = "row";
    this.updaters = [];
  }

  get data() {
    return this.page.model.get("controls");
  }

  build() {
    const open = new Set([...this.node.querySelectorAll("details[open]")].map((item) => item.dataset.fold));
    const data = this.data;
    const words = this.page.words;
    this.shape = LabControls.shapeOf(data);
    this.updaters = [];
    this.node.setAttribute("aria-label", words.controls);
    this.node.replaceChildren(
      labMake("h2", {}, words.controls),
      this.select(words.organisation, (now) => now.organisation, (value) => ({ organisation: value })),
      this.regimes(words),
      this.fieldset(words.headline, ...data.headline.map((item) => this.item(item))),
      this.rows(words, data),
      this.fold("more", words.more, ...this.others(words, data)),
      this.fold("market", words.market, ...data.market.map((item) => this.control(item))),
      this.fold("run", words.run, ...data.run.map((item) => this.control(item))));
    for (const item of this.node.querySelectorAll("details")) item.open = open.has(item.dataset.fold);
    this.update();
  }

  static shapeOf(data) {
    return JSON.stringify([data.lang, data.headline.map((item) => item.id), data.groups.map((item) => item.id)]);
  }

  update() {
    if (LabControls.shapeOf(this.data) !== this.shape) return this.build();
    for (const update of this.updaters) update(this.data);
  }

  change(change, group) {
    this.page.line.ask({ do: "change", change, group: group ?? "" });
  }

  fieldset(title, ...children) {
    return labMake("fieldset", {}, labMake("legend", {}, title), ...children);
  }

  fold(id, title, ...children) {
    return labMake("details", { "data-fold": id }, labMake("summary", {}, title), ...children);
  }

  select(title, read, change) {
    const id = labId("select");
    const select = labMake("select", { id, onchange: () => this.change(change(select.value)) });
    this.updaters.push((data) => {
      const now = read(data);
      const mark = JSON.stringify(now.choices);
      if (mark !== select.dataset.mark) select.replaceChildren(...now.choices.map((item) => labMake("option", { value: item.id }, item.label)));
      select.dataset.mark = mark;
      select.value = now.value;
    });
    return labMake("div", { className: "lab-select" }, labMake("label", { htmlFor: id }, title), select);
  }

  regimes(words) {
    const which = labMake("div", { className: "lab-group", role: "group", "aria-label": words.change_which });
    const selects = [words.reference, words.compared].map((title, place) =>
      this.select(title, (data) => data.regimes[place], (value) => ({ regime: value, place })));
    this.updaters.push((data) => {
      const held = which.contains(document.activeElement);
      which.replaceChildren(labMake("span", {}, words.change_which), ...data.regimes.map((item, place) => labMake("button", {
        type: "button", "aria-pressed": String(place === data.place), onclick: () => this.page.line.ask({ do: "place", value: place }),
      }, item.label)));
      if (held) which.querySelector("[aria-pressed=true]").focus();
    });
    return this.fieldset(words.regimes, ...selects, which);
  }

  rows(words, data) {
    const rows = data.switches.map((item) => this.row(item));
    return this.fieldset(words.rows, labMake("div", { className: "lab-rows" }, ...rows));
  }

  row(item) {
    const id = labId("row");
    const mixed = labMake("span", { className: "lab-mixed" });
    const buttons = Object.entries(item.choices).map(([value, label]) => labMake("button", {
      type: "button", "data-value": value, onclick: () => this.change({ switch: item.id, value }),
    }, label));
    this.updaters.push((data) => {
      const now = data.switches.find((other) => other.id === item.id);
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === now.state));
      labText(mixed, now.state === "mixed" ? now.state_text : "");
    });
    return labMake("div", { className: "lab-row", role: "group", "aria-labelledby": id },
      labMake("span", { id, title: item.help }, `${item.id} ${item.label} `, mixed), labMake("div", { className: "lab-group" }, ...buttons));
  }

  others(words, data) {
    const choice = labMake("div", { className: "lab-group", role: "group", "aria-label": words.group_by });
    const body = labMake("div");
    const fill = () => {
      const groups = this.grouping === "row" ? data.groups : data.drivers;
      body.replaceChildren(...groups.map((group) => this.fold(`${this.grouping}-${group.id}`, group.label, ...group.controls.map((item) => this.item(item)))));
      choice.replaceChildren(labMake("span", {}, words.group_by), ...["row", "driver"].map((key) => labMake("button", {
        type: "button", "aria-pressed": String(key === this.grouping), onclick: () => { this.grouping = key; fill(); this.update(); choice.querySelector("[aria-pressed=true]").focus(); },
      }, words[`by_${key}`])));
    };
    fill();
    return [choice, body];
  }

  item(item) {
    return item.controls ? this.mix(item) : this.control(item);
  }

  mix(group) {
    const bar = labMake("div", { className: "lab-mix", role: "img" });
    this.updaters.push((data) => {
      const now = LabControls.find(data, group.id);
      const colours = ["#C04A00", "#0072B2", "#007A5A", "#B0568A"];
      bar.setAttribute("aria-label", now.text);
      bar.replaceChildren(...now.controls.map((part, place) => labMake("span", { title: `${part.label}: ${part.text}`, style: `width:${100 * part.value}%;background:${colours[place]}` })));
    });
    return this.fieldset(group.label, labMake("p", { className: "lab-help" }, group.help), bar, ...group.controls.map((item) => this.control(item, group.id)));
  }

  static find(data, id) {
    const all = [...data.headline, ...data.groups.flatMap((group) => group.controls), ...data.market, ...data.run];
    return all.find((item) => item.id === id) ?? all.flatMap((item) => item.controls ?? []).find((item) => item.id === id);
  }

  control(item, group) {
    const id = labId(item.id);
    const range = item.kind !== "number";
    const shown = labMake("output", { htmlFor: id });
    const help = labMake("p", { className: "lab-help", id: labId("help") }, item.help);
    const input = labMake("input", { id, type: range ? "range" : "number", min: item.low, max: item.high, step: item.step, "data-lever": item.id, "aria-describedby": help.id });
    const request = (rest) => ({ do: "change", change: { ...item.change, value: Number(input.value) }, group: group ?? item.id, rest });
    input.addEventListener("input", () => { if (range) this.page.line.drag(request(false)); });
    input.addEventListener("change", () => { if (input.value !== "") this.page.line.ask(request(true)); });
    const marks = labMake("div", { className: "lab-marks", "aria-hidden": "true" });
    this.updaters.push((data) => this.follow(LabControls.find(data, item.id), input, shown, marks));
    return labMake("div", { className: "lab-control" },
      labMake("div", { className: "lab-line" }, labMake("label", { htmlFor: id }, item.label), shown), input, range ? marks : null,
      range ? labMake("div", { className: "lab-scale" }, labMake("span", { className: "lab-low" }, item.ends[0]), labMake("span", { className: "lab-high" }, item.ends[1])) : null, help);
  }

  follow(now, input, shown, marks) {
    labText(shown, now.text);
    input.setAttribute("aria-valuetext", now.text);
    const dragged = document.activeElement === input && this.page.line.waiting;
    if (!dragged && Number(input.value) !== now.value) input.value = now.value;
    if (now.other == null) return;
    const place = (100 * (now.other - now.low)) / (now.high - now.low);
    const mark = labMake("span", { style: `left:${place}%`, title: `${now.other_text}` }, "▲");
    marks.replaceChildren(mark);
  }
}
