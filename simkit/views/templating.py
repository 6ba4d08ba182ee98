"""The reader of the package's HTML templates, and the font that a page carries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from simkit.text import Lang
from simkit.views import fonts

HTML_LANG = {"en": "en", "zh": "zh-Hans"}
WIDE = "\N{CJK RADICAL REPEAT}"
"""Characters from here on are Chinese, and are carried by the page's own font."""


@dataclass(frozen=True, repr=False)
class Shown:
    """A table with a sentence: HTML in a notebook, plain words elsewhere."""

    sentence: str
    html: str

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return self.html

    def __repr__(self) -> str:
        """Return the sentence."""
        return self.sentence


@cache
def environment() -> Environment:
    """Return the reader of templates: it escapes all text and refuses unknown names."""
    loader = PackageLoader("simkit.views")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def template(name: str) -> Any:
    """Return a template of this package."""
    return environment().get_template(name)


@cache
def style_sheet(*names: str) -> Markup:
    """Return style sheets of this package one after the other, not to be escaped."""
    return Markup("\n".join(template(name).render() for name in names))


def font_css(page: str, lang: Lang) -> Markup:
    """Return the style sheet that carries the Chinese characters of a page, and in Chinese its dashes and marks too."""
    shown = {char for char in page if char >= WIDE or (lang == "zh" and char >= "\N{EN DASH}")}
    return Markup(fonts.embedded_css("".join(sorted(shown))))
