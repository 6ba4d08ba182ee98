// A page made of sections: shows those that Python has made, and sends back what was pressed and typed in.

const CLOCK_EVERY = 1000;

/** Return hours and minutes, with seconds, of a number of seconds. */
function asClock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** Show the time since the start, and which item of the agenda is planned for it. */
function tick(root) {
  const time = root.querySelector(".time");
  if (!time) return;
  const planned = root.querySelector(".planned");
  const started = Number(time.dataset.started);
  if (!started) {
    time.textContent = time.dataset.idle;
    planned.textContent = "";
    return;
  }
  const seconds = Date.now() / 1000 - started;
  time.textContent = asClock(seconds);
  let now = null;
  for (const row of root.querySelectorAll("tr[data-start]")) {
    const inside = seconds >= 60 * Number(row.dataset.start) && seconds < 60 * Number(row.dataset.end);
    row.classList.toggle("planned-now", inside);
    if (inside) now = row;
  }
  const title = now && now.querySelector(".name").firstChild.textContent.trim();
  planned.textContent = title ? planned.dataset.label + title : planned.dataset.over;
}

/** Show beside a slider where it stands. */
function showSlider(input) {
  const shown = input.form.querySelector("#" + CSS.escape(input.dataset.shown));
  const value = Number(input.value) * Number(input.dataset.factor);
  shown.textContent = Number(value.toFixed(2)) + input.dataset.unit;
}

