#define _GNU_SOURCE

#include "CLinux.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

_Static_assert(CLINUX_EPOLLIN == (int)EPOLLIN && CLINUX_EPOLLOUT == (int)EPOLLOUT, "epoll");
_Static_assert(CLINUX_EPOLLERR == (int)EPOLLERR && CLINUX_EPOLLHUP == (int)EPOLLHUP, "epoll");
_Static_assert(CLINUX_EPOLL_CTL_ADD == (int)EPOLL_CTL_ADD && CLINUX_EPOLL_CTL_DEL == (int)EPOLL_CTL_DEL, "epoll");
_Static_assert(CLINUX_EPOLL_CTL_MOD == (int)EPOLL_CTL_MOD, "epoll");

int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int clinux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

int clinux_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int capacity, int milliseconds) {
    struct epoll_event found[CLINUX_EPOLL_BATCH];
    if (capacity > CLINUX_EPOLL_BATCH) capacity = CLINUX_EPOLL_BATCH;
    int count = epoll_wait(epoll, found, capacity, milliseconds);
    for (int i = 0; i < count; i++) {
        tokens[i] = found[i].data.u64;
        events[i] = found[i].events;
    }
    return count;
}

int clinux_timer_create(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC); }

int clinux_timer_set(int timer, int64_t nanoseconds) {
    struct itimerspec setting;
    memset(&setting, 0, sizeof setting);
    setting.it_value.tv_sec = nanoseconds / 1000000000;
    setting.it_value.tv_nsec = nanoseconds % 1000000000;
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL);
}

int clinux_signal_create(uint64_t signals) {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (int signal = 1; signal < 64; signal++)
        if (signals & UINT64_C(1) << signal) sigaddset(&blocked, signal);
    if (sigprocmask(SIG_BLOCK, &blocked, NULL) < 0) return -1;
    return signalfd(-1, &blocked, SFD_NONBLOCK | SFD_CLOEXEC);
}

int clinux_signal_mask(uint64_t signals) {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (int signal = 1; signal < 64; signal++)
        if (signals & UINT64_C(1) << signal) sigaddset(&blocked, signal);
    return sigprocmask(SIG_SETMASK, &blocked, NULL);
}

int clinux_signal_read(int signals, int *signal, int32_t *pid, uint32_t *uid) {
    struct signalfd_siginfo info;
    ssize_t length = read(signals, &info, sizeof info);
    if (length < 0) return -1;
    *signal = (int)info.ssi_signo;
    *pid = (int32_t)info.ssi_pid;
    *uid = info.ssi_uid;
    return length == sizeof info;
}

int clinux_lock_memory(int on_fault) { return mlockall(MCL_CURRENT | MCL_FUTURE | (on_fault ? MCL_ONFAULT : 0)); }

int clinux_set_scheduler(int policy, int priority) {
    struct sched_param parameters;
    memset(&parameters, 0, sizeof parameters);
    parameters.sched_priority = priority;
    return sched_setscheduler(0, policy, &parameters);
}

int clinux_scheduler(void) { return sched_getscheduler(0); }

int clinux_unshare_network(void) { return unshare(CLONE_NEWNET); }

int clinux_unshare_mounts(void) { return unshare(CLONE_NEWNS); }

int clinux_enter_network(int descriptor) { return setns(descriptor, CLONE_NEWNET); }
