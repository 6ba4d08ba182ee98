"""Share codes: short where they should be, and one sentence for anything that is not one."""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from simkit.levers import LEVER_IDS
from simkit.presets import ORGANISATIONS, REGIMES, SCENES, TOOLS, load_organisation, load_scenario_parts
from simkit.presets.codes import START, WORDS, code_of, is_code, table_of
from simkit.presets.settings import Settings, settings_from_code, usual_settings
from simkit.problems import InputError
from simkit.regime import BASES
from simkit.scenario import Team
from simkit.text import LANGS
from simkit.views.lab.changes import Change, apply

MOVES: list[tuple[int, Change]] = [
    (1, {"id": "review_interval", "value": 8}),
    (1, {"id": "tolerance_exploratory", "value": 0.65}),
    (1, {"id": "share_pool", "value": 0.43}),
    (1, {"switch": "E4", "value": "traditional"}),
    (0, {"id": "review_interval", "value": 26}),
    (1, {"market": "certainty", "value": 3.7}),
]
CODE = usual_settings().code()


def moved() -> Settings:
    settings = usual_settings()
    for place, change in MOVES:
        settings = apply(settings, place, change)
    return settings


def sentences(code: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        settings_from_code(code)
    return [caught.value.text(lang) for lang in LANGS]


def forged(data: bytes) -> str:
    """A code whose first check is right, around any bytes."""
    return START + urlsafe_b64encode(blake2b(data, digest_size=3).digest() + data).decode().rstrip("=")


def pressed(text: bytes) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, WORDS.encode())
    return b"abc" + press.compress(text) + press.flush()


@pytest.mark.parametrize("organisation", [*ORGANISATIONS, *SCENES])
def test_a_code_of_the_lab_is_short_and_goes_anywhere(organisation: str) -> None:
    code = apply(moved(), 1, {"organisation": organisation}).code()
    assert len(code) <= 120
    assert re.fullmatch(r"simkit1-[A-Za-z0-9_-]+", code)
    assert settings_from_code(code) == apply(moved(), 1, {"organisation": organisation})


def test_own_teams_are_in_the_code() -> None:
    own = load_organisation("product-company").with_(
        teams=(Team(name="应用", people=5), Team(name="Plant, “B”"))
    )
    settings = usual_settings().with_organisation(own)
    assert settings.source == ""
    assert settings_from_code(settings.code(), "zh") == settings


def test_line_breaks_and_blanks_of_a_chat_do_not_matter() -> None:
    broken = f"  {CODE[:20]}\n> {CODE[20:]}".replace(">", "") + "\r\n"
    assert settings_from_code(broken) == usual_settings()


@how(max_examples=80, deadline=None)
@given(st.integers(len(START), len(CODE) - 1), st.sampled_from("AZaz09-_"))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    wrong = CODE[:place] + other + CODE[place + 1 :]
    if wrong != CODE and table_bits(wrong) != table_bits(CODE):
        assert "not complete or was mistyped" in sentences(wrong)[0]


def table_bits(code: str) -> bytes:
    return urlsafe_b64decode(code.removeprefix(START) + "===")


@pytest.mark.parametrize("length", range(len(START), len(CODE)))
def test_a_cut_code_is_noticed(length: int) -> None:
    en, zh = sentences(CODE[:length])
    assert "not complete or was mistyped; copy all of it again" in en
    assert "分享码不完整或有误" in zh


FOREIGN = [
    ("hello", "“hello” is no share code; a code begins with simkit1-", "“hello”不是分享码"),
    ("", "“–” is no share code", "“–”不是分享码"),
    ("simkit2-abcdef", "simkit2-abcdef: this code is of format 2", "这个分享码是第 2 版格式"),
    (START + "é§", "not complete or was mistyped", "分享码不完整或有误"),
    (forged(b"abc"), "not complete or was mistyped", "分享码不完整或有误"),
    (forged(pressed(b"[1, 2]")), "not complete or was mistyped", "分享码不完整或有误"),
    (forged(pressed(b'{"seed":NaN}')), "not complete or was mistyped", "分享码不完整或有误"),
    (forged(pressed(b"[" * 100_000)), "not complete or was mistyped", "分享码不完整或有误"),
    (forged(pressed(b" " * 9_000_000)), "not complete or was mistyped", "分享码不完整或有误"),
    (forged(pressed(b'{"organisation":"G1"}')), "made by a version of simkit whose named regimes", "由另一版本的 simkit 生成"),
    (forged(pressed(b'{"organisation":"roster.xlsx"}')), "a text or code brings no other files", "文本或分享码不附带其他文件"),
    (forged(pressed(b'{"organisation":"G1","x":1}')), " › x: there is no key “x”", " › x：没有名为“x”的键"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "en", "zh"), FOREIGN)
def test_what_is_no_whole_code_is_one_sentence(code: str, en: str, zh: str) -> None:
    for found, expected in zip(sentences(code), (en, zh), strict=True):
        assert expected in found
        assert len(found.splitlines()) == 1


def test_names_and_files_are_not_taken_for_codes() -> None:
    names = [*ORGANISATIONS, *SCENES, *REGIMES, "simkit1-mine.toml", "my simkit1-abc", "roster.xlsx"]
    assert [name for name in names if is_code(name)] == []
    assert load_scenario_parts(CODE).compared == usual_settings().regimes


def test_the_words_of_the_format_cover_what_codes_are_made_of() -> None:
    words = [f'"{id}":' for id in LEVER_IDS] + [
        f'"{name}"' for name in (*ORGANISATIONS, *BASES, *TOOLS, *SCENES)
    ]
    assert [word for word in words if word not in WORDS] == []


def test_the_format_never_changes() -> None:
    """A code that was handed out on the day the format was made; it has to stay readable."""
    table, _ = table_of("simkit1-QwlOEv3bI8INxFhGjFUA")
    assert table == {
        "organisation": "product-company", "regimes": ["traditional", "innovation"], "weeks": 156, "worlds": 200, "seed": 0,
    }  # fmt: skip


def test_a_code_is_the_file_in_one_word() -> None:
    table = {"organisation": "G1", "weeks": 3}
    assert table_of(code_of(table, b"xyz")) == (table, b"xyz")
    assert json.dumps(table_of(moved().code())[0]).count("levers") == 2
