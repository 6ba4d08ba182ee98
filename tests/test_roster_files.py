"""Files that are no roster, or a damaged one, are answered with sentences and nothing else."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.presets import example_sheet
from simkit.problems import InputError
from simkit.roster import REQUIRED, read_roster
from simkit.text import LANGS, Lang

HEADER: list[str] = list(REQUIRED)
ROW = ["Apps", "product", "8", "2", "4", "26", "13", "95", "105"]
SHIPPED = example_sheet("manufacturer").read_bytes()


def text_file(folder: Path, rows: Sequence[Sequence[str]], by: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=by).writerows(rows)
    path = folder / "roster.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def sentences(path: Path, lang: Lang = "en") -> list[str]:
    with pytest.raises(InputError) as caught:
        read_roster(path)
    return [line.removeprefix(str(path)) for line in caught.value.text(lang).splitlines()]


def is_answered(path: Path) -> bool:
    """Whether a file gives an organisation, or sentences in both languages; anything else is raised."""
    try:
        return bool(read_roster(path).teams)
    except InputError as error:
        return all(error.text(lang) for lang in LANGS)


FILES: list[tuple[str, bytes | None, str, str]] = [
    ("gone.xlsx", None, "there is no such file", "找不到这个文件"),
    ("empty.csv", b" \r\n", "the file is empty", "文件是空的"),
    ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a readable spreadsheet", "无法识别为电子表格"),
    ("broken.xlsx", b"PK\x03\x04" + b"\0" * 60, "not a readable spreadsheet", "无法识别为电子表格"),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "old .xls workbook", "旧版 .xls"),
    ("latin.csv", b"Team,Function\r\nCaf\xe9\xff,\xff", "characters of this text file cannot be read", "无法识别文件的字符编码"),
    ("letter.txt", b"Dear all,\nplease find below", "names no known column", "没有任何可识别的列名"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "en", "zh"), FILES, ids=[case[0] for case in FILES])
def test_what_is_no_sheet_is_refused(tmp_path: Path, name: str, data: bytes | None, en: str, zh: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        (found,) = sentences(tmp_path / name, lang)
        assert expected in found


def test_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    assert "this is a folder" in sentences(tmp_path)[0]
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(21_000_000)
    assert "the file has 21 MB, at most 20 MB" in sentences(huge)[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.one_of(st.sampled_from([*HEADER, *ROW, "", "0.5", "%"]), st.text(max_size=5)), max_size=10), max_size=4))  # fmt: skip
def test_any_table_gives_an_organisation_or_sentences(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = text_file(Path(folder), rows, encoding="utf-8")
        assert is_answered(path)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_damaged_file_gives_an_organisation_or_sentences(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        intact = data.draw(st.sampled_from([SHIPPED, b"Team,Function\r\nApps,Product\r\n"]))
        path = Path(folder) / "roster"
        start = data.draw(st.integers(0, len(intact)))
        path.write_bytes(
            intact[:start]
            + data.draw(st.binary(max_size=8))
            + intact[start + data.draw(st.integers(0, 40)) :]
        )
        assert is_answered(path)
