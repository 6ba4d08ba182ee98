"""The command line: every command is one public function of simkit, asked for and shown in words."""

from __future__ import annotations

import os
import sys

from simkit.cli.language import language
from simkit.cli.program import program

__all__ = ["language", "main", "program"]


def main() -> None:
    """Run ``simkit`` on the arguments of this process; the entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a terminal's encoding lacks becomes "?", not an error
            stream.reconfigure(errors="replace")  # pyright: ignore[reportAttributeAccessIssue]
    program(language(sys.argv[1:], os.environ)).main(prog_name="simkit")
