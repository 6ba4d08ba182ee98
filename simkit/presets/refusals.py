"""What is wrong with settings that were kept or passed on; the sentences stand with their other texts."""

from __future__ import annotations

from simkit.problems import InputError, Problem
from simkit.roster.problems import resolved
from simkit.text import Lang, say


class SettingsProblem(Problem):
    """A problem of settings, a share code or a control; its sentence stands in ``simkit/text/settings.toml``.

    >>> SettingsProblem("not_a_code", "", {"value": "hello"}).sentence("zh")
    '“hello”不是分享码；分享码以 simkit1- 开头，请完整复制'
    """

    def sentence(self, lang: Lang) -> str:
        """Return where, what is wrong and what to do, in one sentence."""
        text = say(f"setting.problem.{self.code}", lang, **resolved(self.values, lang))
        separator = ": " if lang == "en" else "："
        return f"{self.where}{separator}{text}" if self.where else text


def refuse_settings(code: str, where: str = "", **values: object) -> InputError:
    """Return the error of a single problem of settings, to be raised."""
    return InputError([SettingsProblem(code, where, values)])
