// The lab's controls, made from what Python says of every lever; values are changed in place, so that a drag is never disturbed.

const labColours = ["#C04A00", "#0072B2", "#007A5A", "#B0568A"];

class LabControls {
  constructor(page) {
    this.page = page;
    this.node = labMake("section", { className: "lab-controls" });
    this.grouping = "groups";
    this.updaters = [];
  }

  get data() {
    return this.page.model.get("controls");
  }

  build() {
    const open = new Set([...this.node.querySelectorAll("details[open]")].map((item) => item.dataset.fold));
    const data = this.data;
    const words = this.page.words;
    this.lang = words.lang;
    this.updaters = [];
    this.node.setAttribute("aria-label", words.controls);
    const headline = data.groups.find((group) => group.id === "headline");
    this.node.replaceChildren(
      labMake("h2", {}, words.controls),
      this.organisation(),
      this.regimes(words),
      this.fieldset(headline.label, ...this.items(headline.levers)),
      this.rows(words, data),
      this.fold("more", words.more, ...this.others(words)),
      this.fold("market", words.market, ...data.market.map((item) => this.control("market", item))),
      this.fold("run", words.run, ...data.run.map((item) => this.number(item))));
    for (const item of this.node.querySelectorAll("details")) item.open = open.has(item.dataset.fold);
    this.update();
  }

  update() {
    if (this.page.words.lang !== this.lang) return;
    for (const update of this.updaters) update(this.data);
  }

  change(change, group = "") {
    this.page.line.ask({ do: "change", change, group });
  }

  fieldset(title, ...children) {
    return labMake("fieldset", {}, labMake("legend", {}, title), ...children);
  }

  fold(id, title, ...children) {
    return labMake("details", { "data-fold": id }, labMake("summary", {}, title), ...children);
  }

  select(title, read, change, name) {
    const id = labId("select");
    const select = labMake("select", { id, "data-select": name, onchange: () => this.change(change(select.value)) });
    const label = labMake("label", { htmlFor: id }, title);
    this.updaters.push((data) => {
      const now = read(data);
      const mark = JSON.stringify(now.choices);
      if (mark !== select.dataset.mark) select.replaceChildren(...now.choices.map((item) => labMake("option", { value: item.value }, item.label)));
      select.dataset.mark = mark;
      select.value = now.value;
    });
    return labMake("div", { className: "lab-select" }, label, select);
  }

  organisation() {
    const size = labMake("p", { className: "lab-help" });
    const also = labMake("ul", { className: "lab-also" });
    this.updaters.push((data) => {
      labText(size, data.organisation.size);
      also.replaceChildren(...data.also.map((text) => labMake("li", {}, text)));
    });
    const select = this.select(this.data.organisation.label, (data) => data.organisation, (value) => ({ organisation: value }), "organisation");
    return labMake("div", {}, select, size, also);
  }

  regimes(words) {
    const which = labMake("div", { className: "lab-group lab-which", role: "group", "aria-label": words.change_which });
    const selects = [words.reference, words.compared].map((title, place) =>
      this.select(title, (data) => data.regimes[place], (value) => ({ regime: value, place }), `regime-${place}`));
    this.updaters.push((data) => {
      const held = which.contains(document.activeElement);
      which.replaceChildren(labMake("span", {}, words.change_which), ...data.regimes.map((item, place) => labMake("button", {
        type: "button", "aria-pressed": String(place === data.place), onclick: () => this.page.line.ask({ do: "place", value: place }),
      }, `${place ? words.compared : words.reference}: ${item.name}`)));
      if (held) which.querySelector("[aria-pressed=true]").focus();
    });
    return this.fieldset(words.regimes, ...selects, which);
  }

  rows(words, data) {
    const note = labMake("p", { className: "lab-help" }, words.rows_help);
    return this.fieldset(words.rows, note, labMake("div", { className: "lab-rows" }, ...data.switches.map((item) => this.row(item, words))));
  }

