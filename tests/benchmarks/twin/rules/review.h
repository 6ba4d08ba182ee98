/* What the manager sees, how failures are judged, how goals are set anew: simkit/rules/review.py. */
#ifndef REVIEW_H
#define REVIEW_H

#include "arithmetic.h"

static inline double rating_sd(double rater_noise, double week_noise, double weeks) {
    return sqrt(rater_noise * rater_noise + week_noise * week_noise / weeks);
}

static inline double noise(double u, double sd) { return sd * 0.5513288954217921 * logarithm(u / (1.0 - u)); }

static inline double misjudged(double contact, double scale, double blame) {
    return blame * exponential(-contact / scale);
}

static inline double excused(double contact, double scale, double blame) {
    return (1.0 - blame) * exponential(-contact / scale);
}

static inline double expected_safety(double tolerated, double gain, double loss) {
    double up = gain * tolerated, down = loss * (1.0 - tolerated);
    return up / (up + down);
}

static inline double goal_after(double target, double achieved, double market, double cocreation, double stretch,
                                double realignment) {
    double ratchet = most(target / (1.0 + stretch), achieved);
    double read = (cocreation * market + (1.0 - cocreation) * ratchet) * (1.0 + stretch);
    return target + realignment * (read - target);
}

static inline double review_hours(double minutes, double peer, double setup) {
    return minutes / 60.0 * (1.0 + peer) + setup;
}

static inline double review_held(double hours, double load) {
    return load > 0.0 ? least(1.0, hours / load) : 1.0;
}

static inline double coaching_hours(double share, double hours, double review) {
    return share * most(0.0, hours - review);
}

static inline double manager_output(double hours, double review, double coaching, double fitness) {
    return most(0.0, hours - review - coaching) / 40.0 * fitness;
}

#endif
