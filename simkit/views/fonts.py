"""Chinese in every picture and every report, on machines without Chinese fonts.

The package ships one family, Simkit Sans SC (a subset of Noto Sans CJK SC, SIL Open Font License; see
``assets/README.md``). Pictures use it through `use_font`; a report carries the characters that it
shows, and no others, through `embedded_css`.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib import font_manager

FAMILY = "Simkit Sans SC"
"""Family name of the shipped font, for ``font-family`` in a style sheet."""

Style = Literal["Regular", "Bold"]
STYLES: dict[Style, int] = {"Regular": 400, "Bold": 700}
"""Shipped styles and their CSS weights."""

LATIN = "DejaVu Sans"
"""Family of Latin letters; it comes with matplotlib."""

_INSTALLED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
)


def use_font(lang: str) -> None:
    """Make matplotlib draw text of language ``lang`` without a missing glyph.

    Call it after ``seaborn.set_theme``, which resets fonts. In Chinese the shipped family comes first,
    in English the Latin one does (a Chinese font would make quotation marks and dashes full-width);
    each covers for the other, so that a Chinese team name shows in an English picture. Characters
    that neither has are taken from a Chinese font of the machine, if there is one.

    Raises ``ValueError`` if ``lang`` is neither ``"zh"`` nor ``"en"``.

    >>> use_font("zh")
    >>> mpl.rcParams["font.family"][:2]
    ['Simkit Sans SC', 'DejaVu Sans']
    >>> use_font("en")
    >>> mpl.rcParams["font.family"][:2]
    ['DejaVu Sans', 'Simkit Sans SC']
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"lang is {lang!r}; it must be 'zh' or 'en'")
    _register()
    shipped = [FAMILY, LATIN] if lang == "zh" else [LATIN, FAMILY]
    mpl.rcParams["font.family"] = [*shipped, *_installed()]


def missing_characters(text: str) -> set[str]:
    """Characters of ``text`` that the shipped font cannot show; white space and control codes need no glyph.

    >>> missing_characters("创新驱动 innovation → ±5 %")
    set()
    >>> missing_characters("ก")
    {'ก'}
    """
    return {char for char in set(text) if _needs_glyph(char) and ord(char) not in _covered()}


def undrawable(text: str) -> set[str]:
    """Characters of ``text`` that no font set by `use_font` has, and control codes; matplotlib would draw boxes and warn.

    >>> use_font("en")
    >>> undrawable("café 创新 \\ufdd0"), undrawable("a\\nb"), undrawable("a\\ab")
    ({'\\ufdd0'}, set(), {'\\x07'})
    """
    lacking = missing_characters(text)
    families = tuple(mpl.rcParams["font.family"]) if lacking else ()
    codes = {char for char in text if char != "\n" and unicodedata.category(char) == "Cc"}
    return codes | {char for char in lacking if not any(ord(char) in _characters(name) for name in families)}


def unprintable(text: str) -> set[str]:
    """Characters of ``text`` that neither the shipped font nor the Latin one has: paper knows no other.

    >>> unprintable("café 创新 ☐ \\ufdd0")
    {'\\ufdd0'}
    """
    return {char for char in missing_characters(text) if ord(char) not in _characters(LATIN)}


def folders() -> tuple[Path, Path]:
    """Return the folders in which the files of the shipped font and of the Latin one lie."""
    return _file("Regular").parent, Path(font_manager.findfont(LATIN)).parent


def embedded_css(text: str) -> str:
    """Style sheet that carries the shipped font, regular and bold, cut down to the characters of ``text``.

    Returns one ``@font-face`` rule a style, with the font as WOFF in a data URL; the same characters
    always give the same string. It is empty if ``text`` has no character that the font can show.

    >>> css = embedded_css("容错")
    >>> css.count("@font-face"), "font-weight:700" in css, css == embedded_css("错容容")
    (2, True, True)
    >>> embedded_css("")
    ''
    """
    return _css("".join(sorted(char for char in set(text) if ord(char) in _covered())))


@lru_cache(maxsize=8)
def _css(chars: str) -> str:
    return "\n".join(_font_face(style, chars) for style in STYLES) if chars else ""


def _font_face(style: Style, chars: str) -> str:
    data = base64.b64encode(_woff(style, chars)).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:{STYLES[style]};'
        f'font-display:swap;src:url(data:font/woff;base64,{data}) format("woff")}}'
    )


def _woff(style: Style, chars: str) -> bytes:
    """Cut the shipped font of ``style`` down to ``chars``; its date stays, so that bytes repeat."""
    options = subset.Options(hinting=False, bidi_closure=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    cutter = subset.Subsetter(options)  # the names keep the copyright and the licence
    cutter.populate(text=chars)
    out = io.BytesIO()
    with TTFont(_file(style), recalcTimestamp=False) as font:
        cutter.subset(font)
        font.flavor = "woff"
        font.save(out)
    return out.getvalue()


def faces() -> dict[str, bytes]:
    """Return the whole shipped font as files, by weight, for a page that shows names which nobody knows beforehand.

    >>> {weight: data[:4] for weight, data in faces().items()}
    {'400': b'OTTO', '700': b'OTTO'}
    """
    return {str(weight): _file(style).read_bytes() for style, weight in STYLES.items()}


def _file(style: Style) -> Path:
    return Path(__file__).parent / "assets" / f"SimkitSansSC-{style}.otf"


@cache
def _covered() -> frozenset[int]:
    """Code points of the shipped font (both styles hold the same)."""
    with TTFont(_file("Regular"), lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@cache
def _characters(family: str) -> frozenset[int]:
    """Code points of a font that matplotlib knows."""
    path = font_manager.findfont(family, fallback_to_default=True)
    return frozenset(font_manager.get_font(path).get_charmap())


def _needs_glyph(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")


@cache
def _register() -> None:
    """Tell matplotlib about the shipped files, once a process."""
    for style in STYLES:
        font_manager.fontManager.addfont(_file(style))


@cache
def _installed() -> tuple[str, ...]:
    """The first of the well-known Chinese families that this machine has, if any."""
    known = set(font_manager.get_font_names())
    return tuple(name for name in _INSTALLED if name in known)[:1]