  row(item, words) {
    const id = labId("row");
    const state = labMake("span", { className: "lab-mixed" });
    const buttons = ["traditional", "innovation"].map((value) => labMake("button", {
      type: "button", "data-value": value, title: item[value], onclick: () => this.change({ switch: item.id, value }),
    }, words[value]));
    this.updaters.push((data) => {
      const now = data.switches.find((other) => other.id === item.id);
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === now.state));
      labText(state, now.state === "mixed" ? now.state_text : now[now.state]);
    });
    return labMake("div", { className: "lab-row", role: "group", "aria-labelledby": id, "data-row": item.id },
      labMake("span", { id }, labMake("b", {}, `${item.id} ${item.label}`), labMake("br"), state), labMake("div", { className: "lab-group" }, ...buttons));
  }

  others(words) {
    const choice = labMake("div", { className: "lab-group", role: "group", "aria-label": words.group_by });
    const body = labMake("div");
    const own = this.updaters;
    const fill = () => {
      this.rest = [];
      this.updaters = this.rest;
      const data = this.data;
      const folds = data[this.grouping].filter((group) => group.id !== "headline").map((group) => {
        const ids = group.levers.filter((id) => !this.lever(data, id).headline);
        return this.fold(`${this.grouping}-${group.id}`, this.grouping === "groups" ? `${group.id} ${group.label}` : group.label, ...this.items(ids));
      });
      this.updaters = own;
      body.replaceChildren(...folds);
      choice.replaceChildren(labMake("span", {}, words.group_by), ...["groups", "drivers"].map((key) => labMake("button", {
        type: "button", "aria-pressed": String(key === this.grouping), onclick: () => { this.grouping = key; fill(); this.update(); choice.querySelector("[aria-pressed=true]").focus(); },
      }, words[`by_${key}`])));
    };
    fill();
    own.push((data) => this.rest.forEach((update) => update(data)));
    return [choice, body];
  }

  lever(data, id) {
    return data.levers.find((item) => item.id === id);
  }

  // Levers in their order; those that add up to 1 come together, under the name of their group.
  items(ids) {
    const data = this.data;
    const seen = new Set();
    return ids.flatMap((id) => {
      const item = this.lever(data, id);
      if (!item.sum) return [this.control("id", item)];
      if (seen.has(item.sum)) return [];
      seen.add(item.sum);
      return [this.mix(data.sums.find((group) => group.id === item.sum))];
    });
  }

  mix(group) {
    const bar = labMake("div", { className: "lab-mix", "aria-hidden": "true" });
    this.updaters.push((data) => bar.replaceChildren(...group.levers.map((id, place) => {
      const part = this.lever(data, id);
      return labMake("span", { title: `${part.label}: ${part.value_text}`, style: `width:${100 * part.value}%;background:${labColours[place]}` });
    })));
    return this.fieldset(group.label, labMake("p", { className: "lab-help" }, group.help), bar,
      ...group.levers.map((id, place) => this.control("id", this.lever(this.data, id), group.id, labColours[place])));
  }

  find(data, kind, id) {
    return data[kind === "id" ? "levers" : kind].find((item) => item.id === id);
  }

  control(kind, item, group, colour) {
    const id = labId(item.id);
    const shown = labMake("output", { htmlFor: id });
    const help = labMake("p", { className: "lab-help", id: labId("help") }, item.help);
    const input = labMake("input", { id, type: "range", min: item.low, max: item.high, step: item.step, "data-lever": item.id, "aria-describedby": help.id });
    const request = (rest) => ({ do: "change", change: { [kind]: item.id, value: Number(input.value) }, group: group ?? item.id, rest });
    input.addEventListener("input", () => this.page.line.drag(request(false), input));
    input.addEventListener("change", () => this.page.line.ask(request(true)));
    const other = labMake("span", { className: "lab-other" });
    const marks = labMake("div", { className: "lab-marks", "aria-hidden": "true" }, other);
    this.updaters.push((data) => {
      const now = this.find(data, kind, item.id);
      labText(shown, now.value_text);
      input.setAttribute("aria-valuetext", now.value_text);
      if (Number(input.value) !== now.value && !this.page.line.ahead(input)) input.value = now.value;
      labText(other, now.other == null ? "" : "▲");
      if (now.other == null) return;
      other.style.left = `${(100 * (now.other - now.low)) / (now.high - now.low)}%`;
      other.title = `${this.page.words.other}: ${now.other_text}`;
    });
    const name = labMake("label", { htmlFor: id }, colour ? labMake("i", { className: "lab-key", style: `background:${colour}` }) : null, item.label);
    return labMake("div", { className: "lab-control" }, labMake("div", { className: "lab-line" }, name, shown), input, marks,
      labMake("div", { className: "lab-scale" }, labMake("span", {}, item.low_text), labMake("span", {}, item.high_text)), help);
  }

  number(item) {
    const id = labId(item.id);
    const help = labMake("p", { className: "lab-help", id: labId("help") }, item.help);
    const input = labMake("input", { id, type: "number", step: item.step === 10 ? 1 : item.step, min: item.low, max: item.high, "data-run": item.id, "aria-describedby": help.id });
    input.addEventListener("change", () => {
      if (input.value !== "" || item.optional) this.change({ run: item.id, value: input.value === "" ? null : Number(input.value) });
    });
    this.updaters.push((data) => {
      const now = this.find(data, "run", item.id);
      if (document.activeElement !== input) input.value = now.value ?? "";
    });
    return labMake("div", { className: "lab-control" }, labMake("div", { className: "lab-line" }, labMake("label", { htmlFor: id }, item.label), input), help);
  }
}
