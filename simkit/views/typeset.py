"""Typesetting with Typst, in this process: templates that cannot be broken by names, the package's fonts, no network.

The same source gives the same bytes: nothing inside carries a date.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import typst
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simkit.text import Lang
from simkit.views import fonts
from simkit.views.wording import printable

REGION: dict[Lang, str] = {"en": "gb", "zh": "cn"}
"""Country whose rules of punctuation hold for a language."""
STANDARD = "ua-1"
"""Documents are accessible PDF: tagged, with title, language and a text for every picture, or do not compile."""
UNKNOWN = "?"
"""What stands on paper for a character that no font of the package has."""


def literal(value: object) -> Markup:
    r"""Return text as a string of Typst's code; characters that cannot be set become ``UNKNOWN``.

    >>> print(literal('say "#let" \\ $'))
    "say \"#let\" \\ $"
    """
    text = printable(str(value))
    text = text.translate(dict.fromkeys(map(ord, fonts.unprintable(text)), UNKNOWN))
    return Markup('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')


def markup(value: object) -> Markup:
    """Return text as markup that shows it letter by letter, whatever it holds; markup stays as it is.

    >>> print(markup("#x *y*"), markup(Markup("*y*")))
    #"#x *y*"; *y*
    """
    return value if isinstance(value, Markup) else Markup("#" + literal(value) + ";")


@cache
def environment() -> Environment:
    """Return the reader of Typst templates: ``{{ text }}`` is escaped markup, ``{{ text | code }}`` a string in code."""
    made = Environment(
        loader=PackageLoader("simkit.views"), autoescape=True, finalize=markup, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["code"], made.filters["digits"] = literal, lambda value: Markup(int(value))
    return made


def pdf(
    template: str, lang: Lang, texts: Mapping[str, Any], drawings: Mapping[str, str] | None = None
) -> bytes:
    """Return a Typst template of this package as PDF; it finds ``drawings`` (SVG, by name) in ``sys.inputs``."""
    about = {"lang": lang, "region": REGION[lang], "latin": fonts.LATIN, "family": fonts.FAMILY}
    source = environment().get_template(template).render({**about, **texts})
    return typst.compile(
        source.encode(), format="pdf", font_paths=_fonts(), sys_inputs=dict(drawings or {}), pdf_standards=STANDARD,
        timestamp=0,
    )  # fmt: skip


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that there are: those of the package and the Latin one of the pictures."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in fonts.folders()]
    )  # fmt: skip
