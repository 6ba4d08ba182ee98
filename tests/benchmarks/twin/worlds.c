/* Worlds from beginning to end: the week in order, a year of burn-in, and what is called from outside. */
#include <stdlib.h>

#include "state.h"

static void live_week(World *w, int week, double *rows) {
    double every = w->c->board_interval;
    w->week = week;
    w->now = week + BURN_IN;
    w->gate_meeting = floor_divided(week, every) != floor_divided(week - 1, every);
    market(w, rows);
    attention(w);
    work(w);
    outcomes(w);
    review(w);
    people(w);
    books(w);
}

static void close_world(World *w) {
    for (int i = 0; w->teams && i < w->n_teams; i++) {
        free(w->teams[i].members);
        free(w->teams[i].projects);
        free(w->teams[i].cuts);
    }
    free(w->teams);
    free(w->landing);
}

static bool make_room(const Plan *plan, World *w, Team *t, const Profile *profile) {
    int projects = (int)((double)profile->people / w->c->people_per_project);
    t->profile = profile;
    t->people = (int)profile->people;
    t->most_projects = projects > 1 ? projects : 1;
    t->members = malloc((size_t)t->people * sizeof(Member));
    t->projects = malloc((size_t)t->most_projects * sizeof(Project));
    t->cuts = malloc((size_t)(plan->weeks + BURN_IN) * sizeof(Cut));
    return t->members && t->projects && t->cuts;
}

/* Ask for all the memory that worlds of this plan take; false if there is not enough. */
static bool allocate(const Plan *plan, World *w) {
    *w = (World){.plan = plan, .c = plan->constants, .n_teams = (int)plan->teams};
    w->teams = calloc((size_t)plan->teams, sizeof(Team));
    w->landing = malloc((size_t)(plan->shocks + 1) * sizeof(Shock *));
    bool enough = w->teams && w->landing;
    for (int i = 0; enough && i < w->n_teams; i++) enough = make_room(plan, w, &w->teams[i], &plan->profiles[i]);
    return enough;
}

static void simulate_world(World *w, uint64_t world, double *out) {
    for (int k = 0; k < STREAMS; k++) w->streams[k] = mixed(world ^ w->plan->streams[k]);
    w->week = 0;
    open_world(w);
    for (int week = 1 - BURN_IN; week < 1; week++) live_week(w, week, NULL);
    for (int i = 0; i < w->n_teams; i++) begin(w, &w->teams[i]);
    size_t row = (size_t)w->n_teams * COLUMNS;
    for (int week = 1; week <= w->plan->weeks; week++) live_week(w, week, out + (size_t)(week - 1) * row);
}

/* Simulate worlds into out[worlds][weeks][teams][COLUMNS]; return 0, or 1 if there is not enough memory. */
int simulate_worlds(const Plan *plan, uint64_t seed, const uint64_t *replications, int64_t worlds, double *out) {
    World world;
    bool enough = allocate(plan, &world);
    size_t size = (size_t)(plan->weeks * plan->teams) * COLUMNS;
    for (int64_t k = 0; enough && k < worlds; k++)
        simulate_world(&world, mixed(mixed(seed) ^ replications[k]), out + (size_t)k * size);
    close_world(&world);
    return enough ? 0 : 1;
}
