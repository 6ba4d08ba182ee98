// The lab's tool bar: undo, redo, reset, settings in and out, the share code, exports.

class LabTools {
  constructor(page) {
    this.page = page;
    this.node = labMake("div", { className: "lab-tools", role: "toolbar" });
  }

  button(key, request, more = {}) {
    return labMake("button", { type: "button", title: this.words[`${key}_help`] ?? "", onclick: () => this.page.line.ask(request), ...more }, this.words[key]);
  }

  update() {
    this.words = this.page.words;
    const state = this.page.model.get("state");
    const mark = JSON.stringify([this.words.lang, state.undo, state.redo, state.code]);
    if (mark === this.mark) return;
    this.mark = mark;
    const held = this.node.contains(document.activeElement) ? document.activeElement.dataset.tool : null;
    this.node.setAttribute("aria-label", this.words.tools);
    this.node.replaceChildren(
      this.group(this.button("undo", { do: "undo" }, { disabled: !state.undo, "data-tool": "undo" }),
        this.button("redo", { do: "redo" }, { disabled: !state.redo, "data-tool": "redo" }),
        this.button("reset", { do: "change", change: { reset: true } }, { "data-tool": "reset" })),
      this.group(this.button("save", { do: "save" }, { "data-tool": "save" }), this.opener(),
        this.button("last", { do: "last" }, { "data-tool": "last" }), this.button("share", { do: "share" }, { "data-tool": "share" })),
      this.exporter(), this.codes(state.code));
    if (held) this.node.querySelector(`[data-tool="${held}"]`)?.focus();
  }

  group(...children) {
    return labMake("div", { className: "lab-group" }, ...children);
  }

  opener() {
    const input = labMake("input", { type: "file", accept: ".toml,.xlsx,.csv,.tsv", hidden: true, "aria-label": this.words.open, onchange: async () => {
      const file = input.files[0];
      if (file) this.page.line.ask({ do: "file", name: file.name }, [await file.arrayBuffer()]);
      input.value = "";
    } });
    const button = labMake("button", { type: "button", title: this.words.open_help, "data-tool": "open", onclick: () => input.click() }, this.words.open);
    return labMake("span", {}, button, input);
  }

  exporter() {
    const id = labId("export");
    const select = labMake("select", { id, "data-tool": "kind" }, ...Object.entries(this.words.exports).map(([kind, label]) => labMake("option", { value: kind }, label)));
    const go = labMake("button", { type: "button", "data-tool": "export", onclick: () => this.page.line.ask({ do: "export", value: select.value }) }, this.words.export_go);
    return this.group(labMake("label", { htmlFor: id }, this.words.export), select, go);
  }

  codes(code) {
    const id = labId("code");
    const input = labMake("input", { id, type: "text", value: code, spellcheck: false, autocomplete: "off", "data-tool": "code",
      onfocus: () => input.select(), onkeydown: (event) => { if (event.key === "Enter") restore(); } });
    const restore = () => { if (input.value.trim()) this.page.line.ask({ do: "code", value: input.value.trim() }); };
    const copy = labMake("button", { type: "button", hidden: !code, "data-tool": "copy", onclick: async () => {
      input.select();
      await navigator.clipboard?.writeText(input.value);
      labText(copy, this.words.copied);
    } }, this.words.copy);
    return this.group(labMake("label", { htmlFor: id, title: this.words.share_help }, this.words.enter), input, copy,
      labMake("button", { type: "button", "data-tool": "restore", onclick: restore }, this.words.go));
  }
}
