"""The placeholders that a pack's documents may use, and what is wrong with those that they do use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from simkit.problems import Problem, nearest
from simkit.roster.problems import Said
from simkit.workshop.parts import Pack
from simkit.workshop.problems import WorkshopProblem

VARIABLES = ("title", "goal", "minutes", "organisation", "people", "weeks", "worlds")
"""Placeholders that stand alone."""
_QUESTION = ("round", "question")
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "clock": ("agenda",), "length": ("agenda",), "agenda": (),
    "expected": _QUESTION, "difference": _QUESTION, "worlds_ahead": _QUESTION, "verdict": _QUESTION, "prompt": _QUESTION,
    "results": ("round",), "brief": ("round",), "round_title": ("round",), "discussion": ("round",),
    "prediction_table": ("round",), "debrief": (),
}  # fmt: skip
"""Placeholders that are called, each with what its arguments name."""
KNOWN = (*VARIABLES, *FUNCTIONS)


@cache
def environment() -> SandboxedEnvironment:
    """Return the reader of a pack's documents: it can reach nothing but the placeholders and refuses unknown ones."""
    made = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    made.globals.clear()
    return made


def problems_of(text: str, where: str, pack: Pack) -> list[Problem]:
    """Return a problem for every placeholder of a document that is unknown or names something that is not there."""
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        return [WorkshopProblem("template_syntax", f"{where}:{error.lineno}", {"value": error.message or ""})]
    found: list[Problem] = []
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    for name in tree.find_all(nodes.Name):
        place = f"{where}:{name.lineno}"
        if name.name not in (*KNOWN, *own):
            found.append(_unknown(place, "placeholder", name.name, KNOWN))
        elif name.ctx == "load" and (id(name) in called) != (name.name in FUNCTIONS):
            found.append(WorkshopProblem("call_or_not", place, {"value": usage(name.name)}))
    for call in tree.find_all(nodes.Call):
        found += _call_problems(call, f"{where}:{call.lineno}", pack)
    return found


def usage(name: str) -> str:
    """Return how a placeholder is written.

    >>> usage("expected"), usage("title")
    ('expected("round", "question")', 'title')
    """
    if name not in FUNCTIONS:
        return name
    arguments = ", ".join(f'"{item}"' for item in FUNCTIONS[name])
    return f"{name}({arguments})"


def _call_problems(call: nodes.Call, where: str, pack: Pack) -> Iterator[Problem]:
    """Yield what is wrong with the arguments of a placeholder."""
    if not isinstance(call.node, nodes.Name) or call.node.name not in FUNCTIONS:
        return
    name, wanted = call.node.name, FUNCTIONS[call.node.name]
    given = [item.value for item in call.args if isinstance(item, nodes.Const)]
    if len(given) != len(wanted) or len(call.args) != len(wanted) or call.kwargs:
        yield WorkshopProblem("wrong_arguments", where, {"value": usage(name)})
        return
    allowed = {"agenda": [item.id for item in pack.agenda], "round": [item.id for item in pack.rounds]}
    if "question" in wanted and given[0] in allowed["round"]:
        allowed["question"] = [item.id for item in pack.round(given[0]).questions]
    for kind, value in zip(wanted, given, strict=True):
        if kind in allowed and value not in allowed[kind]:
            yield _unknown(where, kind, str(value), allowed[kind])


def _unknown(where: str, kind: str, value: str, allowed: list[str] | tuple[str, ...]) -> Problem:
    """Return the problem of a name that does not exist, with the nearest that does."""
    values = {
        "kind": Said((f"workshop.kind.{kind}",)),
        "value": value,
        "nearest": nearest(value, allowed),
        "allowed": ", ".join(allowed),
    }
    return WorkshopProblem("unknown_name", where, values)
