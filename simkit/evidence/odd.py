"""The model description (ODD protocol, Grimm et al. 2020), made from the declarations and from ``text/odd.toml``.

``python -m simkit.evidence.odd`` writes it beside the rules, in both languages.

>>> odd("en").splitlines()[0], "`review_interval`" in odd("zh")
('# simkit: model description (ODD protocol)', True)
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise

from pydantic.fields import FieldInfo

from simkit import scenario
from simkit.constants import CONSTANTS, Constant
from simkit.evidence.effects import effects
from simkit.evidence.patterns import patterns
from simkit.evidence.sources import OWN, SOURCES, cite, keys_in, reference
from simkit.levers import LEVERS
from simkit.metrics import METRICS, Metric
from simkit.rules import THE_WEEK
from simkit.text import LANGS, Lang, entries, say

SUBMODELS = ("market", "attention", "work", "learning", "projects", "review", "people", "books")
"""Files of rules, in the order in which they are described."""
RECORDS = (
    scenario.Team,
    scenario.Market,
    scenario.Organisation,
    scenario.Change,
    scenario.Shock,
    scenario.Scenario,
)


@dataclass(frozen=True, slots=True)
class Described:
    """A function or a constant as it stands in a source file: name, arguments, first sentence, sources, code."""

    name: str
    arguments: tuple[str, ...]
    sentence: str
    sources: tuple[str, ...]
    code: str


@cache
def chinese() -> dict[str, dict[str, str]]:
    """Return the Chinese for what stands in English in the code, by kind and name."""
    return tomllib.loads(files("simkit.evidence").joinpath("odd_zh.toml").read_text(encoding="utf-8"))


def _word(key: str, lang: Lang) -> str:
    """Return the head of a table column or another single word."""
    return str(entries("odd")["words"][key][lang])


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]], lang: Lang) -> str:
    """Return a table in Markdown; ``heads`` are keys of words."""
    titles = [_word(head, lang) for head in heads]
    lines = [
        titles,
        ["---"] * len(titles),
        *([str(cell).replace("|", "\\|") for cell in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float) -> str:
    """Return a number without needless digits."""
    return f"{value:g}"


def _parsed(*path: str) -> ast.Module:
    """Parse a source file of the package."""
    return ast.parse(files("simkit").joinpath(*path).read_text(encoding="utf-8"))


def _first_sentence(docstring: str) -> str:
    """Return the first sentence of a docstring on one line, with single backticks."""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    return paragraph.replace("``", "`").removeprefix("Return ").rstrip(".")


@cache
def rules_of(submodel: str) -> tuple[Described, ...]:
    """Return the rules of one file of ``simkit/rules``, in their order.

    >>> rule = rules_of("learning")[0]
    >>> rule.name, rule.arguments, rule.sources
    ('socialised', ('belief', 'code', 'chance', 'u'), ('march1991',))
    """
    nodes = [node for node in _parsed("rules", f"{submodel}.py").body if isinstance(node, ast.FunctionDef)]
    return tuple(_described(node) for node in nodes)


def _described(node: ast.FunctionDef) -> Described:
    """Describe a rule from its source."""
    docstring = ast.get_docstring(node) or ""
    arguments = tuple(item.arg for item in node.args.args)
    code = "\n".join(ast.unparse(line) for line in node.body[1:])
    return Described(node.name, arguments, _first_sentence(docstring), keys_in(docstring), code)


@cache
def sizes() -> tuple[Described, ...]:
    """Return the sizes of ``engine/state.py``: name, meaning and, as code, the value."""
    body = _parsed("engine", "state.py").body
    found: list[Described] = []
    for node, after in pairwise(body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            meaning = ast.literal_eval(after.value) if isinstance(after, ast.Expr) else ""
            found.append(Described(node.targets[0].id, (), meaning, (), ast.unparse(node.value)))
    return tuple(found)


# ---- the parts that are made from declarations -----------------------------------------------------------


def _sources(keys: Iterable[str], lang: Lang) -> str:
    """Return citations, or the word for a rule of our own."""
    return "; ".join(cite(key) for key in keys if key != OWN) or _word("own", lang)


def _patterns(lang: Lang) -> str:
    """List the patterns with their sources."""
    rows = [
        f"{item.number}. {say(f'pattern.title.{item.id}', lang)} ({_sources(item.sources, lang)})"
        for item in patterns()
    ]
    sizes = [
        f"- {say(f'effect.claim.{item.id}', lang)} ({_sources((item.source,), lang)})" for item in effects()
    ]
    return "\n".join([*rows, "", _word("effects", lang), "", *sizes])


def _sizes(lang: Lang) -> str:
    """List the sizes that are the same in every run."""
    meanings = chinese()["sizes"]
    rows = [
        (f"`{item.name}`", item.code, item.sentence if lang == "en" else meanings[item.name])
        for item in sizes()
    ]
    return _table(("name", "value", "what"), rows, lang)


def _levers(lang: Lang) -> str:
    """List the levers."""
    rows = [
        (
            f"{say(f'lever.{item.id}.label', lang)} `{item.id}`",
            say(f"term.unit.{item.unit}.label", lang),
            f"{_number(item.low)}-{_number(item.high)}",
            _number(item.traditional),
            _number(item.innovation),
            item.switch,
            cite(item.evidence),
        )
        for item in LEVERS
    ]
    return _table(("lever", "unit", "range", "traditional", "innovation", "switch", "source"), rows, lang)


def _phases(lang: Lang) -> str:
    """List the phases of the week."""
    told = dict(THE_WEEK) if lang == "en" else chinese()["phases"]
    rows = [(f"{number}. `{name}`", told[name]) for number, (name, _) in enumerate(THE_WEEK, 1)]
    return _table(("phase", "what"), rows, lang)


def _streams(lang: Lang) -> str:
    """List the streams of luck."""
    rows = [(f"`{name}`", text[lang]) for name, text in entries("odd")["streams"].items()]
    return _table(("stream", "what"), rows, lang)


def _formula(item: Metric) -> str:
    """Return a metric's formula in names of columns."""
    ratio = f"`{item.numerator}` / `{item.denominator}`" if item.denominator else f"`{item.numerator}`"
    return ratio if item.factor == 1.0 else f"{_number(item.factor)} × {ratio}"


