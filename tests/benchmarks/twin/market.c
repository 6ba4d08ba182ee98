/* 1 market: regimes change, reality flips, opportunities are renewed, blockers arise, shocks land. */
#include "rules/market.h"

#include "state.h"

/* Recount how well practice fits reality, over all and over the shared dimensions. */
void recount_practice(Team *t) {
    int right = 0, shared = 0;
    for (int d = 0; d < DIMENSIONS; d++) {
        int match = t->practice[d] * t->reality[d];
        right += match;
        if (d < SHARED) shared += match;
    }
    t->practice_knowledge = right / (double)DIMENSIONS;
    t->shared_knowledge = shared / (double)SHARED;
}

/* Reality flipped somewhere: what people and practice know is worth that much less. */
static void relearn(Team *t) {
    for (int i = 0; i < t->people; i++) learn(t, &t->members[i]);
    recount_practice(t);
}

static void adopt_next(const World *w, Team *t) {
    if (t->adopted >= t->profile->adoptions) return;
    const Adoption *next = &w->plan->timetable[t->profile->first_adoption + t->adopted];
    if (next->week != w->week) return;
    t->adopted++;
    adopt(w, t, next->regime);
}

/* Empty the books, remember what others may copy this week, and change regimes. */
static void open_week(const World *w, Team *t, double *row) {
    t->books = row ? row : t->scratch;
    memset(t->books, 0, COLUMNS * sizeof(double));
    memcpy(t->practice_before, t->practice, sizeof t->practice);
    t->shared_before = t->shared_knowledge;
    if (w->week >= 1) adopt_next(w, t);
}

/* Draw which shared dimensions flip for all teams. */
static int flip_shared(const World *w, bool flipped[SHARED]) {
    double shift = 0.0;
    for (int k = 0; k < w->n_landing; k++)
        if (w->landing[k]->kind == MARKET_SHIFT && w->landing[k]->team < 0) shift = most(shift, w->landing[k]->size);
    int n = 0;
    for (int d = 0; d < SHARED; d++) {
        flipped[d] = drawn(w->company_flip[d], w->now) < w->flip_chance ||
                     (shift > 0.0 && drawn(w->company_shift[d], w->now) < shift);
        n += flipped[d];
    }
    return n;
}

static void meet_market(const World *w, Team *t, const bool flipped[SHARED], int n) {
    for (int d = 0; d < SHARED; d++)
        if (flipped[d]) t->reality[d] = -t->reality[d];
    for (int d = SHARED; d < DIMENSIONS; d++)
        if (drawn(t->flips[d], w->now) < t->flip) {
            t->reality[d] = -t->reality[d];
            n++;
        }
    if (n) relearn(t);
    for (int k = 0; k < OPPORTUNITIES; k++)
        if (drawn(t->opportunities[k].renewal, w->now) < t->renewal) renew(w, t, &t->opportunities[k]);
    if (t->blockers < BLOCKERS && team_luck(w, t, STREAM_blocker) < w->c->blocker_rate) t->blockers++;
}

/* The market shifts: reality flips, and projects that are under way rest on wrong ideas from now on. */
static void shift_market(const World *w, Team *t, double size) {
    int n = 0;
    for (int d = SHARED; d < DIMENSIONS; d++)
        if (luck(w, STREAM_shift, dimension_seat(t, d), w->now) < size) {
            t->reality[d] = -t->reality[d];
            n++;
        }
    if (n) relearn(t);
    for (int k = 0; k < OPPORTUNITIES; k++) {
        Opportunity *o = &t->opportunities[k];
        if (luck(w, STREAM_shift, seat_of(t->profile->key, 50000 + (uint64_t)k), w->now) >= size) continue;
        for (int j = 0; j < t->n_projects; j++) {
            Project *p = &t->projects[j];
            if (p->opportunity == o && p->vintage == o->vintage) p->sound = false;
        }
        renew(w, t, o);
    }
}

static void lose_key_person(const World *w, Team *t) {
    Member *best = t->members;
    for (int i = 1; i < t->people; i++)
        if (t->members[i].skill > best->skill) best = &t->members[i];
    leave(w, t, best);
}

static void cut_budget(const World *w, Team *t, double size, int64_t weeks) {
    t->cuts[t->n_cuts++] = (Cut){(int)(w->week + weeks), 1.0 - size};
}

/* Let the shocks of one kind land on a team: of several, the largest size and the longest time. */
static void land(const World *w, Team *t, int kind, double u) {
    double size = -1.0;
    int64_t weeks = 0;
    for (int k = 0; k < w->n_landing; k++) {
        const Shock *shock = w->landing[k];
        if (shock->kind != kind || (shock->team >= 0 && &w->teams[shock->team] != t)) continue;
        size = most(size, shock->size);
        weeks = shock->weeks > weeks ? shock->weeks : weeks;
    }
    if (u < w->shock_chance) {
        size = most(size, USUAL_SIZE);
        weeks = USUAL_WEEKS > weeks ? USUAL_WEEKS : weeks;
    }
    if (size < 0.0) return;
    if (kind == MARKET_SHIFT) shift_market(w, t, size);
    else if (kind == BUDGET_CUT) cut_budget(w, t, size, weeks);
    else lose_key_person(w, t);
}

static void find_landing(World *w) {
    w->n_landing = 0;
    for (int64_t k = 0; k < w->plan->shocks; k++)
        if (w->plan->events[k].week == w->week) w->landing[w->n_landing++] = &w->plan->events[k];
}

/* rows: this week's record, a row of columns for each team; NULL in the burn-in, which leaves none. */
void market(World *w, double *rows) {
    bool flipped[SHARED];
    for (int i = 0; i < w->n_teams; i++) open_week(w, &w->teams[i], rows ? rows + i * COLUMNS : NULL);
    find_landing(w);
    int n = flip_shared(w, flipped);
    for (int i = 0; i < w->n_teams; i++) meet_market(w, &w->teams[i], flipped, n);
    double cut = drawn(w->cut_week, w->now);
    for (int i = 0; i < w->n_teams; i++) {
        Team *t = &w->teams[i];
        land(w, t, MARKET_SHIFT, team_luck(w, t, STREAM_shift_week));
        land(w, t, BUDGET_CUT, cut);
        land(w, t, KEY_PERSON_LOSS, team_luck(w, t, STREAM_key_person_week));
    }
}
