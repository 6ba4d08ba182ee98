"""What the C twin takes over from the package's declarations: names and sizes, written as a header."""

from __future__ import annotations

from collections.abc import Iterable

from simkit.constants import CONSTANTS
from simkit.engine import state
from simkit.levers import LEVER_IDS
from simkit.metrics import COLUMNS, QUARTER
from simkit.scenario import Shock

STREAMS = (
    "reality", "code", "belief", "skill", "drive", "phase", "quality", "size", "class", "sound", "lead",
    "trial", "option", "execution", "outcome", "seen", "judged", "tolerated", "lesson", "dimension", "notice",
    "notice_dimension", "copy", "copy_dimension", "align", "align_dimension", "rating", "exit",
    "blocker", "contact", "contact_dimension", "partner", "partner_end", "partner_team", "shift_week",
    "key_person_week", "cut_week", "unblock0", "unblock1", "unblock2", "unblock3", "unblock4", "unblock5",
    "flip", "shift", "practice", "lessons", "renewal", "audit",
    "stage_execution", "evidence", "stage_seen", "stage_judged", "stage_tolerated",
)  # fmt: skip
"""Every stream of luck; those of the blockers stand in order."""

_USUAL = Shock(week=1, kind="budget_cut")
_SIZES = {
    "DIMENSIONS": state.DIMENSIONS,
    "SHARED": state.SHARED,
    "OPPORTUNITIES": state.OPPORTUNITIES,
    "STAGES": state.STAGES,
    "BLOCKERS": state.BLOCKERS,
    "PARTNERS": state.PARTNERS,
    "NEVER": f"({state.NEVER})",
    "BURN_IN": state.BURN_IN,
    "INNOVATOR": state.INNOVATOR,
    "QUARTER": QUARTER,
    "USUAL_SIZE": _USUAL.size,
    "USUAL_WEEKS": _USUAL.weeks,
}


def header() -> str:
    """Return the text of ``names.h``: sizes, the constants and levers as structs, columns and streams numbered.

    >>> "COLUMN_weeks, COLUMN_people," in header()
    True
    """
    sizes = "".join(f"#define {name} {value}\n" for name, value in _SIZES.items())
    return sizes + "\n".join(
        (
            _struct("Constants", CONSTANTS),
            _struct("Levers", LEVER_IDS),
            _numbered("COLUMN", COLUMNS),
            _numbered("STREAM", STREAMS),
        )
    )


def _struct(name: str, fields: Iterable[str]) -> str:
    """Return a struct of doubles."""
    return f"typedef struct {{ double {', '.join(fields)}; }} {name};\n"


def _numbered(kind: str, names: Iterable[str]) -> str:
    """Return an enumeration that ends with how many there are."""
    return f"enum {{ {', '.join(f'{kind}_{name}' for name in names)}, {kind}S }};\n"