def _metrics(lang: Lang) -> str:
    """List the metrics."""
    rows = [
        (
            f"{say(f'metric.{item.id}.label', lang)} `{item.id}`",
            say(f"term.unit.{item.unit}.label", lang),
            say(f"term.level.{item.level}.label", lang),
            _formula(item),
            _word("last_quarter" if item.over == "level" else "window", lang),
        )
        for item in METRICS
    ]
    return _table(("metric", "unit", "level", "formula", "over"), rows, lang)


def _default(field: FieldInfo, lang: Lang) -> str:
    """Return a field's default as it stands in a table."""
    if field.is_required():
        return _word("required", lang)
    if isinstance(field.default, scenario.Frozen):
        return f"`{type(field.default).__name__}()`"
    return _word("none", lang) if field.default in (None, (), {}) else f"`{field.default}`"


def _fields(lang: Lang) -> str:
    """List the fields of a scenario and of what it is made of."""
    what = entries("odd")["fields"]
    rows = [
        (f"`{record.__name__}`: {what[record.__name__][lang]}", f"`{name}`", _default(field, lang))
        for record in RECORDS
        for name, field in record.model_fields.items()
    ]
    return _table(("name", "field", "default"), rows, lang)


def _rules(lang: Lang) -> str:
    """Describe every rule: sentence, arguments, code, source."""
    told, parts = chinese()["rules"], list[str]()
    for submodel in SUBMODELS:
        parts.append(f"### `rules.{submodel}`")
        for item in rules_of(submodel):
            sentence = f"{item.sentence}." if lang == "en" else told[item.name]
            head = f"**`{item.name}({', '.join(item.arguments)})`** [{_sources(item.sources, lang)}]"
            parts.append(f"{head}\n{sentence}\n\n```python notest\n{item.code}\n```")
    return "\n\n".join(parts)


def _constant(item: Constant, lang: Lang) -> tuple[str, ...]:
    """Return the row of a constant."""
    name = f"{say(f'constant.{item.id}.label', lang)} `{item.id}`"
    unit = say(f"constant.unit.{item.unit}", lang)
    span = f"{_number(item.low)}-{_number(item.high)}"
    source = cite(item.source) if item.source != OWN else "-"
    grade = say(f"term.grade.{item.grade}.label", lang)
    return name, _number(item.value), span, unit, grade, source, item.reason[lang]


def _constants(lang: Lang) -> str:
    """List the constants."""
    heads = ("constant", "value", "range", "unit", "grade", "source", "reason")
    return _table(heads, (_constant(item, lang) for item in CONSTANTS.values()), lang)


def _references(lang: Lang) -> str:
    """List the sources, in alphabetical order."""
    lines = [
        f"- {reference(item.id)} [{item.grade}] {item.shows[lang]}"
        for item in sorted(SOURCES.values(), key=lambda item: (item.authors, item.year))
        if item.id != OWN
    ]
    return "\n".join(lines)


BLOCKS: dict[str, Callable[[Lang], str]] = {
    "patterns": _patterns, "sizes": _sizes, "levers": _levers, "phases": _phases, "streams": _streams,
    "metrics": _metrics, "fields": _fields, "rules": _rules, "constants": _constants, "references": _references,
}  # fmt: skip
"""What a section of ``text/odd.toml`` can ask for by name."""


def odd(lang: Lang) -> str:
    """Return the model description as Markdown."""
    parts: list[str] = []
    for section in entries("odd")["sections"]:
        parts.append(f"{'#' * section['level']} {section['title'][lang]}")
        parts.append(section["body"][lang].strip())
        if "block" in section:
            parts.append(BLOCKS[section["block"]](lang))
    return "\n\n".join(part for part in parts if part) + "\n"


def main() -> None:
    """Write the description beside the rules."""
    for lang in LANGS:
        with as_file(files("simkit.rules").joinpath(f"ODD.{lang}.md")) as path:
            path.write_text(odd(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
