#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAXIMUM_MAPPED = 64 };

int32_t clinux_fork(void) { return fork(); }

int clinux_pidfd_open(int32_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int clinux_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int clinux_wait_pidfd(int pidfd, int block, int *exited, int *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid((idtype_t)3 /* P_PIDFD */, (id_t)pidfd, &info, WEXITED | (block ? 0 : WNOHANG)) < 0) return -1;
    if (info.si_pid == 0) return 0;
    *exited = info.si_code == CLD_EXITED;
    *status = info.si_status;
    return 1;
}

int clinux_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

int clinux_close_range(uint32_t first, uint32_t last, int on_exec) {
    return (int)syscall(SYS_close_range, first, last, on_exec ? 1U << 2 /* CLOSE_RANGE_CLOEXEC */ : 0U);
}

int clinux_reset_child(int32_t parent, int parent_death_signal) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int signal = 1; signal < 65; signal++) sigaction(signal, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) < 0) return -1;
    clinux_set_scheduler(SCHED_OTHER, 0);
    if (parent_death_signal != 0) {
        if (clinux_set_parent_death_signal(parent_death_signal) < 0) return -1;
        if (getppid() != parent) {
            errno = ESRCH;
            return -1;
        }
    }
    return 0;
}

// The lowest number above all targets and the standard descriptors.
static int first_free(const int *targets, size_t count) {
    int free = 3;
    for (size_t i = 0; i < count; i++)
        if (targets[i] >= free) free = targets[i] + 1;
    return free;
}

// In the child of `clinux_spawn`: descriptor i becomes `targets[i]`, every other one from 3 on is closed by exec.
// Sources are first moved above all targets, so that any permutation works.
static int map_descriptors(const int *given, int *sources, const int *targets, size_t count) {
    int floor = first_free(targets, count);
    for (size_t i = 0; i < count; i++) {
        sources[i] = fcntl(given[i], F_DUPFD_CLOEXEC, floor);
        if (sources[i] < 0) return -1;
    }
    if (clinux_close_range(3, ~0U, 1) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        if (dup2(sources[i], targets[i]) < 0) return -1;
    return 0;
}

int32_t clinux_spawn(
    const char *path, char *const arguments[], char *const environment[],
    const int *sources, const int *targets, size_t count, int parent_death_signal, int new_group
) {
    int moved[MAXIMUM_MAPPED];
    int report[2];
    if (count > MAXIMUM_MAPPED) {
        errno = EINVAL;
        return -1;
    }
    if (pipe2(report, O_CLOEXEC) < 0) return -1;
    // The report must not sit where a target goes.
    int channel = fcntl(report[1], F_DUPFD_CLOEXEC, first_free(targets, count));
    int failure = errno;
    close(report[1]);
    if (channel < 0) {
        close(report[0]);
        errno = failure;
        return -1;
    }
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        if (clinux_reset_child(parent, parent_death_signal) == 0
            && (!new_group || setpgid(0, 0) == 0)
            && map_descriptors(sources, moved, targets, count) == 0)
            execve(path, arguments, environment);
        failure = errno;
        ssize_t written = write(channel, &failure, sizeof failure);
        _exit(written == sizeof failure ? 127 : 126);
    }
    failure = errno;
    close(channel);
    if (child > 0) {
        ssize_t length;
        int reported = 0;
        do length = read(report[0], &reported, sizeof reported);
        while (length < 0 && errno == EINTR);
        if (length == sizeof reported) {
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
            child = -1;
            failure = reported;
        }
    }
    close(report[0]);
    errno = failure;
    return child;
}

