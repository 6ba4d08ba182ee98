/* What all rules share: exp and log from IEEE + - * / alone, the host's min and max, and luck. */
#ifndef ARITHMETIC_H
#define ARITHMETIC_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* min(a, b) and max(a, b) as the host has them: of two equal numbers, the first. */
static inline double least(double a, double b) { return b < a ? b : a; }
static inline double most(double a, double b) { return b > a ? b : a; }
static inline double within_unit(double x) { return least(1.0, most(0.0, x)); }

static inline uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double float_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static const double MAGIC = 6755399441055744.0; /* 1.5 * 2**52: adding it rounds to a whole number */
static const double LOG2E = 1.4426950408889634;
static const double LN2_HIGH = 0.6931471803691238;
static const double LN2_LOW = 1.9082149292705877e-10;

static inline double exponential(double x) {
    x = least(709.0, most(-708.0, x));
    double shifted = x * LOG2E + MAGIC;
    double k = shifted - MAGIC;
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double z = r * r;
    double even = 2.08767569878681e-09 * z + 2.755731922398589e-07;
    double odd = 1.6059043836821613e-10 * z + 2.505210838544172e-08;
    odd = odd * z + 2.7557319223985893e-06;
    even = even * z + 2.48015873015873e-05;
    odd = odd * z + 0.0001984126984126984;
    even = even * z + 0.001388888888888889;
    odd = odd * z + 0.008333333333333333;
    even = even * z + 0.041666666666666664;
    odd = odd * z + 0.16666666666666666;
    even = even * z + 0.5;
    double y = 1.0 + (r + z * (even + r * odd));
    return y * float_of((bits_of(shifted) + 1023) << 52);
}

static inline double logarithm(double x) {
    int64_t k = (int64_t)(bits_of(x) - 0x3FE6A09E667F3BCDULL) >> 52;
    double f = float_of(bits_of(x) - ((uint64_t)k << 52)) - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double p = z * 0.09523809523809523 + 0.10526315789473684;
    p = p * z + 0.11764705882352941;
    p = p * z + 0.13333333333333333;
    p = p * z + 0.15384615384615385;
    p = p * z + 0.18181818181818182;
    p = p * z + 0.2222222222222222;
    p = p * z + 0.2857142857142857;
    p = p * z + 0.4;
    p = p * z + 0.6666666666666666;
    double half = 0.5 * f * f;
    double tail = s * (half + z * p);
    return (double)k * LN2_HIGH - ((half - (tail + (double)k * LN2_LOW)) - f);
}

/* a // b for floats: the largest whole number not above the exact quotient. */
static inline double floor_divided(double a, double b) {
    double rest = fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0.0 && (b < 0.0) != (rest < 0.0)) quotient -= 1.0;
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

/* The finaliser of splitmix64 (Steele, Lea & Flood 2014). */
static inline uint64_t mixed(uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

/* The number that a stream at a seat (mixed to one key) gives in a week; weeks before 0 wrap. */
static inline double drawn(uint64_t key, int64_t week) {
    return ((double)(int64_t)(mixed(key ^ (uint64_t)week) >> 12) + 0.5) * 0x1p-52;
}

/* The key of a numbered place in a team, from the team's own key. */
static inline uint64_t seat_of(uint64_t team, uint64_t number) { return mixed(team ^ mixed(number)); }

#endif
