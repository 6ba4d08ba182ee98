"""The last state survives; one that cannot be read is told and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from simkit.presets.last import FOLDER, last_path, load_last, save_last
from simkit.presets.settings import usual_settings
from simkit.problems import InputError, Problem
from simkit.text import LANGS

OURS = usual_settings().with_run(weeks=9, seed=3)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "state"))


def test_what_was_kept_comes_back_in_the_language_of_the_page() -> None:
    assert load_last() is None
    save_last(OURS)
    assert load_last(lang="en") == OURS
    assert load_last(lang="zh") == OURS.in_language("zh")
    assert load_last("other") is None


def test_only_the_last_one_is_kept_and_nothing_beside_it() -> None:
    for seed in range(3):
        save_last(OURS.with_run(seed=seed))
    path = last_path("lab")
    loaded = load_last()
    assert loaded is not None
    assert loaded.seed == 2
    assert [item.name for item in path.parent.iterdir()] == ["lab.toml"]


def test_a_save_that_fails_leaves_the_former_state(monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_last(OURS)

    def full(*_: object, **__: object) -> int:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        with pytest.raises(InputError, match="nothing can be written here"):
            save_last(OURS.with_run(seed=8))
    assert load_last() == OURS
    assert [item.name for item in path.parent.iterdir()] == ["lab.toml"]


@pytest.mark.parametrize("damage", [b"weeks = ", b"\xff\xfe", b"", b'organisation = "nobody"', b"colour = 3"])
def test_a_broken_state_is_told_and_kept_beside(damage: bytes) -> None:
    path = save_last(OURS)
    path.write_bytes(damage)
    told: list[Problem] = []
    assert load_last(tell=told.append) is None
    assert path.with_name("lab.toml.broken").read_bytes() == damage
    assert not path.exists()
    assert "kept as lab.toml.broken" in told[0].sentence("en")
    assert "已另存为 lab.toml.broken" in told[0].sentence("zh")
    assert len(told) >= 2
    path.write_bytes(damage)
    load_last(tell=told.append)
    assert path.with_name("lab.toml.broken-2").exists()


def test_without_a_listener_the_sentences_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    save_last(OURS).write_text("weeks = ")
    assert load_last(lang="zh") is None
    assert "页面将重新开始" in capsys.readouterr().err


def test_an_odd_name_is_refused_and_a_folder_that_cannot_be_made_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("../x", "", "a b"):
        with pytest.raises(InputError) as caught:
            save_last(OURS, name)
        assert all(caught.value.text(lang) for lang in LANGS)
    (tmp_path / "file").touch()
    monkeypatch.setenv(FOLDER, str(tmp_path / "file"))
    with pytest.raises(InputError, match="nothing can be written here"):
        save_last(OURS)


def test_without_the_variable_the_state_lies_in_the_folder_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(FOLDER)
    monkeypatch.setenv("XDG_STATE_HOME", "/nowhere")
    assert last_path("lab").name == "lab.toml"
    assert "simkit" in last_path("lab").parts
