// Stepping through one world week by week: slider, play button, and what happened in words.

const REPLAY_TICK = 700;

/** Return an entry of a week in words. */
function storyText(replay, week, [, team, phrases]) {
  const list = phrases.map((place) => replay.phrases[place]).join(replay.comma);
  return replay.sentence.replace("{week}", week).replace("{team}", replay.teams[team]).replace("{list}", list);
}

/** Return the weeks of a lane panel in which something is told, by week and then team. */
function laneStops(drawn, spec) {
  const { panel, x, y } = drawn;
  const stops = [];
  for (let week = 1; week <= spec.replay.weeks; week += 1) {
    for (const entry of spec.replay.told[week] || []) {
      const lane = spec.replay.shown.indexOf(entry[1]);
      if (entry[0] !== panel.lane || lane < 0) continue;
      stops.push({ x: x(week), y: y(lane), lines: [[null, storyText(spec.replay, week, entry)]] });
    }
  }
  return stops;
}

/** Return the story nearest to a place in its own lane. */
function nearestInLane(stops, { y }, px, py) {
  const tall = Math.abs(y(1) - y(0));
  const here = stops.filter((stop) => Math.abs(stop.y - py) <= tall / 2 && Math.abs(stop.x - px) < 12);
  return here.sort((a, b) => Math.abs(a.x - px) - Math.abs(b.x - px))[0] || null;
}

/** Build the controls once; return a function that shows them for a chart. */
function replayControls(root, view) {
  const bar = document.createElement("div");
  bar.className = "chart-replay";
  const button = (key, sign) => {
    const made = document.createElement("button");
    made.type = "button";
    made.dataset.key = key;
    made.textContent = sign;
    bar.append(made);
    return made;
  };
  const [back, play, forward] = [button("back", "◀"), button("play", "▶"), button("forward", "▶")];
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 1;
  const told = document.createElement("output");
  bar.append(slider, told);
  const stories = document.createElement("div");
  stories.className = "chart-stories";
  root.insertBefore(bar, view.picture);
  root.insertBefore(stories, view.picture);
  const state = { spec: null, week: 1, timer: null, bar, stories };

  const stop = () => {
    clearInterval(state.timer);
    state.timer = null;
    if (state.spec) play.textContent = state.spec.words.play;
  };
  const go = (week) => {
    state.week = Math.max(1, Math.min(state.spec.replay.weeks, week));
    showWeek(state, view, slider, told);
  };
  const step = () => {
    if (!root.isConnected || state.week >= state.spec.replay.weeks) stop();
    else go(state.week + 1);
  };
  slider.addEventListener("input", () => { stop(); go(Number(slider.value)); });
  back.addEventListener("click", () => { stop(); go(state.week - 1); });
  forward.addEventListener("click", () => { stop(); go(state.week + 1); });
  play.addEventListener("click", () => {
    if (state.timer) return stop();
    if (state.week >= state.spec.replay.weeks) go(1);
    state.timer = setInterval(step, REPLAY_TICK);
    play.textContent = state.spec.words.pause;
    return undefined;
  });
  return (spec) => {
    bar.hidden = stories.hidden = !spec.replay;
    if (!spec.replay) return stop();
    const fresh = state.spec === null;
    state.spec = spec;
    slider.max = spec.replay.weeks;
    slider.setAttribute("aria-label", spec.words.week);
    back.setAttribute("aria-label", spec.words.back);
    forward.setAttribute("aria-label", spec.words.forward);
    [back.textContent, forward.textContent] = ["−1", "+1"];
    play.textContent = state.timer ? spec.words.pause : spec.words.play;
    return go(fresh ? busiestWeek(spec.replay) : state.week);
  };
}

/** Return the first week of the first year in which most is told: where a reader sees at once what there is to see. */
function busiestWeek(replay) {
  let best = 1;
  for (let week = 1; week <= Math.min(52, replay.weeks); week += 1) {
    if ((replay.told[week] || []).length > (replay.told[best] || []).length) best = week;
  }
  return best;
}

/** Show one week: slider, words, the line through the panels. */
function showWeek(state, view, slider, told) {
  const { spec, week } = state;
  const said = spec.words.of.replace("{week}", week).replace("{weeks}", spec.replay.weeks);
  slider.value = week;
  slider.setAttribute("aria-valuetext", said);
  told.textContent = said;
  state.stories.replaceChildren(...spec.replay.sides.map((name, side) => {
    const box = document.createElement("section");
    const head = document.createElement("h4");
    head.textContent = name;
    const list = document.createElement("ul");
    box.tabIndex = 0;
    for (const line of linesOf(spec, week, side)) {
      const item = document.createElement("li");
      item.textContent = line;
      list.append(item);
    }
    box.append(head, list);
    return box;
  }));
  drawWeekLine(view, week);
}

/** Return what happened under one regime in a week, team by team; teams that only had a review stand in one line. */
function linesOf({ replay, words }, week, side) {
  const entries = (replay.told[week] || []).filter(([where]) => where === side);
  const only = ([, , phrases]) => phrases.length === 1 && phrases[0] === replay.review;
  const fill = ([, team, phrases]) => replay.part.replace("{team}", replay.teams[team])
    .replace("{list}", phrases.map((place) => replay.phrases[place]).join(replay.comma));
  const rest = entries.filter(only).map(([, team]) => replay.teams[team]);
  const lines = entries.filter((entry) => !only(entry)).map(fill);
  if (rest.length) lines.push(replay.only.replace("{list}", rest.join(replay.listing)));
  return lines.length ? lines : [words.quiet];
}

/** Draw the line of the week through all panels that have weeks. */
function drawWeekLine(view, week) {
  if (!view.weekLine) return;
  view.weekLine.replaceChildren(...view.drawn.map(({ x, box }) => svgNode("path", {
    d: `M${x(week)} ${box.top - 2}V${box.bottom}`, stroke: "#222", "stroke-width": 1.4, "stroke-dasharray": "4 2",
  })));
}
