"""The tree of commands in one language, and what happens when an input cannot be used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

import click

from simkit.cli import options
from simkit.cli.help import Context
from simkit.cli.language import speak
from simkit.cli.options import Option
from simkit.problems import InputError, Problem
from simkit.text import LANGS, Lang, say

BAD_INPUT = 2
"""Exit code for an input that cannot be used, the same as the parser's own."""

LISTS = ("levers", "metrics", "regimes", "tools", "scenes", "concepts")
_Commands = dict[str, tuple[Callable[..., None], tuple[str, bool] | None, tuple[Option, ...]]]


def _later(module: str, function: str, **settings: str) -> Callable[..., None]:
    """Return a function of a module of this package that is imported when it is called: help is quick."""

    def call(**arguments: Any) -> None:
        getattr(import_module(f"simkit.cli.{module}"), function)(**settings, **arguments)

    return call


_COMMANDS: _Commands = {
    "compare": (_later("comparing", "compare"), ("organisation", True), options.COMPARE),
    "template": (_later("listing", "template"), ("file", True), (options.OVERWRITE,)),
    "watch": (_later("pages", "watch"), ("organisation", False), (options.PORT,)),
    "lab": (_later("pages", "lab"), ("folder", False), (options.PORT, options.NO_BROWSER)),
    "serve": (_later("pages", "serve"), ("page", True), (options.PORT, options.NO_BROWSER)),
    **{name: (_later("listing", "show_list", name=name), None, (options.JSON,)) for name in LISTS},
    "assumptions": (_later("assuming", "assume"), ("organisation", False), options.ASSUME),
    "odd": (_later("listing", "model_description"), None, ()),
    "patterns": (
        _later("checks", "check_patterns"),
        None,
        (("--worlds", "number", {}), options.WORKERS, options.JSON),
    ),
    "evidence": (_later("proving", "show_evidence"), None, options.EVIDENCE),
    "quadrant": (_later("mapping", "map_mixes"), None, options.QUADRANT),
    "calibrate": (
        _later("calibrating", "calibrate"),
        None,
        (
            ("--population", "number", {}),
            ("--seed", "number", {"help": "seed_map"}),
            options.WORKERS,
            ("--out", "file", {"help": "accepted"}),
            options.JSON,
        ),
    ),
    "bench": (
        _later("speed", "bench"),
        None,
        (("--yardstick", "module", {}), ("--picture", "file", {}), options.JSON),
    ),
}
"""Every command: its function, its argument (and whether it is needed) and its options."""
_GROUPS: dict[str, _Commands] = {
    "workshop": {
        "check": (_later("workshops", "check_pack"), ("pack", True), (options.JSON,)),
        "print": (_later("workshops", "print_pack"), ("pack", True), options.PRINT),
    },
    "pilot": {
        "readiness": (_later("choosing", "readiness"), ("organisation", True), options.READINESS),
        "choose": (_later("choosing", "choose"), ("organisation", True), options.CHOOSE),
        "new": (_later("piloting", "new"), ("organisation", True), options.NEW),
        "show": (_later("piloting", "show"), ("design", True), (options.JSON,)),
        "design": (_later("diagnosing", "diagnose"), ("design", True), options.DIAGNOSE),
        "charter": (
            _later("papers", "charter"),
            ("design", True),
            (("--out", "folder", {"help": "out_pilot"}),),
        ),
        "template": (
            _later("papers", "template"),
            ("design", True),
            (("--out", "file", {"help": "sheet_file"}), options.OVERWRITE),
        ),
        "read": (_later("papers", "read"), ("sheet", True), options.READ),
        "rollout": (_later("papers", "rollout"), ("sheet", True), options.ROLLOUT),
        "example": (
            _later("papers", "example"),
            ("example", True),
            (("--out", "folder", {"help": "out_example"}),),
        ),
        "signal": (
            _later("diagnosing", "signal"),
            ("design", True),
            (options.PILOTS, options.WORKERS, options.PICTURE, options.JSON),
        ),
    },
}
"""Commands that stand below another one."""


class Command(click.Command):
    """A command whose help pages fit the window."""

    context_class = Context


class Group(click.Group):
    """Commands below one name, in the order in which a person meets them."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a person meets them."""
        return list(self.commands)


