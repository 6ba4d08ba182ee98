/* 5 review: practice learns, consequences land, goals are set anew; gates; blockers; other teams. */
#include "rules/review.h"

#include "members.h"
#include "rules/learning.h"
#include "rules/work.h"
#include "state.h"

/* Add up what those believe who seem to do better than the practice, as far as ratings tell. */
static void add_superior(const World *w, const Team *t, int balance[DIMENSIONS]) {
    double sd = rating_sd(w->c->rater_noise, w->c->week_noise, t->levers->review_interval);
    double rated[t->people];
    memset(balance, 0, DIMENSIONS * sizeof(int));
    for (int i = 0; i < t->people; i++) rated[i] = member_luck(w, &t->members[i], STREAM_rating);
    for (int i = 0; i < t->people; i++) rated[i] = noise(rated[i], sd);
    for (int i = 0; i < t->people; i++) {
        const Member *m = &t->members[i];
        if (m->knowledge + rated[i] > t->practice_knowledge)
            for (int d = 0; d < DIMENSIONS; d++) balance[d] += m->beliefs[d];
    }
}

/* Let practice learn from its best members and from the lessons of failures (March 1991). */
static void retrospective(const World *w, Team *t) {
    int balance[DIMENSIONS];
    double rate = t->terms.coaching;
    add_superior(w, t, balance);
    for (int d = 0; d < DIMENSIONS; d++) {
        if (balance[d]) {
            double u = drawn(t->practice_keys[d], w->now);
            t->practice[d] = (int8_t)practice_learns(t->practice[d], balance[d], rate, u);
        }
        if (t->lessons[d] && luck(w, STREAM_lessons, dimension_seat(t, d), w->now) < rate)
            t->practice[d] = t->lessons[d];
        t->lessons[d] = 0;
    }
    recount_practice(t);
}

/* Count the consequences that everybody in the team sees at the review. */
static void pool_verdicts(Team *t) {
    t->forgiven = t->punished = t->excused = t->sanctioned = 0;
    for (int i = 0; i < t->people; i++) {
        const Member *m = &t->members[i];
        t->forgiven += m->forgiven;
        t->punished += m->punished;
        t->excused += m->excused;
        t->sanctioned += m->sanctioned;
    }
}

/* Update beliefs about consequences: from one's own failures and, more weakly, from others'. */
static void hear_verdicts(const World *w, const Team *t, Member *m) {
    const Constants *c = w->c;
    double gain = c->trust_gain, loss = c->trust_gain * c->loss_aversion, part = c->witness_share;
    m->trust = safety_after(m->trust, m->forgiven, m->punished, gain, loss);
    m->trust =
        safety_after(m->trust, t->forgiven - m->forgiven, t->punished - m->punished, gain * part, loss * part);
    feel(t, m);
    m->leniency = safety_after(m->leniency, m->excused, m->sanctioned, gain, loss);
    m->leniency =
        safety_after(m->leniency, t->excused - m->excused, t->sanctioned - m->sanctioned, gain * part, loss * part);
}

/* Set the output target anew, from the last period or from what the market now allows. */
static void set_goals(const World *w, Team *t) {
    const Levers *l = t->levers;
    double allows = t->capacity * (1.0 - t->plan_explore) * fit(t->practice_knowledge, w->c->fit_floor);
    t->target = goal_after(t->target, t->achieved, allows, l->goal_cocreation, l->goal_stretch, l->goal_realignment);
    t->gap_seen = gap_of(t);
    t->theme_seen = theme_gap_of(w, t);
}

static void hold_review(const World *w, Team *t) {
    retrospective(w, t);
    pool_verdicts(t);
    for (int i = 0; i < t->people; i++) {
        hear_verdicts(w, t, &t->members[i]);
        forget(&t->members[i]);
    }
    set_goals(w, t);
    record(t, COLUMN_effort_gap, mean_effort(t) - t->effort_first);
    record(t, COLUMN_reviews, 1.0);
}

/* Remove open blockers, each with a chance that grows with the hours spent on them. */
static void clear_blockers(const World *w, Team *t) {
    int removed = 0;
    double chance = t->terms.clearing[t->blockers];
    for (int k = 0; k < t->blockers; k++) removed += team_luck(w, t, STREAM_unblock0 + k) < chance;
    t->blockers -= removed;
    record(t, COLUMN_blockers_removed, removed);
}

/* The team that a team is in touch with this quarter: highest random weight (Thaler & Ravishankar 1998). */
static int partner_of(const World *w, Team *t) {
    int quarter = (int)floor(w->week / 13.0);
    if (t->partner_quarter == quarter) return t->partner;
    double highest = -1.0;
    for (int i = 0; i < w->n_teams; i++) {
        if (&w->teams[i] == t) continue;
        double u = luck(w, STREAM_partner_team, t->seat ^ w->teams[i].profile->key, quarter);
        if (u > highest) {
            t->partner = i;
            highest = u;
        }
    }
    t->partner_quarter = quarter;
    return t->partner;
}

/* Be in contact with another team, and take over one shared practice if it does better. */
static void meet(const World *w, Team *t, Team *partner) {
    t->last_contact = partner->last_contact = w->week;
    if (partner->shared_before <= t->shared_before) return;
    int d = (int)(team_luck(w, t, STREAM_contact_dimension) * SHARED);
    if (t->practice[d] == partner->practice_before[d]) return;
    t->practice[d] = partner->practice_before[d];
    recount_practice(t);
    record(t, COLUMN_cross_lessons, 1.0);
}

/* Bring in a practice that another team does better, and outside partners. */
static void coordinate(World *w, Team *t) {
    double chance = t->terms.contact;
    if (w->n_teams > 1) {
        record(t, COLUMN_cross_help, t->terms.share);
        if (team_luck(w, t, STREAM_contact) < chance) meet(w, t, &w->teams[partner_of(w, t)]);
    }
    if (t->partners < PARTNERS && team_luck(w, t, STREAM_partner) < chance) t->partners++;
    if (t->partners && team_luck(w, t, STREAM_partner_end) < t->partners / w->c->partner_stay) t->partners--;
}

/* Gates are decided at reviews, at the latest by the next gate meeting. */
void review(World *w) {
    for (int i = 0; i < w->n_teams; i++) {
        Team *t = &w->teams[i];
        bool due = ++t->since_review >= t->levers->review_interval;
        if (due) {
            hold_review(w, t);
            t->since_review = 0;
        }
        if (due || w->gate_meeting) hold_gates(w, t);
        clear_blockers(w, t);
        coordinate(w, t);
    }
}
