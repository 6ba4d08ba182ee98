// What the widgets of the tour share: making elements, and the switch of languages.

const SVG = "http://www.w3.org/2000/svg";
const LANGUAGES = { en: "English", zh: "中文" };

/** Make an element with attributes (functions become listeners) and children. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Make an element of a drawing. */
function shape(tag, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

let numbered = 0;
/** Return an id that no other element of the page has. */
function fresh(name) {
  numbered += 1;
  return `simkit-${name}-${Date.now().toString(36)}-${numbered}`;
}

/** Return the two buttons that switch the language; `paint` shows which one is chosen. */
function languages(model) {
  const buttons = Object.entries(LANGUAGES).map(([code, name]) =>
    element("button", { type: "button", lang: code, click: () => {
      model.set("lang", code);
      model.save_changes();
    } }, name));
  const group = element("div", { class: "simkit-languages", role: "group" }, ...buttons);
  const paint = (chosen, label) => {
    group.setAttribute("aria-label", label);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.lang === chosen));
  };
  return { group, paint };
}

/** Fill a list to choose from, unless it holds the same choices already. */
function fill(select, choices, chosen) {
  const key = JSON.stringify(choices);
  if (select.dataset.choices !== key) {
    select.replaceChildren(...choices.map((item) => element("option", { value: item.id }, item.label)));
    select.dataset.choices = key;
  }
  select.value = chosen;
}

// Keys belong to the page, not to the notebook around it.
function ownKeys(root) {
  root.dataset.lmSuppressShortcuts = "true";
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, (event) => event.stopPropagation());
}
