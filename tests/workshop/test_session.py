"""The state machine: what may happen when, and that every session can be played again from what was kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkit.problems import InputError
from simkit.text import LANGS
from simkit.workshop.parts import Pack, Round
from simkit.workshop.room import Room
from simkit.workshop.session import Session, after, replayed, steps
from simkit.workshop.store import Store, plain

NEXT = {"kind": "advanced"}
ROW = {"reference": "traditional", "regime": "x", "mean_a": 1.0, "mean_b": float("nan"), "n": 2}


def result(round: Round) -> dict[str, Any]:
    """Results as a reveal brings them."""
    numbers = {"difference": 1.0, "low": 0.5, "high": 1.5, "band_low": 0.0, "band_high": 2.0, "ahead": 1.0, "verdict": "ahead"}  # fmt: skip
    return {
        item.id: {"metric": item.metric, "horizon": item.horizon, **numbers, "worlds": [0.5, 1.5], "row": ROW}
        for item in round.questions
    }


def prediction(**more: Any) -> dict[str, Any]:
    return {
        "kind": "predicted",
        "who": "A",
        "question": "hours",
        "direction": "up",
        "size": 1.0,
        "confidence": 0.7,
        **more,
    }


def at(pack: Pack, step: str) -> Session:
    """The first round at a step."""
    session = Session(pack)
    while session.step != step:
        session = after(session, {**NEXT, "results": result(pack.rounds[0])})
    return session


def code(session: Session, event: dict[str, Any]) -> list[str]:
    """Why an event is refused; sentences exist in both languages."""
    with pytest.raises(InputError) as caught:
        after(session, event)
    assert all(caught.value.text(lang) for lang in LANGS)
    return [item.code for item in caught.value.problems]


def test_a_session_goes_through_every_part_of_every_round(small: Pack) -> None:
    session, seen = Session(small), list[tuple[str, str]]()
    for _ in steps(small)[1:]:
        seen.append((session.round.id if session.round else "", session.step))
        results = {key: value for round in small.rounds for key, value in result(round).items()}
        session = after(session, {**NEXT, "results": results})
    assert (*seen, ("", "debrief")) == steps(small)
    assert code(session, NEXT) == ["at_the_end"]


def test_predictions_are_taken_before_the_reveal_only(small: Pack) -> None:
    assert code(at(small, "brief"), prediction()) == ["not_now"]
    assert len(after(at(small, "predict"), prediction()).predictions) == 1
    for step in ("reveal", "discuss"):
        assert code(at(small, step), prediction()) == ["late"]
        assert code(at(small, step), {"kind": "withdrawn", "who": "A"}) == ["late"]


def test_there_is_no_way_back_behind_a_reveal(small: Pack) -> None:
    assert code(at(small, "reveal"), {"kind": "back"}) == ["no_way_back"]
    assert code(Session(small), {"kind": "back"}) == ["at_the_start"]
    assert after(at(small, "predict"), {"kind": "back"}).step == "brief"
    again = after(at(small, "discuss"), {"kind": "back"})
    assert again.step == "reveal"
    assert after(again, NEXT).step == "discuss"


def test_a_reveal_needs_a_result_for_every_question(small: Pack) -> None:
    assert code(at(small, "predict"), NEXT) == ["no_results"]


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        ({"who": "  "}, "bad_who"), ({"who": "x" * 61}, "bad_who"), ({"question": "nix"}, "unknown_name"),
        ({"direction": "left"}, "unknown_name"), ({"size": float("inf")}, "bad_size"), ({"size": "2"}, "bad_size"),
        ({"confidence": 0.4}, "bad_confidence"), ({"confidence": 1.1}, "bad_confidence"),
        ({"confidence": None}, "bad_confidence"), ({"confidence": True}, "bad_confidence"), ({"size": -1.0}, "contradiction"),
    ],
)  # fmt: skip
def test_a_prediction_that_cannot_be_is_refused(small: Pack, spoilt: dict[str, Any], expected: str) -> None:
    assert code(at(small, "predict"), prediction(**spoilt)) == [expected]


def test_the_same_person_again_replaces(small: Pack) -> None:
    session = after(at(small, "predict"), prediction())
    session = after(session, prediction(who=" A ", direction="none", size=None))
    assert [item.direction for item in session.predictions] == ["none"]
    session = after(session, prediction(question="money"))
    assert len(session.predictions) == 2
    assert len(after(session, {"kind": "withdrawn", "who": "A", "question": "money"}).predictions) == 1
    assert after(session, {"kind": "withdrawn", "who": "A"}).predictions == ()
    assert code(session, {"kind": "withdrawn", "who": "B"}) == ["nothing_to_withdraw"]


def test_own_settings_and_notes_have_their_time(small: Pack) -> None:
    tried = {"kind": "tried", "levers": {"review_interval": 8.0}, "results": result(small.rounds[0])}
    assert code(at(small, "predict"), tried) == ["not_now"]
    assert after(at(small, "discuss"), tried).trials[0].levers == {"review_interval": 8.0}
    assert after(at(small, "brief"), {"kind": "noted", "text": " x ", "about": 1}).notes[0].text == "x"
    assert code(at(small, "brief"), {"kind": "noted", "text": " "}) == ["bad_note"]
    assert code(at(small, "brief"), {"kind": "noted", "text": "x", "about": 2}) == ["out_of_range"]
    assert code(at(small, "brief"), {"kind": "nonsense"}) == ["no_event"]


EVENTS = st.one_of(
    st.just(NEXT), st.just(NEXT), st.just({"kind": "back"}),
    st.fixed_dictionaries({"kind": st.just("started"), "at": st.floats(0, 1e10)}),
    st.builds(prediction, who=st.text(max_size=8), question=st.sampled_from(["hours", "money", "safety"]), direction=st.sampled_from(["up", "none"]),
              size=st.one_of(st.none(), st.floats(allow_nan=True)), confidence=st.floats(0.4, 1)),
    st.fixed_dictionaries({"kind": st.just("withdrawn"), "who": st.text(max_size=3)}),
    st.fixed_dictionaries({"kind": st.just("noted"), "text": st.text(max_size=20), "about": st.integers(0, 2)}),
    st.fixed_dictionaries({"kind": st.just("tried"), "levers": st.just({"review_interval": 8.0})}),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, max_size=30))
def test_whatever_happened_is_there_again_after_a_restart(
    small: Pack, tmp_path_factory: pytest.TempPathFactory, events: list[dict[str, Any]]
) -> None:
    """Legal and illegal events at random: refused ones change nothing, the others are on disk at once."""
    store = Store(tmp_path_factory.mktemp("store") / "w.sqlite")
    room = Room.begin(small, "en", store)
    states = [room.session]
    for event in events:
        if event == NEXT and room.session.round and room.session.step == "predict":
            event = {**NEXT, "results": result(room.session.round)}
        before = room.session
        try:
            room.take(event)
        except InputError:
            assert room.session is before
            continue
        states.append(room.session)
        assert Room.resume(store, room.id).session == room.session
    kept = store.events(room.id)
    assert [replayed(small, kept[:count]) for count in range(len(kept) + 1)] == states


def test_what_is_kept_is_plain_data(small: Pack) -> None:
    assert plain({"a": (float("inf"), [float("nan"), 1])}) == {"a": [None, [None, 1]]}


def test_several_events_happen_together_or_not_at_all(small: Pack, tmp_path: Path) -> None:
    room = Room.begin(small, "en", Store(tmp_path / "w.sqlite"))
    room.next()
    with pytest.raises(InputError):
        room.take_all([prediction(), prediction(question="nix")])
    assert (room.session.predictions, room.events) == ((), 1)
