"""One sentence under each picture of the page, computed from the week that it shows."""

from __future__ import annotations

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.page.state import State
from simkit.views.wording import stream_name, whole

STAGES = ("explore", "validate", "pilot", "scale")
PICTURES = ("people", "teams", "projects", "streams")


def caption(picture: str, state: State, lang: Lang) -> str:
    """Return the sentence under a picture (one of ``PICTURES``)."""
    return {"people": _people, "teams": _teams, "projects": _projects, "streams": _streams}[picture](
        state, lang
    )


def _people(state: State, lang: Lang) -> str:
    everybody = [person for team in state.teams for person in team.people]
    worst, best = (pick(state.teams, key=lambda team: team.safety) for pick in (min, max))
    return say(
        "page.people.caption" if len(state.teams) > 1 else "page.people.alone", lang, week=state.week,
        people=len(everybody), mean=whole(sum(safety for safety, _ in everybody) / len(everybody)),
        innovators=sum(innovates for _, innovates in everybody),
        worst=worst.name, low=whole(worst.safety), best=best.name, high=whole(best.safety),
    )  # fmt: skip


def _teams(state: State, lang: Lang) -> str:
    people = sum(len(team.people) for team in state.teams)
    mean = {
        name: whole(sum(getattr(team, name) * len(team.people) for team in state.teams) / people)
        for name in ("output", "exploring", "knowledge")
    }
    worst, best = (pick(state.teams, key=lambda team: team.output) for pick in (min, max))
    key = "page.teams.caption" if state.week and len(state.teams) > 1 else "page.teams.alone"
    ends = {"worst": worst.name, "low": whole(worst.output), "best": best.name, "high": whole(best.output)}
    return say(key, lang, week=state.week, **mean, **ends)


def _projects(state: State, lang: Lang) -> str:
    running = [project for team in state.teams for project in team.projects]
    by_stage = {name: sum(item.stage == stage for item in running) for stage, name in enumerate(STAGES)}
    launches, hits, kills = (sum(team.counts[place] for team in state.teams) for place in range(3))
    return say(
        "page.projects.caption", lang, week=state.week, waiting=sum(item.waiting for item in running),
        launches=launches, hits=hits, kills=kills, **by_stage,
    )  # fmt: skip


def _streams(state: State, lang: Lang) -> str:
    if not state.streams:
        return say("page.streams.none", lang)
    first, now = state.streams[0], state.streams[-1]
    parts = [
        say("page.streams.part", lang, stream=stream_name(stream, lang, inside=True), value=whole(b),
            change=whole(b - a, sign=True))
        for stream, a, b in zip(STREAMS, first, now, strict=True)
    ]  # fmt: skip
    return say(
        "page.streams.caption", lang, week=state.week, list=say("report.phrase.semicolon", lang).join(parts)
    )
