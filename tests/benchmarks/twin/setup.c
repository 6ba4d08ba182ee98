/* How a world begins: the market, the first people, and a look back on the regime that they come from. */
#include "members.h"
#include "rules/market.h"
#include "rules/projects.h"
#include "rules/review.h"
#include "rules/work.h"
#include "state.h"

/* What somebody holds of one dimension who knows a share of them: right, wrong or nothing. */
static int held(int reality, double known, double u) {
    double wrong = known + (1.0 - known) / 2.0;
    return u < known ? reality : u < wrong ? -reality : 0;
}

/* Bring what a person brings along: beliefs, skill and drive, the same in every regime. */
void arrive(const World *w, Team *t, Member *m, double known, double skill) {
    uint64_t key = key_at(w, STREAM_belief, m->seat);
    for (int d = 0; d < DIMENSIONS; d++) {
        double u = drawn(key, (int64_t)m->generation * DIMENSIONS + d);
        m->beliefs[d] = (int8_t)held(t->reality[d], known, u);
    }
    double spread = w->c->people_spread;
    m->skill = skill + spread * (2.0 * luck(w, STREAM_skill, m->seat, m->generation) - 1.0);
    m->drive = spread * (2.0 * luck(w, STREAM_drive, m->seat, m->generation) - 1.0);
    m->estimate = success_belief(0.0, 0.0);
    m->last_trial = NEVER;
    m->project_time = 0.0;
    learn(t, m);
}

static void take_seat(const World *w, Team *t, Member *m, int number) {
    memset(m, 0, sizeof *m);
    m->seat = seat_of(t->profile->key, (uint64_t)number);
    for (int k = 0; k < MEMBER_STREAMS; k++) m->keys[k] = key_at(w, MEMBER_STREAM + k, m->seat);
    arrive(w, t, m, w->c->start_known, 1.0);
    m->trust = m->safety = m->leniency = m->intrinsic = m->engagement = 0.5;
    m->care = 1.0;
}

/* Draw the team's own part of reality, and what practice holds of all of it. */
static void first_market(const World *w, Team *t) {
    uint64_t place = seat_of(t->profile->key, 30000);
    for (int d = 0; d < DIMENSIONS; d++) {
        int own = luck(w, STREAM_reality, place, d) < 0.5 ? 1 : -1;
        t->reality[d] = d < SHARED ? w->shared_reality[d] : (int8_t)own;
        t->practice[d] = (int8_t)held(t->reality[d], w->c->start_known, luck(w, STREAM_code, place, d));
        t->flips[d] = key_at(w, STREAM_flip, dimension_seat(t, d));
        t->practice_keys[d] = key_at(w, STREAM_practice, dimension_seat(t, d));
        t->lessons[d] = 0;
    }
    memcpy(t->practice_before, t->practice, sizeof t->practice);
}

/* Give people the beliefs and motives that the former regime leads to in the long run. */
static void first_beliefs(const World *w, Team *t) {
    double gain = w->c->trust_gain, loss = gain * w->c->loss_aversion;
    double explored = t->levers->tolerance_exploratory, careless = t->levers->tolerance_execution;
    double forgiven = explored + t->terms.misjudges * (careless - explored);
    double excusing = careless + t->terms.excuses * (explored - careless);
    for (int i = 0; i < t->people; i++) {
        Member *m = &t->members[i];
        m->trust = expected_safety(forgiven, gain, loss);
        m->leniency = expected_safety(excusing, gain, loss);
        feel(t, m);
        m->intrinsic = motivation(t, m);
        m->engagement = mood(t, m, 0.0);
    }
    average_people(t);
}

/* Put a first week together under the former regime; the burn-in does the rest. */
static void look_back(const World *w, Team *t) {
    t->openness = 1.0;
    t->spirit = 0.0;
    t->blockers = 1;
    t->shared_before = 0.0;
    recount_practice(t);
    t->mean_trust = t->mean_leniency = t->start_engagement = 0.5;
    t->target = t->achieved = t->gap_seen = t->theme_seen = t->start_output = 0.0;
    t->theme_rate = t->own_experiments = 1.0;
    adopt(w, t, t->profile->before);
    plan_week(w, t, t->levers->review_interval / 2.0);
    first_beliefs(w, t);
    attend(w, t);
    team_works(w, t);
    open_books(w, t);
}

