"""Sessions on disk: events are only ever added, each is written at once, so that a restart loses nothing.

One SQLite file holds all sessions. Its version is that of the last migration that it has seen; a file from a newer
simkit is refused and left as it is.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from platformdirs import user_state_path

from simkit.workshop.problems import refused
from simkit.workshop.session import Event

VARIABLE = "SIMKIT_STATE"
"""Environment variable that names another folder for what simkit remembers."""
FILE = "workshops.sqlite"
PATIENCE = 5.0
"""Seconds to wait while another process writes."""


def _first(connection: sqlite3.Connection) -> None:
    """Make the tables; triggers see to it that events are only added."""
    connection.execute(
        "CREATE TABLE sessions (id TEXT PRIMARY KEY, pack TEXT NOT NULL, lang TEXT NOT NULL, begun TEXT NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE events (session TEXT NOT NULL REFERENCES sessions(id), number INTEGER NOT NULL, at TEXT NOT NULL,"
        " event TEXT NOT NULL, PRIMARY KEY (session, number))"
    )
    for table in ("sessions", "events"):
        for change in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'events are only added'); END"
            )


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [_first]
"""Steps from an empty file to the present one, in order; a step that has been released is never changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in the list: when it was begun (local time), with which pack, how many events it has, the last one when."""

    id: str
    pack: str
    lang: str
    begun: datetime
    events: int
    last: datetime


class Store:
    """All sessions of a person, in one file.

    >>> import tempfile
    >>> store = Store(Path(tempfile.mkdtemp()) / "w.sqlite")
    >>> id = store.begin("first-regime", "en")
    >>> store.append(id, 1, {"kind": "advanced"})
    >>> [event["kind"] for event in store.events(id)], store.sessions()[0].events
    (['advanced'], 1)
    """

    def __init__(self, path: str | Path | None = None) -> None:
        """Use a file, by default that of this person; it is made when something is written."""
        self.path = Path(path) if path else state_folder() / FILE

    def sessions(self) -> tuple[Entry, ...]:
        """Return all sessions, the latest first."""
        if not self.path.exists():
            return ()
        query = (
            "SELECT id, pack, lang, begun, COUNT(number), COALESCE(MAX(at), begun) AS last FROM sessions"
            " LEFT JOIN events ON session = id GROUP BY id ORDER BY last DESC, sessions.rowid DESC"
        )
        with self._open() as connection:
            rows = connection.execute(query).fetchall()
        return tuple(
            Entry(id, pack, lang, _time(begun), events, _time(last))
            for id, pack, lang, begun, events, last in rows
        )

    def begin(self, pack: str, lang: str) -> str:
        """Begin a session and return its id."""
        id = uuid4().hex[:12]
        with self._open() as connection:
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (id, pack, lang, _now()))
        return id

    def append(self, id: str, number: int, event: Event) -> None:
        """Write the next event (``number`` counts from 1); refuse if another window has written one meanwhile."""
        text = json.dumps(event, ensure_ascii=False, allow_nan=False)
        try:
            with self._open() as connection:
                connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (id, number, _now(), text))
        except sqlite3.IntegrityError:
            raise refused("elsewhere") from None

    def events(self, id: str) -> list[dict[str, Any]]:
        """Return the events of a session in order; raise ``InputError`` if there is no such session."""
        with self._open() as connection:
            known = connection.execute("SELECT 1 FROM sessions WHERE id = ?", (id,)).fetchone()
            rows = connection.execute(
                "SELECT event FROM events WHERE session = ? ORDER BY number", (id,)
            ).fetchall()
        if known is None:
            raise refused("no_session", value=id)
        try:
            return [json.loads(text) for (text,) in rows]
        except json.JSONDecodeError:
            raise refused("damaged", str(self.path)) from None

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        """Open the file for one transaction, bringing it up to date; say in words what is wrong with it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as connection, connection:
                self._migrate(connection)
                yield connection
        except sqlite3.IntegrityError:
            raise
        except sqlite3.OperationalError as error:
            code = "busy" if "locked" in str(error) else "cannot_keep"
            raise refused(code, str(self.path)) from None
        except sqlite3.DatabaseError:
            raise refused("damaged", str(self.path)) from None
        except OSError:
            raise refused("cannot_keep", str(self.path)) from None

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Take the migrations that the file has not seen."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise refused("newer", str(self.path), value=version, known=len(MIGRATIONS))
        if version == len(MIGRATIONS):
            return
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for number, migrate in enumerate(MIGRATIONS[version:], version + 1):
            migrate(connection)
            connection.execute(f"PRAGMA user_version = {number}")


def state_folder() -> Path:
    """Return the folder for what simkit remembers on this machine."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else user_state_path("simkit", appauthor=False)


def _now() -> str:
    """Return the time as it is written."""
    return datetime.now(UTC).isoformat()


def _time(text: str) -> datetime:
    """Return a time that was written, as local time."""
    return datetime.fromisoformat(text).astimezone()


def plain(value: Any) -> Any:
    """Return data as it is kept: numbers that are not defined become null, as JSON has it.

    >>> plain({"a": (1.0, float("nan"))})
    {'a': [1.0, None]}
    """
    if isinstance(value, dict):
        entries: dict[str, Any] = value
        return {key: plain(item) for key, item in entries.items()}
    if isinstance(value, list | tuple):
        items: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType]
        return [plain(item) for item in items]
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value
