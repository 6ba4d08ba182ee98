"""Share codes: a scenario file in one word that can be sent in a chat or written on a wall.

A code is ``simkit1-`` and, in the alphabet of addresses, a check of what follows, a check of what it means, and
the file's table, squeezed with the words that such files are full of. ``WORDS`` belongs to the format: it never
changes, or codes of earlier days could not be read; what it lacks is spelt out.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, cast

from simkit.presets.reading import Table
from simkit.presets.refusals import refuse_settings
from simkit.regime import Regime
from simkit.scenario import ALL_TEAMS, Scenario

START = "simkit1-"
_ANY = re.compile(r"simkit(\d+)-.*", re.DOTALL)
_CHECK = 3
"""Bytes of each of the two checks: one damaged code in 16 million passes the first, then fails to be read."""
_MOST = 4_000_000
"""Bytes that a code may unfold to; 400 teams with every field take less than a tenth."""
# fmt: off
WORDS = (
    '"teams":[{"name":","function":"functional"rnd"marketing"sales"production"service"product","people":'
    ',"certainty":,"team_type":,"review_interval":26,"attrition":,"kpi_attainment":,"workload":,"felt_safety":,"engagement":,"key":"'
    '"constants":{"market_shift"key_person_loss"budget_cut"shocks":[{"week":,"kind":","size":0.,"weeks":26}'
    ',"changes":[{"week":,"regime":{"name":"before":"assignments":[{"team":"'
    '"G1"G2"G3"group"manufacturer"strategic_project"agile_team"traditional_department'
    ',"tools":["kpi","kpi_floor","stage_gate","points","okr","peer_review_360"]'
    ',"weight_vitality":0.,"weight_capability":0.,"weight_customer":0.,"weight_financial":0.,"gate_strictness":0.'
    ',"gate_criterion":0.,"learning_focus":0.,"coaching_share":0.,"result_contingency":0.,"alignment":0.,"transparency":0.'
    ',"kpi_floor":0.,"goal_realignment":0.,"goal_stretch":0.,"goal_cocreation":0.,"peer_review":0.,"suggestion_points":0.'
    ',"bonus_size":0.,"patience_efficiency":,"patience_strategic":,"budget_tilt":0.,"innovation_budget":0.'
    ',"tolerance_execution":0.,"review_minutes":,"share":0.,"certainty":,"shock_rate":0.'
    ',"tolerance_exploratory":0.,"share_individual":0.,"share_team":0.,"share_pool":0.,"share_points":0.'
    '{"name":"own-traditional","base":"traditional","levers":{"review_interval":'
    '{"name":"own-innovation","base":"innovation","levers":{"review_interval":'
    '{"organisation":"product-company","market":{"certainty":,"regimes":["traditional","innovation"'
    '}}],"weeks":156,"worlds":200,"seed":0}'
)
# fmt: on


def is_code(text: str) -> bool:
    """Return whether a text looks like a share code, of whatever version.

    >>> is_code("simkit1-abc"), is_code("simkit2-abc"), is_code("product-company"), is_code("simkit1-abc.toml")
    (True, True, False, False)
    """
    return _ANY.fullmatch(text.strip()) is not None and not text.lower().rstrip().endswith(".toml")


def code_of(table: Table, meaning: bytes) -> str:
    """Return the code of a scenario file's table; ``meaning`` is what ``digest`` returns for it."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, WORDS.encode())
    body = meaning + press.compress(text) + press.flush()
    return START + urlsafe_b64encode(_check(body) + body).decode().rstrip("=")


def table_of(code: str) -> tuple[Table, bytes]:
    """Return the table in a code and its meaning; raise ``InputError`` for anything but a whole code."""
    text = re.sub(r"\s+", "", code)
    version = _ANY.fullmatch(text)
    if not version:
        raise refuse_settings("not_a_code", value=short(text) if text else "–")
    if not text.startswith(START):
        raise refuse_settings("other_code", short(text), value=version[1])
    try:
        data = urlsafe_b64decode(text.removeprefix(START) + "===")
        table = json.loads(_unpressed(data), parse_constant=_no_number)
        if not isinstance(table, dict):
            raise ValueError
    except (ValueError, zlib.error, RecursionError):
        raise refuse_settings("broken_code", short(text)) from None
    return cast(Table, table), data[_CHECK : 2 * _CHECK]


def short(code: str) -> str:
    """Return the beginning of a code, by which a person recognises it.

    >>> short("simkit1-abcdefghijklmnopqrstuvw")
    'simkit1-abcdefgh…'
    """
    return code if len(code) <= 17 else code[:16] + "…"


def digest(scenario: Scenario, regimes: Sequence[Regime], worlds: int | None, seed: int) -> bytes:
    """Return a check of everything that is computed, the same in every language.

    It shows whether a code still means the same where named regimes or example teams were declared anew since.
    """
    teams = scenario.organisation.teams
    places = {team.name: place for place, team in enumerate(teams)} | {ALL_TEAMS: -1}
    facts = [
        [[team.luck, *team.model_dump(exclude={"name", "key"}).values()] for team in teams],
        list(scenario.organisation.market.model_dump().values()),
        [_facts(item) for item in regimes],
        sorted((places[name], _facts(item)) for name, item in scenario.regimes.items()),
        [(item.week, places[item.team], _facts(item.regime)) for item in scenario.changes],
        [(item.week, places[item.team], item.kind, item.size, item.weeks) for item in scenario.shocks],
        _facts(scenario.before) if scenario.before else [],
        [scenario.weeks, worlds, seed],
    ]
    return _check(json.dumps(facts).encode())


def _facts(regime: Regime) -> list[Any]:
    """Return what makes a regime."""
    return [regime.name, *regime.values, *regime.tools]


def _check(data: bytes) -> bytes:
    """Return a check of some bytes."""
    return blake2b(data, digest_size=_CHECK).digest()


def _unpressed(data: bytes) -> bytes:
    """Return the text in the bytes of a code, or raise ``ValueError`` or ``zlib.error``."""
    if len(data) <= 2 * _CHECK or _check(data[_CHECK:]) != data[:_CHECK]:
        raise ValueError
    unpress = zlib.decompressobj(-zlib.MAX_WBITS, WORDS.encode())
    text = unpress.decompress(data[2 * _CHECK :], _MOST)
    if not unpress.eof or unpress.unused_data:
        raise ValueError
    return text


def _no_number(name: str) -> Mapping[str, Any]:
    """Refuse what JSON has for infinity and for no number."""
    raise ValueError(name)
