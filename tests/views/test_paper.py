"""Markdown on paper: everything that is written can be read, whatever it holds, in accessible PDF."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from simkit.text import Lang
from simkit.views import fonts
from simkit.views.paper import pdf_of_markdown
from simkit.views.typeset import literal

GUIDE = """# Guide 指南

Text with *emphasis*, **strong**, `code` and a [link](https://example.org).

#### Deep heading

> Say: “Write down what you expect.” 请写下预测。

1. First
2. Second
   - within

| Clock | Minutes |
|---|--:|
| 0:08 | 12 ☐ ____ |

---

<!-- nobody sees this -->
<!-- page -->

Last page.
"""
STRANGE = "#let x = 1; #panic() $a$ @ref <label> [x] {y} \\ ~ ` // /* \" = + - ' _a_ #pagebreak()"


def pages(data: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def test_everything_written_is_there_and_the_page_breaks_where_it_should(lang: Lang) -> None:
    first, last = pages(pdf_of_markdown(GUIDE, lang, "Guide"))
    for told in (
        "Guide指南",
        "emphasis",
        "code",
        "link",
        "Deepheading",
        "Writedownwhatyouexpect",
        "请写下预测。",
        "1.First",
        "within",
        "0:08",
        "12☐____",
    ):
        assert told in first, told
    assert "Lastpage." in last
    assert "nobody" not in first + last


@pytest.mark.parametrize("large", [False, True])
def test_the_same_text_gives_the_same_accessible_bytes(lang: Lang, large: bool) -> None:
    data = pdf_of_markdown(GUIDE, lang, "The title", large=large)
    assert data == pdf_of_markdown(GUIDE, lang, "The title", large=large)
    reader = PdfReader(io.BytesIO(data))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "The title"
    assert root["/MarkInfo"]["/Marked"]
    assert {round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]} == {210, 297}


def test_letters_to_write_beside_are_larger() -> None:
    def size(large: bool) -> float:
        sizes: list[float] = []
        page = PdfReader(io.BytesIO(pdf_of_markdown("Plain text.", "en", "T", large=large))).pages[0]
        page.extract_text(
            visitor_text=lambda text, _a, _b, _c, size: sizes.append(size) if "Plain" in text else None
        )
        return max(sizes)

    assert size(True) > 1.2 * size(False)


@pytest.mark.parametrize(
    "text", [STRANGE, f"- {STRANGE}", f"| a |\n|---|\n| {STRANGE.replace('|', '')} |", f"# {STRANGE}"]
)
def test_no_text_becomes_a_command(text: str) -> None:
    (page,) = pages(pdf_of_markdown(f"{text}\n\nEnd.", "en", STRANGE))
    assert "#panic()" in page
    assert "#pagebreak()" in page
    assert "End." in page


def test_a_text_without_heading_begins_with_its_title() -> None:
    assert "Mytitle" in pages(pdf_of_markdown("Just text.", "zh", "My title"))[0]
    assert "Mytitle" not in pages(pdf_of_markdown("# Own\n\nText.", "en", "My title"))[0]


def test_chinese_lines_join_without_a_space_and_latin_ones_with_one() -> None:
    reader = PdfReader(io.BytesIO(pdf_of_markdown("先预测\n再看结果 one\ntwo", "zh", "题目")))
    assert "one two" in reader.pages[0].extract_text()


def test_what_no_font_has_is_shown_as_a_question_mark() -> None:
    assert literal("a\ufdd0b") == '"a?b"'
    assert fonts.unprintable("☐ ▲ 容错 é") == set()
