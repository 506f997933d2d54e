#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static volatile sig_atomic_t exceeded;

int clinux_set_process_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int clinux_set_niceness(int niceness) { return setpriority(PRIO_PROCESS, 0, niceness); }

int clinux_set_processors(const int *numbers, size_t count) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (size_t i = 0; i < count; i++)
        if (numbers[i] >= 0 && numbers[i] < CPU_SETSIZE) CPU_SET(numbers[i], &set);
    // None named: all that the kernel lets it have.
    if (count == 0)
        for (int number = 0; number < CPU_SETSIZE; number++) CPU_SET(number, &set);
    return sched_setaffinity(0, sizeof set, &set);
}

// Whichever thread the signal interrupts, the first one is the one with real-time priority.
static void give_way(int signal) {
    (void)signal;
    int saved = errno;
    struct sched_param parameters;
    memset(&parameters, 0, sizeof parameters);
    sched_setscheduler(getpid(), SCHED_OTHER | CLINUX_SCHED_RESET_ON_FORK, &parameters);
    exceeded = 1;
    errno = saved;
}

int clinux_limit_real_time(uint64_t microseconds) {
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    if (getrlimit(RLIMIT_RTTIME, &limit) < 0) return -1;
    limit.rlim_cur = microseconds == 0 ? limit.rlim_max : microseconds;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = give_way;
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGXCPU, &action, NULL) < 0) return -1;
    return setrlimit(RLIMIT_RTTIME, &limit);
}

int clinux_has_exceeded_real_time(void) {
    if (!exceeded) return 0;
    exceeded = 0;
    return 1;
}

int clinux_allow_core_dumps(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_CORE, &limit) < 0) return -1;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_CORE, &limit);
}

int clinux_lock_file(int descriptor, int *holder) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    *holder = 0;
    if (fcntl(descriptor, F_SETLK, &lock) == 0) return 0;
    int failure = errno;
    if (fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK) *holder = lock.l_pid;
    errno = failure;
    return -1;
}
