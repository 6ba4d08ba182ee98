"""Chinese text reaches pictures and reports, character by character."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import seaborn as sns
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg

from simkit.views import fonts

ROOT = Path(__file__).parents[2]
MIXED = "创新驱动绩效管理模式 Innovation-driven — “容错”(F2a):NPS ±5 %,Δ≥0.3 → 第 104 周 ① · …"
TEXTS = sorted(ROOT.glob("simkit/**/*.toml"))


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    with mpl.rc_context():
        mpl.use("agg")
        yield
        plt.close("all")


def draw(text: str, weight: str = "normal") -> np.ndarray[Any, Any]:
    """The pixels of ``text`` drawn by matplotlib with any warning raised as an error."""
    figure = plt.figure(figsize=(8, 1))
    figure.text(0.01, 0.3, text, fontsize=14, weight=weight)
    figure.supylabel("-1")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


def faces(css: str) -> dict[int, TTFont]:
    """The fonts inside a style sheet, by weight."""
    rules = re.findall(r"font-weight:(\d+);.*?base64,([A-Za-z0-9+/=]+)\)", css)
    return {int(weight): TTFont(io.BytesIO(base64.b64decode(data))) for weight, data in rules}


def strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in cast("dict[str, object]", node).values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from strings(value)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_mixed_text_draws_without_a_missing_glyph(lang: str, weight: str) -> None:
    sns.set_theme()
    fonts.use_font(lang)
    assert draw(MIXED, weight).min() < 128


def test_the_check_above_can_fail() -> None:
    mpl.rcParams["font.family"] = ["DejaVu Sans"]
    with pytest.raises(UserWarning, match="missing from font"):
        draw(MIXED)


def test_bold_is_drawn_bolder() -> None:
    fonts.use_font("zh")
    assert draw("绩效", "bold").mean() < draw("绩效").mean()


def test_quotation_marks_are_proportional_in_english_and_full_width_in_chinese() -> None:
    widths: dict[str, float] = {}
    for lang in ("zh", "en"):
        fonts.use_font(lang)
        text = plt.figure().text(0, 0, "“”", fontsize=20)
        widths[lang] = text.get_window_extent().width
    assert widths["en"] < 0.75 * widths["zh"]


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"lang is 'fr'; it must be 'zh' or 'en'"):
        fonts.use_font("fr")


def test_gb2312_is_covered_whole() -> None:
    pairs = [bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    chars = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(chars) == 6763 + 682  # the standard's own counts of Chinese characters and of the rest
    assert fonts.missing_characters(chars) == set()


def test_missing_characters_are_named_and_blanks_are_not() -> None:
    assert fonts.missing_characters("团队 A\t\n\u200bกขก") == {"ก", "ข"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_character_of_our_texts_is_covered(path: Path) -> None:
    text = "".join(strings(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert fonts.missing_characters(text) == set()


def test_embedded_css_carries_exactly_the_characters_asked_for() -> None:
    found = faces(fonts.embedded_css(MIXED + "ก"))
    assert sorted(found) == [400, 700]
    for font in found.values():
        assert {chr(code) for code in font.getBestCmap() or ()} == set(MIXED)
        assert font["name"].getDebugName(1) == fonts.FAMILY
        assert "Open Font License" in str(font["name"].getDebugName(13))


def test_embedded_outlines_are_those_of_the_shipped_font() -> None:
    part = faces(fonts.embedded_css("容错"))[700]
    with TTFont(ROOT / "simkit/views/assets/SimkitSansSC-Bold.otf") as whole:
        for char in "容错":
            assert commands(whole, char) == commands(part, char)
            assert len(commands(whole, char)) > 10


def commands(font: TTFont, char: str) -> list[Any]:
    pen = RecordingPen()
    font.getGlyphSet()[(font.getBestCmap() or {})[ord(char)]].draw(pen)
    return pen.value


def test_embedded_css_is_the_same_in_another_process() -> None:
    code = "import sys; from simkit.views.fonts import embedded_css; sys.stdout.write(embedded_css('检视节奏 Ab'))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert other.stdout == fonts.embedded_css("bA 检视节奏")


def test_embedded_css_stays_small() -> None:
    thousand = "".join(
        chr(code) for code in range(0x4E00, 0x9FA5) if not fonts.missing_characters(chr(code))
    )[:1000]
    assert len(fonts.embedded_css(thousand)) < 600_000


@pytest.mark.parametrize("style", sorted(fonts.STYLES))
def test_shipped_files_are_small_and_licensed(style: str) -> None:
    assets = ROOT / "simkit/views/assets"
    assert (assets / f"SimkitSansSC-{style}.otf").stat().st_size < 3_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (assets / "OFL.txt").read_text(encoding="utf-8")
