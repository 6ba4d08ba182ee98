"""The sources behind levers, constants, rules and methods, as data in ``sources.toml``.

>>> cite("march1991"), SOURCES["march1991"].grade
('March 1991', 'P')
>>> keys_in("as in March (1991) and Bush & Mosteller (1955)")
('bush1955', 'march1991')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

READINGS = ("P", "R", "S", "M")
"""How a source was read: primary, replication code or data, secondary page, or only remembered."""
OWN = "assumption"
"""The key that says: ours, without a source."""
_CITATION = re.compile(
    r"([A-Z][^\W\d_]+)(?:, (?:[^\W\d_]+ )?[A-Z][^\W\d_]+)*(?: (?:&|and) (?:[^\W\d_]+ )?[A-Z][^\W\d_]+)?"
    r"(?: et al\.)? \(?((?:19|20)\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One source: who, when, what, where, how it was read (``grade``), and what it shows.

    ``doi`` is empty where it could not be checked. ``shows`` has one sentence in each language.
    """

    id: str
    authors: str
    year: int
    title: str
    venue: str
    grade: str
    shows: Mapping[str, str]
    doi: str = ""


@cache
def _load() -> dict[str, Source]:
    """Read the sources that ship with the package."""
    data = tomllib.loads(files("simkit.evidence").joinpath("sources.toml").read_text(encoding="utf-8"))
    return {id: Source(id, **entry) for id, entry in data.items()}


SOURCES: Mapping[str, Source] = _load()


def cite(id: str) -> str:
    """Return a source as it is cited in a text; raise ``KeyError`` if there is none with this key.

    >>> cite("posen2012"), cite("scullen2000"), cite("harkin2016")
    ('Posen & Levinthal 2012', 'Scullen, Mount & Goff 2000', 'Harkin et al. 2016')
    """
    source = SOURCES[id]
    names = [author.split(",")[0] for author in source.authors.split(";")]
    names = [name.strip() for name in names]
    if len(names) > 3 or "et al." in source.authors:
        return f"{names[0]} et al. {source.year}"
    return f"{' & '.join([*([', '.join(names[:-1])] if names[1:] else []), names[-1]])} {source.year}"


def reference(id: str) -> str:
    """Return a source as a line of a reference list.

    >>> reference("weitzman1980")[:67]
    "Weitzman, M. L. (1980). The 'ratchet principle' and performance inc"
    """
    source = SOURCES[id]
    doi = f" doi:{source.doi}" if source.doi else ""
    stop = "" if source.title.endswith(("?", "!")) else "."
    return f"{source.authors} ({source.year}). {source.title}{stop} {source.venue}.{doi}"


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys of all citations in a text, sorted: first author and year, in lower case."""
    plain = " ".join(text.split())
    return tuple(sorted({f"{name.lower()}{year}" for name, year in _CITATION.findall(plain)}))
