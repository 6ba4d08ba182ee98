"""In which language the command line speaks, known before its arguments are parsed."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping, Sequence
from importlib.resources import files

from simkit.text import LANGS, Lang

VARIABLE = "SIMKIT_LANG"
SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that say the language of the system; the first that is set counts."""


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Return the language: ``--lang``, else ``$SIMKIT_LANG``, else that of the system, else English.

    Anything but ``zh`` or ``en`` after ``--lang`` is passed over here and refused by the parser.

    >>> language(["levers", "--lang", "zh"], {}), language([], {"SIMKIT_LANG": "zh"}), language([], {"LANG": "C"})
    ('zh', 'zh', 'en')
    """
    for candidate in (*_asked(arguments), environment.get(VARIABLE, "")):
        if candidate in LANGS:
            return candidate
    return "zh" if _system(environment).lower().startswith(("zh", "chinese")) else "en"


def _asked(arguments: Sequence[str]) -> list[str]:
    """Return what stands after ``--lang``, the last first."""
    found: list[str] = []
    for place, item in enumerate(arguments):
        if item == "--":
            break
        if item == "--lang":
            found += arguments[place + 1 : place + 2]
        elif item.startswith("--lang="):
            found.append(item.removeprefix("--lang="))
    return found[::-1]


def _system(environment: Mapping[str, str]) -> str:
    """Return the system's name of its language, such as ``zh_CN.UTF-8``."""
    named = [environment[name] for name in SYSTEM if environment.get(name)]
    return named[0] if named else locale.getlocale()[0] or ""


def speak(lang: Lang) -> None:
    """Make the parser of the command line use a language from now on, in this process."""
    gettext.bindtextdomain("simkit", str(files("simkit.text").joinpath("locale")))
    gettext.textdomain("simkit")
    os.environ["LANGUAGE"] = lang