static void open_opportunities(const World *w, Team *t) {
    for (int k = 0; k < OPPORTUNITIES; k++) {
        Opportunity *o = &t->opportunities[k];
        o->seat = seat_of(t->profile->key, 10000 + (uint64_t)k);
        o->renewal = key_at(w, STREAM_renewal, seat_of(t->profile->key, 50000 + (uint64_t)k));
        o->vintage = -1;
        renew(w, t, o);
    }
}

static void open_team(const World *w, Team *t) {
    const Profile *profile = t->profile;
    t->certainty = certainty_share(profile->certainty);
    t->flip = flip_chance(t->certainty, w->c->flip_rate);
    t->renewal = renewal_chance(t->certainty, w->c->renewal_rate, w->c->renewal_floor);
    t->dependence = interdependence(profile->team_type);
    t->workload = profile->workload / 100.0;
    t->attrition = profile->attrition / 100.0;
    t->books = t->scratch;
    t->last_contact = NEVER;
    t->partner_quarter = NEVER;
    t->n_projects = t->n_cuts = t->adopted = t->partners = 0;
    t->seat = seat_of(profile->key, 20000);
    for (int k = 0; k < TEAM_STREAMS; k++) t->keys[k] = key_at(w, TEAM_STREAM + k, t->seat);
    first_market(w, t);
    for (int i = 0; i < t->people; i++) take_seat(w, t, &t->members[i], i);
    look_back(w, t);
    open_opportunities(w, t);
    double phase = luck(w, STREAM_phase, seat_of(profile->key, 30000), 0);
    t->since_review = (int)(phase * t->levers->review_interval);
}

/* Work out what the constants alone fix, and set all teams up. */
void open_world(World *w) {
    const Constants *c = w->c;
    w->flip_chance = flip_chance(certainty_share(w->plan->certainty), c->flip_rate);
    w->shock_chance = w->plan->shock_rate / 52.0;
    w->life = kept(c->value_life);
    w->life_ramp = w->life * kept(c->value_ramp);
    w->fade = kept(c->technology_life);
    for (int kind = 0; kind < 2; kind++)
        for (int stage = 0; stage < STAGES; stage++)
            w->stage_work[kind][stage] = stage_size(stage, kind, c->stage_work, c->strategic_size);
    for (int kind = 0; kind < 2; kind++)
        for (int stage = 0; stage < STAGES; stage++) {
            w->work_after[kind][stage] = 0.0;
            for (int later = stage + 1; later < STAGES; later++)
                w->work_after[kind][stage] += w->stage_work[kind][later];
        }
    for (int d = 0; d < SHARED; d++) {
        uint64_t seat = seat_of(w->plan->company, (uint64_t)d);
        w->company_flip[d] = key_at(w, STREAM_flip, seat);
        w->company_shift[d] = key_at(w, STREAM_shift, seat);
        double u = luck(w, STREAM_reality, seat_of(w->plan->company, 0), d);
        w->shared_reality[d] = u < 0.5 ? 1 : -1;
    }
    w->cut_week = key_at(w, STREAM_cut_week, seat_of(w->plan->company, 0));
    for (int i = 0; i < w->n_teams; i++) open_team(w, &w->teams[i]);
}

/* After the burn-in: what the team is like now is the level from which everything is counted. */
void begin(World *w, Team *t) {
    double survey = t->profile->felt_safety, spirits = t->profile->engagement;
    t->openness = isnan(survey) ? 1.0 : openness(survey / 100.0, t->mean_trust);
    for (int i = 0; i < t->people; i++) feel(t, &t->members[i]);
    t->spirit = isnan(spirits) ? 0.0 : spirits / 100.0 - t->mean_engagement;
    for (int i = 0; i < t->people; i++) {
        Member *m = &t->members[i];
        m->engagement = within_unit(m->engagement + t->spirit);
    }
    average_people(t);
    t->start_engagement = t->mean_engagement;
    reset_books(w, t);
}
