"""Sessions on disk: only added to, and every way in which the file can be unusable is told in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from simkit.problems import InputError
from simkit.text import LANGS
from simkit.workshop import store as stores
from simkit.workshop.parts import Pack
from simkit.workshop.room import Room
from simkit.workshop.store import MIGRATIONS, Store, state_folder


def code(error: InputError) -> str:
    assert all(error.text(lang) for lang in LANGS)
    return error.problems[0].code


def test_nothing_is_written_before_there_is_something_to_keep(tmp_path: Path) -> None:
    store = Store()
    assert store.path.parent == tmp_path / "state" == state_folder()
    assert store.sessions() == ()
    assert not store.path.exists()


def test_the_latest_session_comes_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.sqlite")
    first, second = store.begin("a", "en"), store.begin("b", "zh")
    assert [item.id for item in store.sessions()] == [second, first]
    store.append(first, 1, {"kind": "advanced"})
    assert [(item.id, item.events, item.lang) for item in store.sessions()] == [
        (first, 1, "en"),
        (second, 0, "zh"),
    ]


@pytest.mark.parametrize("line", ["DELETE FROM events", "UPDATE events SET event = ''", "DELETE FROM sessions", "UPDATE sessions SET pack = ''"])  # fmt: skip
def test_events_are_only_added(tmp_path: Path, line: str) -> None:
    store = Store(tmp_path / "w.sqlite")
    store.append(store.begin("a", "en"), 1, {"kind": "advanced"})
    with (
        closing(sqlite3.connect(store.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only added"),
    ):
        connection.execute(line)


def test_two_windows_cannot_overwrite_each_other(tmp_path: Path, small: Pack) -> None:
    store = Store(tmp_path / "w.sqlite")
    one = Room.begin(small, "en", store)
    other = Room.resume(store, one.id)
    one.next()
    with pytest.raises(InputError) as caught:
        other.next()
    assert code(caught.value) == "elsewhere"
    assert other.session.place == 0
    assert len(store.events(one.id)) == 1


def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.sqlite")
    store.path.write_bytes(b"this is no database" * 100)
    before = store.path.read_bytes()
    with pytest.raises(InputError) as caught:
        store.sessions()
    assert code(caught.value) == "damaged"
    assert store.path.read_bytes() == before


def test_a_file_of_a_newer_simkit_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.sqlite")
    id = store.begin("a", "en")
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = store.path.read_bytes()
    for call in (
        store.sessions,
        lambda: store.events(id),
        lambda: store.append(id, 1, {}),
        lambda: store.begin("a", "en"),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert code(caught.value) == "newer"
    assert store.path.read_bytes() == before


def test_a_later_migration_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "w.sqlite")
    id = store.begin("a", "en")
    store.append(id, 1, {"kind": "advanced"})
    later = [*MIGRATIONS, lambda connection: connection.execute("ALTER TABLE sessions ADD COLUMN place TEXT")]
    monkeypatch.setattr(stores, "MIGRATIONS", later)
    assert store.events(id) == [{"kind": "advanced"}]
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "w.sqlite")
    id = store.begin("a", "en")

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE sessions ADD COLUMN place TEXT")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(stores, "MIGRATIONS", [*MIGRATIONS, fail])
    with pytest.raises(InputError) as caught:
        store.events(id)
    assert code(caught.value) == "cannot_keep"
    monkeypatch.setattr(stores, "MIGRATIONS", MIGRATIONS)
    assert store.events(id) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        Store(tmp_path / "file" / "w.sqlite").begin("a", "en")
    assert code(caught.value) == "cannot_keep"


def test_a_session_that_is_not_there_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path / "w.sqlite")
    for call in (lambda: store.events("nix"), lambda: Room.resume(store, "nix")):
        with pytest.raises(InputError) as caught:
            call()
        assert code(caught.value) == "no_session"