class Program(Group):
    """The program; an input that cannot be used ends it with one sentence for each problem."""

    def __init__(self, lang: Lang, **settings: Any) -> None:
        """Remember the language in which problems are told."""
        super().__init__(**settings)
        self.lang: Lang = lang

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run, and tell problems instead of raising them."""
        speak(self.lang)
        try:
            return super().main(*args, **settings)
        except InputError as error:
            _refuse(error, self.lang)


def program(lang: Lang) -> Program:
    """Return the program with all its commands in a language."""
    made = Program(
        lang, name="simkit", help=say("command.program.help", lang), epilog=say("command.program.epilog", lang),
        options_metavar="", subcommand_metavar=say("command.program.command", lang),
        params=[_version(lang), _language(lang)],
    )  # fmt: skip
    for name, (function, argument, options) in _COMMANDS.items():
        made.add_command(_command(name, partial(function, lang=lang), argument, options, lang))
    for name, commands in _GROUPS.items():
        made.add_command(_group(name, commands, lang))
    return made


def _group(name: str, commands: _Commands, lang: Lang) -> Group:
    """Return the commands below one name; their texts stand below its own."""
    help, short = (say(f"command.{name}.{part}", lang) for part in ("help", "short"))
    made = Group(
        name, help=help, short_help=short, options_metavar="", subcommand_metavar=say("command.program.command", lang),
        params=[_language(lang)],
    )  # fmt: skip
    for id, (function, argument, options) in commands.items():
        command = _command(f"{name}.{id}", partial(function, lang=lang), argument, options, lang)
        made.add_command(command, id)
    return made


def _command(
    name: str,
    function: Callable[..., None],
    argument: tuple[str, bool] | None,
    options: Sequence[Option],
    lang: Lang,
) -> Command:
    """Return one command with its texts in a language."""
    params: list[click.Parameter] = []
    if argument:
        id, needed = argument
        params.append(click.Argument([id], required=needed, metavar=say(f"command.metavar.{id}", lang)))
    params += [_option(flag, metavar, settings, lang) for flag, metavar, settings in options]
    help, short = (say(f"command.{name}.{part}", lang) for part in ("help", "short"))
    return Command(
        name.rpartition(".")[2], callback=function, params=[*params, _language(lang)], help=help, short_help=short,
        options_metavar=say("command.program.options", lang),
    )  # fmt: skip


def _option(flag: str, metavar: str, settings: dict[str, Any], lang: Lang) -> click.Option:
    """Return one option; values are taken as text and checked by the command, all at once."""
    id = flag.removeprefix("--")
    names = [flag, {"set": "levers", "json": "as_json"}.get(id, id.replace("-", "_"))]
    help = say(f"command.option.{settings.get('help', id)}", lang)
    how = {key: value for key, value in settings.items() if key != "help"}
    if metavar:
        return click.Option(names, help=help, metavar=say(f"command.metavar.{metavar}", lang), **how)
    return click.Option(names, help=help, is_flag=True, **how)


def _language(lang: Lang) -> click.Option:
    """Return ``--lang``, which took effect before parsing and is only checked here."""

    def check(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None and value not in LANGS:
            raise InputError(
                [Problem("not_allowed", "--lang", {"value": value, "expected": ", ".join(LANGS)})]
            )

    help = say("command.option.lang", lang)
    return click.Option(["--lang"], help=help, metavar="|".join(LANGS), callback=check, expose_value=False)


def _version(lang: Lang) -> click.Option:
    """Return ``--version``."""

    def tell(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        if value:
            version = import_module("simkit.engine.version").software_version()
            click.echo(say("command.program.version", lang, version=version))
            context.exit()

    help = say("command.option.version", lang)
    return click.Option(
        ["--version"], help=help, is_flag=True, is_eager=True, callback=tell, expose_value=False
    )


def _refuse(error: InputError, lang: Lang) -> NoReturn:
    """Say everything that is wrong on stderr and end."""
    sentences = [problem.sentence(lang) for problem in error.problems]
    if len(sentences) == 1:
        click.echo(say("command.error.one", lang, problem=sentences[0]), err=True)
    else:
        click.echo(say("command.error.several", lang, count=len(sentences)), err=True)
        for sentence in sentences:
            click.echo(f"  • {sentence}", err=True)
    sys.exit(BAD_INPUT)