/** Keep what is being typed, so that a new drawing of its section does not lose it. */
function keepDraft(drafts, input) {
  if (!input.id) return;
  if (input.type === "file") return;
  const chosen = input.type === "radio" || input.type === "checkbox";
  drafts.set(input.id, chosen ? input.checked : input.value);
  if (input.type === "radio") {
    for (const other of input.form.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`)) {
      drafts.set(other.id, other.checked);
    }
  }
}

/** Put back what was being typed. */
function fillDrafts(drafts, section) {
  for (const input of section.querySelectorAll("input, select, textarea")) {
    if (!drafts.has(input.id)) continue;
    if (input.type === "radio" || input.type === "checkbox") input.checked = drafts.get(input.id);
    else input.value = drafts.get(input.id);
    if (input.type === "range") showSlider(input);
  }
}

/** Show one section anew: folds stay as they are, and the place of the keyboard with them. */
function fillSection(section, html, drafts) {
  const open = new Set([...section.querySelectorAll("details[open]")].map((fold) => fold.id));
  const focused = section.contains(document.activeElement) ? document.activeElement.id : "";
  section.innerHTML = html;
  for (const fold of section.querySelectorAll("details")) if (open.has(fold.id)) fold.open = true;
  fillDrafts(drafts, section);
  if (!focused) return;
  const again = section.querySelector("#" + CSS.escape(focused)) || section.querySelector("[data-focus]");
  if (again) again.focus({ preventScroll: true });
}

/** Bring the sections on the page in line with those that Python has made; return whether the step has changed. */
function showSections(root, wanted, shown, drafts) {
  const stepBefore = shown.get("steps");
  for (const name of [...shown.keys()]) {
    if (name in wanted) continue;
    root.querySelector(`section[data-name="${name}"]`).remove();
    shown.delete(name);
  }
  let previous = null;
  for (const [name, html] of Object.entries(wanted)) {
    let section = root.querySelector(`section[data-name="${name}"]`);
    if (!section) {
      section = document.createElement("section");
      section.dataset.name = name;
    }
    const place = previous ? previous.nextSibling : root.firstChild;
    if (place !== section) root.insertBefore(section, place);
    if (shown.get(name) !== html) {
      fillSection(section, html, drafts);
      shown.set(name, html);
    }
    previous = section;
  }
  return stepBefore !== undefined && stepBefore !== shown.get("steps");
}

/** Show how far the model is; nothing that would disturb it can be pressed meanwhile. */
function showBusy(root, bar, busy) {
  bar.replaceChildren();
  const running = Boolean(busy && busy.text);
  if (running) {
    const label = document.createElement("span");
    label.textContent = busy.text;
    const progress = document.createElement("progress");
    progress.max = busy.total || 1;
    progress.value = busy.done || 0;
    progress.setAttribute("aria-label", busy.text);
    bar.append(label, progress);
  }
  bar.hidden = !running;
  root.setAttribute("aria-busy", String(running));
  for (const button of root.querySelectorAll("[data-heavy]")) button.disabled = running;
}

/** Show a refusal or what was done; a refusal is read out at once. */
function showMessage(place, message) {
  const text = (message && message.text) || "";
  place.className = "message " + ((message && message.kind) || "");
  place.setAttribute("role", message && message.kind === "error" ? "alert" : "status");
  place.textContent = text;
  place.hidden = !text;
}

/** Give the browser a file to keep. */
function download(message, buffers) {
  const address = URL.createObjectURL(new Blob([buffers[0]], { type: message.type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = message.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** Return what was typed into a form, by the names of its fields. */
function fieldsOf(form) {
  const typed = [...new FormData(form)].filter(([, value]) => !(value instanceof File));
  return Object.fromEntries(typed.map(([name, value]) => [name, String(value)]));
}

/** Listen to everything that can be pressed, moved and typed in. */
function listen(root, model, drafts) {
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, (event) => event.stopPropagation());
  root.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      const help = root.querySelector("#" + CSS.escape(toggle.dataset.toggle));
      help.hidden = !help.hidden;
      toggle.setAttribute("aria-expanded", String(!help.hidden));
    }
    const button = event.target.closest("button[data-act]");
    if (button) model.send({ ...button.dataset });
  });
  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const other = event.submitter?.dataset.submit; // a second button, which changes choices of the form itself
    if (other) for (const input of form.querySelectorAll("input[type=radio], select")) drafts.delete(input.id);
    const request = { act: other || form.dataset.act, fields: fieldsOf(form) };
    const chosen = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    const buffers = await Promise.all(chosen.map((file) => file.arrayBuffer()));
    model.send({ ...request, names: chosen.map((file) => file.name) }, undefined, buffers);
  });
  root.addEventListener("input", (event) => {
    keepDraft(drafts, event.target);
    if (event.target.type === "range") showSlider(event.target);
  });
}

function render({ model, el }) {
  const root = document.createElement("div");
  const bar = document.createElement("div");
  const message = document.createElement("div");
  const body = document.createElement("div");
  root.className = "simkit-sections";
  root.dataset.lmSuppressShortcuts = "true"; // keys are for this page, not for the notebook around it
  bar.className = "busy";
  body.className = "body";
  root.append(message, bar, body);
  el.append(root);
  const shown = new Map();
  const drafts = new Map();

  const draw = () => {
    root.lang = model.get("language") === "zh" ? "zh-Hans" : "en";
    needFont(model, model.get("language"));
    const moved = showSections(body, model.get("sections"), shown, drafts);
    showBusy(root, bar, model.get("busy"));
    tick(root);
    if (moved) root.scrollIntoView({ block: "start" });
  };
  const tell = () => showMessage(message, model.get("message"));
  const work = () => showBusy(root, bar, model.get("busy"));
  const take = (content, buffers) => {
    if (content.kind === "file") download(content, buffers);
  };
  model.on("change:sections", draw);
  model.on("change:language", draw);
  model.on("change:message", tell);
  model.on("change:busy", work);
  model.on("msg:custom", take);
  listen(root, model, drafts);
  draw();
  tell();
  model.send({ act: "shown" });
  const timer = setInterval(() => tick(root), CLOCK_EVERY);
  return () => {
    clearInterval(timer);
    model.off("change:sections", draw);
    model.off("change:language", draw);
    model.off("change:message", tell);
    model.off("change:busy", work);
    model.off("msg:custom", take);
  };
}

export default { render };
