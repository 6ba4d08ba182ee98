"""Telling whether a column or a text names people: only team-level data may be kept."""

from __future__ import annotations

import re

from simkit.roster.columns import plain
from simkit.text import entries

_MAIL = r"[\w.+-]+@[\w-]+\.\w+"
_PHONE = r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<![\w.])\+\d{2,3}[ -]?\d[\d -]{6,}\d"
_IDENTITY = r"(?<!\d)\d{17}[\dXx](?!\d)"
_NUMBER = r"(?:工号|员工号|(?i:employee|personnel|staff)[ -]?(?i:no\.?|number|id))\W{0,3}[A-Za-z]{0,3}\d{2,}"
_ADDRESS = r"\b(?:Mr|Mrs|Ms|Miss|Herr|Frau)\.? [A-Z]\w+|[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐)"
_PERSON = re.compile("|".join((_MAIL, _PHONE, _IDENTITY, _NUMBER, _ADDRESS)))


def names_people(text: str) -> bool:
    """Return whether a text seems to name or number a person.

    >>> names_people("asked anna.li@example.com"), names_people("工号 00123"), names_people("2 people joined in week 30")
    (True, True, False)
    """
    return bool(_PERSON.search(text))


def heads_people(text: str) -> bool:
    """Return whether the header of a column seems to announce names or numbers of people.

    >>> heads_people("Employee name"), heads_people("员工工号"), heads_people("Team name")
    (True, True, False)
    """
    words: dict[str, list[str]] = entries("readouts")["personal"]
    head = plain(text)
    return head in map(plain, words["whole"]) or any(plain(part) in head for part in words["part"])
