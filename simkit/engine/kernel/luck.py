"""Luck in compiled code: the same numbers as ``simkit.engine.draws``, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.engine.draws import GOLDEN, M1, M2
from simkit.engine.kernel.compiled import inlined, part
from simkit.engine.kernel.layout import FLIPS, RENEWALS, TEAM_DRAWS, lanes
from simkit.engine.kernel.streams import (
    ALIGN,
    ALIGN_DIMENSION,
    COPY,
    EXIT,
    FLIP,
    NOTICE,
    NOTICE_DIMENSION,
    RATING,
    RENEWAL,
    STREAM_KEYS,
    TEAM_WEEKLY,
    TRIAL,
)  # fmt: skip
from simkit.engine.state import DIMENSIONS, OPPORTUNITIES, SHARED
from simkit.rules._math import float_of_bits

_GOLDEN, _M1, _M2 = np.uint64(GOLDEN), np.uint64(M1), np.uint64(M2)
_30, _27, _31, _12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_ONE = np.uint64(0x3FF0000000000000)  # the bits of 1.0
_HALF_STEP = 2.0**-53


@inlined
def mixed(x: Any) -> Any:
    """Return the splitmix64 finaliser of a 64-bit integer, as ``draws.mixed``."""
    x = x + _GOLDEN
    x = (x ^ (x >> _30)) * _M1
    x = (x ^ (x >> _27)) * _M2
    return x ^ (x >> _31)


@inlined
def unit(h: Any) -> float:
    """Return the number in (0, 1) that belongs to a mixed key: its upper 52 bits and a half, as a fraction."""
    bits: Any = np.int64((h >> _12) | _ONE)
    return (float_of_bits(bits) - 1.0) + _HALF_STEP


@inlined
def dimension(h: Any) -> Any:
    """Return the dimension that a mixed key picks; its type tells the compiler that it is no place from the end."""
    return np.uint64(np.int64(unit(h) * DIMENSIONS))


@inlined
def drawn(w: Any, stream: int, seat: Any, week: Any) -> float:
    """Return the number of a stream for a seat and a week (or whatever else the luck hangs on)."""
    return unit(mixed(mixed(w.streams[stream] ^ seat) ^ np.uint64(week)))


@inlined
def this_week(w: Any, stream: int, seat: Any) -> float:
    """Return this week's number of a stream for a seat."""
    return drawn(w, stream, seat, w.now)


@part
def open_streams(w: Any, seed_key: Any, replication: int) -> None:
    """Fix the luck of a world."""
    w.key = mixed(seed_key ^ np.uint64(replication))
    for stream in range(len(STREAM_KEYS)):
        w.streams[stream] = mixed(w.key ^ STREAM_KEYS[stream])


@inlined
def keys_of(w: Any, stream: int, seats: Any, keys: Any) -> None:
    """Mix a stream's key with several seats, so that a week's number takes only one more step."""
    start = w.streams[stream]
    for k in range(len(seats)):
        keys[k] = mixed(start ^ seats[k])


@part
def seat_people(w: Any, b: Any) -> None:
    """Prepare the streams that a block's people use every week."""
    keys_of(w, TRIAL, b.seats, b.trial_keys)
    keys_of(w, NOTICE, b.seats, b.notice_keys)
    keys_of(w, COPY, b.seats, b.copy_keys)
    keys_of(w, ALIGN, b.seats, b.align_keys)
    keys_of(w, EXIT, b.seats, b.exit_keys)
    keys_of(w, NOTICE_DIMENSION, b.seats, b.notice_dimension_keys)
    keys_of(w, ALIGN_DIMENSION, b.seats, b.align_dimension_keys)
    keys_of(w, RATING, b.seats, b.rating_keys)


@part
def seat_team(w: Any, t: Any) -> None:
    """Prepare what a team draws every week."""
    for stream in range(len(TEAM_WEEKLY)):
        t.week_keys[stream] = mixed(w.streams[stream] ^ t.seat)
    for d in range(SHARED, DIMENSIONS):
        t.week_keys[FLIPS + d - SHARED] = mixed(w.streams[FLIP] ^ t.dimension_seats[d])
    for o in range(OPPORTUNITIES):
        t.week_keys[RENEWALS + o] = mixed(w.streams[RENEWAL] ^ t.luck_seats[o])


@inlined
def draw_team(w: Any, t: Any) -> None:
    """Draw this week's numbers of a team."""
    now = w.now
    for k in range(TEAM_DRAWS):
        t.week_luck[k] = unit(mixed(t.week_keys[k] ^ now))


@inlined
def draw_week(w: Any, b: Any) -> None:
    """Draw this week's numbers of a block's people."""
    now = w.now
    for k in range(lanes(b)):
        b.trial_luck[k] = unit(mixed(b.trial_keys[k] ^ now))
        b.notice_luck[k] = unit(mixed(b.notice_keys[k] ^ now))
        b.copy_luck[k] = unit(mixed(b.copy_keys[k] ^ now))
        b.align_luck[k] = unit(mixed(b.align_keys[k] ^ now))
        b.exit_luck[k] = unit(mixed(b.exit_keys[k] ^ now))
