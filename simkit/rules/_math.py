"""``exp`` and ``log`` from nothing but IEEE + − × ÷ and shifts of bits.

A library's own functions differ between operating systems, and between plain and compiled code. These give
the same bits everywhere, called from Python or from compiled rules (both run the same compiled code), and
loops over them can be turned into vector instructions. Both are within 1 ulp of the true value (tested).
Method: argument reduction and power series, as in textbooks on elementary functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit, types
from numba.extending import intrinsic

from simkit.rules._store import kept

_MAGIC = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number, which is then in the low bits
_LOG2E = 1.4426950408889634
_LN2_HIGH = 0.6931471803691238  # ln 2 in two parts; the high one has 21 zero bits, so that k * high is exact
_LN2_LOW = 1.9082149292705877e-10
_EXPONENT, _BIAS = 52, 1023
_LOG_BITS = (1024 << 52) - 0x3FE6A09E667F3BCD  # 2**1024 without its bias, less the bits of sqrt(1/2)
_TWO_52, _TWO_52_BITS = 4503599627370496.0, 0x4330000000000000


def _bits(typing: Any, x: Any) -> Any:  # pragma: no cover - runs in the compiler
    """Return the 64 bits of a float as an integer."""
    from llvmlite import ir

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.IntType(64))

    return types.int64(types.float64), generate


def _float(typing: Any, bits: Any) -> Any:  # pragma: no cover - runs in the compiler
    """Return the float that has these 64 bits."""
    from llvmlite import ir

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), generate


bits_of_float = cast(Callable[[float], int], intrinsic(_bits))
float_of_bits = cast(Callable[[int], float], intrinsic(_float))


@kept
@njit(error_model="numpy", forceinline=True)
def exp(x: float) -> float:
    """Return e to the power of ``x``; arguments are cut to [-708, 709], where results are normal numbers.

    >>> exp(0.0), round(exp(1.0), 9), exp(-1e6) < 1e-300
    (1.0, 2.718281828, True)
    """
    x = min(709.0, max(-708.0, x))
    shifted = x * _LOG2E + _MAGIC
    k = shifted - _MAGIC
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    z = (
        r * r
    )  # 1/2!, 1/3!, … 1/13! of the series, even and odd powers apart: two short chains instead of a long one
    even = 2.08767569878681e-09 * z + 2.755731922398589e-07
    odd = 1.6059043836821613e-10 * z + 2.505210838544172e-08
    odd = odd * z + 2.7557319223985893e-06
    even = even * z + 2.48015873015873e-05
    odd = odd * z + 0.0001984126984126984
    even = even * z + 0.001388888888888889
    odd = odd * z + 0.008333333333333333
    even = even * z + 0.041666666666666664
    odd = odd * z + 0.16666666666666666
    even = even * z + 0.5
    y = 1.0 + (r + z * (even + r * odd))
    return y * float_of_bits((bits_of_float(shifted) + _BIAS) << _EXPONENT)


@kept
@njit(error_model="numpy", forceinline=True)
def log(x: float) -> float:
    """Return the natural logarithm of a positive normal number.

    >>> log(1.0), round(log(10.0), 9)
    (0.0, 2.302585093)
    """
    bits = bits_of_float(x)
    n = ((bits + _LOG_BITS) >> _EXPONENT) & 0xFFF
    k = (
        float_of_bits(n | _TWO_52_BITS) - _TWO_52
    ) - 1024.0  # n - 1024, in a way that has vector instructions
    f = (
        float_of_bits(bits - ((n - 1024) << _EXPONENT)) - 1.0
    )  # x = 2**k * (1 + f), 1 + f from sqrt(1/2) to sqrt(2)
    s = f / (2.0 + f)
    z = s * s
    p = z * 0.09523809523809523 + 0.10526315789473684  # 2/21, 2/19, … 2/3 of the series of artanh
    p = p * z + 0.11764705882352941
    p = p * z + 0.13333333333333333
    p = p * z + 0.15384615384615385
    p = p * z + 0.18181818181818182
    p = p * z + 0.2222222222222222
    p = p * z + 0.2857142857142857
    p = p * z + 0.4
    p = p * z + 0.6666666666666666
    half = 0.5 * f * f
    tail = s * (half + z * p)
    return k * _LN2_HIGH - ((half - (tail + k * _LN2_LOW)) - f)
