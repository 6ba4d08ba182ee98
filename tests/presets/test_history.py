"""Undo and redo: they cancel each other, forget nothing within their bounds, and a drag is one step."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from simkit.presets.history import History

STATES = st.integers(0, 3)
PUSHES = st.lists(st.tuples(STATES, st.sampled_from(("", "a", "b"))), max_size=12)


def history(pushes: list[tuple[int, str]], most: int = 50) -> History[int]:
    made = History(0, most=most)
    for state, group in pushes:
        made = made.push(state, group)
    return made


@given(PUSHES)
def test_undo_and_redo_cancel_each_other(pushes: list[tuple[int, str]]) -> None:
    made = history(pushes)
    if made.can_undo:
        again = made.undo().redo()
        assert (again.now, again.past, again.future) == (made.now, made.past, made.future)


@given(PUSHES)
def test_undoing_everything_comes_back_to_the_start_and_redoing_to_the_end(
    pushes: list[tuple[int, str]],
) -> None:
    made = history(pushes)
    back, steps = made, 0
    while back.can_undo:
        back, steps = back.undo(), steps + 1
    assert (back.now, steps) == (0, len(made.past))
    for _ in range(steps):
        back = back.redo()
    assert (back.now, back.can_redo) == (made.now, False)


@given(PUSHES)
def test_no_two_neighbours_are_equal(pushes: list[tuple[int, str]]) -> None:
    made = history(pushes)
    states = [*made.past, made.now]
    assert all(a != b for a, b in pairwise(states))


@given(PUSHES, STATES)
def test_a_step_forgets_what_was_undone(pushes: list[tuple[int, str]], state: int) -> None:
    made = history(pushes).undo()
    after = made.push(state)
    assert after == made if state == made.now else not after.can_redo


@given(st.lists(STATES, min_size=1, max_size=9))
def test_a_drag_is_one_step(states: list[int]) -> None:
    before = history([(9, "")])
    after = before
    for state in states:
        after = after.push(state, "slider")
    assert after.undo().now == 9
    assert len(after.past) == len(before.past) + 1


def test_a_drag_back_to_its_start_leaves_no_step_and_goes_on_safely() -> None:
    made = History(0).push(1, "a").push(0, "a")
    assert not made.can_undo
    assert made.push(2, "a").undo().now == 0


def test_undo_ends_a_drag() -> None:
    made = History(0).push(1, "a").push(2, "a").undo().push(3, "a").push(4, "a")
    assert (made.undo().now, len(made.past)) == (0, 1)


@given(PUSHES, st.integers(1, 4))
def test_only_so_many_steps_are_kept_and_they_are_the_latest(
    pushes: list[tuple[int, str]], most: int
) -> None:
    bounded, whole = history(pushes, most), history(pushes)
    assert len(bounded.past) <= most
    assert bounded.now == whole.now
    assert bounded.past == whole.past[len(whole.past) - len(bounded.past) :]


def test_while_dragged_steps_start_from_the_state_before() -> None:
    made = History(0).push(5).push(6, "a").push(7, "a")
    assert (made.start_of("a"), made.start_of("b"), made.start_of(""), made.undo().start_of("a")) == (
        5,
        7,
        7,
        5,
    )
