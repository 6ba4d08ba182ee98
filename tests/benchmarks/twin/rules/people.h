/* Beliefs about consequences, motives, and why people leave: simkit/rules/people.py. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "arithmetic.h"

static inline double safety_after(double safety, int forgiven, int punished, double gain, double loss) {
    double up = forgiven * gain, down = punished * loss, kept = 1.0;
    for (int k = 0; k < forgiven; k++) kept *= 1.0 - gain;
    for (int k = 0; k < punished; k++) kept *= 1.0 - loss;
    return up + down == 0.0 ? safety : safety + (1.0 - kept) * (up / (up + down) - safety);
}

static inline double felt(double belief, double openness) {
    return belief * openness / (belief * openness + 1.0 - belief);
}

static inline double openness(double survey, double belief) {
    double said = least(0.98, most(0.02, survey)), held = least(0.98, most(0.02, belief));
    return (said / (1.0 - said)) / (held / (1.0 - held));
}

static inline double control_felt(double stake, double coaching, double nearness) {
    return stake * (1.0 - coaching) * nearness;
}

static inline double climate(double cocreation, double control, double recognition) {
    return (cocreation + (1.0 - control) + recognition) / 3.0;
}

static inline double engagement_level(double intrinsic, double safety, double overload) {
    return (intrinsic + safety + (1.0 - overload)) / 3.0;
}

static inline double exit_chance(double attrition, double engagement, double start, double response) {
    return least(1.0, attrition / 52.0 * exponential(response * (start - engagement)));
}

static inline double skill_after(double skill, double worked, double coached, double rate, double coach_skill) {
    return skill + rate * worked * (1.0 + coach_skill * coached - skill);
}

#endif
