// Numbers, words and scales of a chart: no drawing here. Plain functions, put together with the other files by Python.

const CHANGE_EVEN = 100;
const DECIMALS = Array.from({ length: 7 }, (_, places) => new Intl.NumberFormat("en-US", { minimumFractionDigits: places, maximumFractionDigits: places }));

/** Return a number as the rest of the kit writes it: two decimals below 10, one below 100, none above. */
function numberText(value, sign = false) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const places = size < 10 ? 2 : size < 100 ? 1 : 0;
  const text = DECIMALS[places].format(size);
  if (Number(text.replaceAll(",", "")) === 0) return text;
  return (value < 0 ? "−" : sign ? "+" : "") + text;
}

/** Return a tick's number with no more decimals than its step needs. */
function tickText(value, step) {
  const places = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  const text = DECIMALS[places].format(Math.abs(value));
  return (value < 0 && Number(text.replaceAll(",", "")) !== 0 ? "−" : "") + text;
}

/** Return round numbers between two ends, about ``count`` of them, as [number, words]. */
function roundTicks([low, high], count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((size) => size >= rough * 0.999);
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) {
    ticks.push([k * step, tickText(k * step, step)]);
  }
  return ticks;
}

/** Return the ticks that fit into so many pixels: those declared, from the last on, as far as they have room, or round numbers. */
function ticksFor(axis, pixels, measure, upright) {
  if (axis.kind === "rows" || axis.kind === "places") return [];
  if (!axis.ticks) return roundTicks(axis.domain, Math.max(3, Math.floor(pixels / (upright ? 36 : 78))));
  const place = scaleOf(axis, 0, pixels);
  const kept = [];
  let edge = Infinity;
  for (const [at, text] of [...axis.ticks].reverse()) {
    const half = upright ? 8 : measure(text, 11) / 2 + 4;
    if (place(at) + half > edge) continue;
    kept.unshift([at, text]);
    edge = place(at) - half;
  }
  return kept;
}

/** Return a function from values of an axis to pixels between two ends. */
function scaleOf(axis, from, to) {
  if (axis.kind === "rows" || axis.kind === "places") {
    const step = (to - from) / Math.max(1, axis.names.length);
    return (place) => from + (place + 0.5) * step;
  }
  const bent = (value) => {
    if (axis.kind !== "change" || Math.abs(value) <= CHANGE_EVEN) return value / CHANGE_EVEN;
    return Math.sign(value) * (1 + Math.log10(Math.abs(value) / CHANGE_EVEN));
  };
  const [low, high] = axis.domain.map(bent);
  return (value) => from + ((bent(value) - low) / (high - low || 1)) * (to - from);
}

/** Return a function that tells how wide words are in pixels, in the font of an element. */
function measurer(element) {
  const pen = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(element).fontFamily || "sans-serif";
  const known = new Map();
  return (text, size, weight = 400) => {
    const key = `${weight}|${size}|${text}`;
    if (!known.has(key)) {
      pen.font = `${weight} ${size}px ${family}`;
      known.set(key, pen.measureText(text).width);
    }
    return known.get(key);
  };
}

/** Return words in lines no wider than so many pixels; what is too long for ``most`` lines ends in an ellipsis. */
function wrapWords(text, width, size, measure, most = 2, weight = 400) {
  const parts = text.match(/[\u2e80-\u9fff\uff00-\uffef][，。、；：）」”》％]*|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/g) || [""];
  const lines = [""];
  for (const part of parts) {
    const now = lines[lines.length - 1];
    if (now && measure((now + part).trimEnd(), size, weight) > width) lines.push(part.trimStart());
    else lines[lines.length - 1] = now + part;
  }
  const cut = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join("")] : lines;
  return cut.map((line) => {
    let short = line.trimEnd();
    if (measure(short, size, weight) <= width) return short;
    while (short.length > 1 && measure(`${short}…`, size, weight) > width) short = short.slice(0, -1);
    return `${short.trimEnd()}…`;
  });
}

/** Return the outline of a marker around a place. */
function markerPath(kind, x, y, r) {
  const at = (...points) => `M${points.map(([a, b]) => `${(x + a * r).toFixed(1)} ${(y + b * r).toFixed(1)}`).join("L")}`;
  if (kind === "square") return `${at([-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86])}Z`;
  if (kind === "up") return `${at([0, -1.1], [1.05, 0.8], [-1.05, 0.8])}Z`;
  if (kind === "down") return `${at([0, 1.1], [1.05, -0.8], [-1.05, -0.8])}Z`;
  if (kind === "diamond") return `${at([0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0])}Z`;
  if (kind === "cross") return at([-0.85, -0.85], [0.85, 0.85]) + at([-0.85, 0.85], [0.85, -0.85]);
  if (kind === "stroke") return at([0, -1.3], [0, 1.3]);
  return `${at([-1, 0])}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}
