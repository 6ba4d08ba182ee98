/* The world: teams, members, opportunities and projects as plain structs; and what each phase is called.
 *
 * names.h is written from the package's declarations before compiling: the constants and levers as structs,
 * the columns and streams as enumerations, and the sizes of the model's lists.
 */
#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "names.h"
#include "rules/arithmetic.h"

enum { CERTAIN = 0, STRATEGIC = 1 };
/* The streams of members and of teams as wholes stand side by side. */
enum { MEMBER_STREAM = STREAM_trial, MEMBER_STREAMS = STREAM_exit + 1 - MEMBER_STREAM };
enum { TEAM_STREAM = STREAM_blocker, TEAM_STREAMS = STREAM_unblock5 + 1 - TEAM_STREAM };
enum { MARKET_SHIFT, BUDGET_CUT, KEY_PERSON_LOSS, SHOCK_KINDS };

/* -- what is simulated: the same layout as the arrays that come from outside ---------------------------- */

typedef struct {
    uint64_t key;
    int64_t people, before, first_adoption, adoptions;
    double certainty, team_type, attrition, kpi_attainment, workload;
    double felt_safety, engagement; /* NaN where there is no survey */
} Profile;

typedef struct {
    int64_t week, regime;
    double distance;
} Adoption;

typedef struct {
    int64_t week, kind, team; /* team -1: all */
    double size;
    int64_t weeks;
} Shock;

typedef struct {
    int64_t weeks, teams, shocks;
    uint64_t company;
    double certainty, shock_rate, share;
    const Constants *constants;
    const Levers *regimes;
    const Profile *profiles;
    const Adoption *timetable;
    const Shock *events;
    const uint64_t *streams;
} Plan;

/* -- the state ------------------------------------------------------------------------------------------ */

typedef struct {
    double skill, drive, knowledge, estimate;
    double trust, safety, leniency, intrinsic, engagement;
    double routine_time, explore_time, help_time, slack_time, effort;
    double care, strain, output, project_time;
    int forgiven, punished, excused, sanctioned;
    int last_trial, generation, right;
    int8_t beliefs[DIMENSIONS];
    uint64_t seat, keys[MEMBER_STREAMS];
} Member;

typedef struct {
    double quality, wins, tries, belief, weight;
    int kind, vintage, attempts;
    bool pending, taken, proven;
    uint64_t seat, renewal;
} Opportunity;

typedef struct {
    Opportunity *opportunity;
    Member *lead;
    double size, belief, work_left, planned_weeks;
    int kind, vintage, key, stage, tries, hidden, weeks;
    bool sound, ready;
} Project;

typedef struct {
    int until;
    double left;
} Cut;

/* What a team's regime, market and size fix until the regime changes. */
typedef struct {
    double minutes, hours, share, coaching, coached, hands_on; /* the manager's */
    double misjudges, excuses, contact, clearing[BLOCKERS + 1];
    double bonus, felt, own, points, hurry, climate, review_time;
} Terms;

typedef struct {
    const Profile *profile;
    const Levers *levers;
    double *books;
    Member *members;
    Project *projects;
    Cut *cuts;
    int people, most_projects, n_projects, n_cuts, adopted;

    double certainty, dependence, workload, attrition, flip, renewal;
    int8_t reality[DIMENSIONS], practice[DIMENSIONS], practice_before[DIMENSIONS], lessons[DIMENSIONS];
    double practice_knowledge, shared_knowledge, shared_before;
    Opportunity opportunities[OPPORTUNITIES];
    double heap[OPPORTUNITIES];

    Terms terms;
    double budget_left, plan_explore, plan_help, plan_slack, plan_routine, funds, planned_pace;
    double climate, available, routine_value, explore_value, help_value, pool_value, target_pull, theme_pull;
    double help_share, met, productivity, output, own_experiments;
    double openness, spirit, mean_trust, mean_leniency, mean_engagement, start_engagement;
    double target, achieved, capacity, gap_seen, theme_seen, start_output, theme_rate, effort_first;
    double height[2], rising[2], value_new, savings, technology, recognition;
    double satisfaction, start_satisfaction, rivals, market_share;
    int blockers, partners, since_review, last_contact, partner, partner_quarter;
    int forgiven, punished, excused, sanctioned;
    uint64_t seat, keys[TEAM_STREAMS], flips[DIMENSIONS], practice_keys[DIMENSIONS];
    double scratch[COLUMNS];
} Team;

typedef struct {
    const Plan *plan;
    const Constants *c;
    Team *teams;
    int n_teams, week, now; /* now: the week as streams count it, from the start of the burn-in */
    bool gate_meeting;
    uint64_t streams[STREAMS];
    uint64_t company_flip[SHARED], company_shift[SHARED], cut_week;
    int8_t shared_reality[SHARED];
    const Shock **landing;
    int n_landing;
    double shock_chance, flip_chance, life, life_ramp, fade;
    double stage_work[2][STAGES], work_after[2][STAGES];
} World;

/* -- luck ----------------------------------------------------------------------------------------------- */

static inline uint64_t key_at(const World *w, int stream, uint64_t seat) { return mixed(w->streams[stream] ^ seat); }

static inline double luck(const World *w, int stream, uint64_t seat, int64_t week) {
    return drawn(key_at(w, stream, seat), week);
}

/* This week's number of a stream that a member or a team has the key of. */
static inline double member_luck(const World *w, const Member *m, int stream) {
    return drawn(m->keys[stream - MEMBER_STREAM], w->now);
}

static inline double team_luck(const World *w, const Team *t, int stream) {
    return drawn(t->keys[stream - TEAM_STREAM], w->now);
}

static inline uint64_t dimension_seat(const Team *t, int d) { return seat_of(t->profile->key, 40000 + (uint64_t)d); }

static inline void record(Team *t, int column, double amount) { t->books[column] += amount; }

/* -- the week, phase by phase --------------------------------------------------------------------------- */

void market(World *w, double *rows);
void attention(World *w);
void work(World *w);
void outcomes(World *w);
void review(World *w);
void people(World *w);
void books(World *w);

/* -- what phases share ---------------------------------------------------------------------------------- */

void open_world(World *w);                                          /* setup.c */
void begin(World *w, Team *t);
void arrive(const World *w, Team *t, Member *m, double known, double skill);
void learn(const Team *t, Member *m);                               /* people.c */
void leave(const World *w, Team *t, Member *m);
void average_people(Team *t);
void recount_practice(Team *t);                                     /* market.c */
void adopt(const World *w, Team *t, int64_t regime);                /* attention.c */
void plan_week(const World *w, Team *t, double weeks_to_review);
void attend(const World *w, Team *t);
void team_works(const World *w, Team *t);                           /* work.c */
void renew(const World *w, Team *t, Opportunity *o);                /* portfolio.c */
void weigh(const World *w, Opportunity *o);
void start_project(const World *w, Team *t);
void advance_projects(const World *w, Team *t, double hands);
void hold_gates(const World *w, Team *t);
void finish_stage(const World *w, Team *t, Project *p);             /* outcomes.c */
void open_books(const World *w, Team *t);                           /* books.c */
void reset_books(const World *w, Team *t);
double mean_effort(const Team *t);
double gap_of(const Team *t);
double theme_gap_of(const World *w, const Team *t);

#endif
