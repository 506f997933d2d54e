// prober: asks an HTTP service for a page on a new TCP connection at a fixed rate, and records every attempt.
//
//   prober ADDRESS PORT INTERVAL_US DEADLINE_US OUTPUT MARKER...
//
// The schedule is absolute (a timerfd on CLOCK_MONOTONIC), so a slow answer never delays the next question. An attempt
// succeeds when the whole answer has arrived before its deadline and its status is 200; the tag says which MARKER the
// page contained, that is, which node served it. SIGTERM ends the run: open attempts are recorded as "open" and one
// line per attempt goes to OUTPUT: start and end in nanoseconds, verdict, tag (-1 for none).
//
// Connections are closed with a reset (SO_LINGER 0), or a thousand a second would exhaust the local ports.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { RECORD_LIMIT = 4 * 1000 * 1000, OPEN_LIMIT = 4096, ANSWER_LIMIT = 4096, MARKER_LIMIT = 8 };

struct record {
    int64_t start, end;
    const char *verdict;
    int tag;
};

struct attempt {
    int fd;  // -1: this slot is free
    bool connected;
    size_t record;
    int64_t deadline;
    size_t length;
    char answer[ANSWER_LIMIT + 1];
};

static struct record *records;
static size_t record_count;
static struct attempt attempts[OPEN_LIMIT];
static const char *markers[MARKER_LIMIT];
static int marker_count;
static char request[128];

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what) {
    fprintf(stderr, "prober: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void finish(struct attempt *a, const char *verdict) {
    struct record *r = &records[a->record];
    r->end = now();
    r->verdict = verdict;
    if (strcmp(verdict, "ok") == 0) {
        for (int i = 0; i < marker_count; i++) {
            if (strstr(a->answer, markers[i]) != NULL) {
                r->tag = i;
                break;
            }
        }
    }
    close(a->fd);
    a->fd = -1;
}

static const char *name_of(int error) {
    switch (error) {
    case ECONNREFUSED: return "refused";
    case ECONNRESET: case EPIPE: return "reset";
    case EHOSTUNREACH: case ENETUNREACH: return "unreachable";
    case ETIMEDOUT: return "timeout";
    default: return "local";
    }
}

static void start(int epoll, const struct sockaddr_in *to, int64_t deadline) {
    if (record_count == RECORD_LIMIT) {
        return;
    }
    struct record *r = &records[record_count];
    *r = (struct record){.start = now(), .verdict = "open", .tag = -1};
    struct attempt *a = NULL;
    for (int i = 0; i < OPEN_LIMIT && a == NULL; i++) {
        struct attempt *candidate = &attempts[(record_count + (size_t)i) % OPEN_LIMIT];
        a = candidate->fd == -1 ? candidate : NULL;
    }
    int fd = a == NULL ? -1 : socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        r->verdict = "local";
        r->end = r->start;
        record_count++;
        return;
    }
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    a->fd = fd;
    a->connected = false;
    a->record = record_count++;
    a->deadline = r->start + deadline;
    a->length = 0;
    a->answer[0] = 0;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = a};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        finish(a, "local");
    } else if (connect(fd, (const struct sockaddr *)to, sizeof *to) != 0 && errno != EINPROGRESS) {
        finish(a, name_of(errno));
    }
}

static void proceed(int epoll, struct attempt *a) {
    if (!a->connected) {
        int error = 0;
        socklen_t length = sizeof error;
        getsockopt(a->fd, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error != 0) {
            finish(a, name_of(error));
            return;
        }
        if (send(a->fd, request, strlen(request), MSG_NOSIGNAL) < 0) {
            finish(a, name_of(errno));
            return;
        }
        a->connected = true;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = a};
        epoll_ctl(epoll, EPOLL_CTL_MOD, a->fd, &event);
        return;
    }
    for (;;) {
        ssize_t n = recv(a->fd, a->answer + a->length, ANSWER_LIMIT - a->length, 0);
        if (n < 0) {
            if (errno != EAGAIN) {
                finish(a, name_of(errno));
            }
            return;
        }
        a->length += (size_t)n;
        a->answer[a->length] = 0;
        if (n == 0 || a->length == ANSWER_LIMIT) {
            bool good = a->length > 12 && strncmp(a->answer, "HTTP/1.", 7) == 0 && strncmp(a->answer + 8, " 200", 4) == 0;
            finish(a, good ? "ok" : a->length == 0 ? "empty" : "status");
            return;
        }
    }
}

static void expire(void) {
    int64_t t = now();
    for (int i = 0; i < OPEN_LIMIT; i++) {
        if (attempts[i].fd != -1 && attempts[i].deadline <= t) {
            finish(&attempts[i], attempts[i].connected ? "silent" : "timeout");
        }
    }
}

int main(int argc, char **argv) {
    if (argc < 6 || argc > 6 + MARKER_LIMIT) {
        fprintf(stderr, "usage: prober ADDRESS PORT INTERVAL_US DEADLINE_US OUTPUT MARKER...\n");
        return 2;
    }
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    int64_t interval = atoll(argv[3]) * 1000, deadline = atoll(argv[4]) * 1000;
    if (inet_pton(AF_INET, argv[1], &to.sin_addr) != 1 || interval <= 0 || deadline <= 0) {
        fprintf(stderr, "prober: the address must be IPv4 and both times positive\n");
        return 2;
    }
    for (int i = 6; i < argc; i++) {
        markers[marker_count++] = argv[i];
    }
    snprintf(request, sizeof request, "GET / HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n", argv[1]);
    records = mmap(NULL, sizeof *records * RECORD_LIMIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (records == MAP_FAILED) {
        die("mmap");
    }
    for (int i = 0; i < OPEN_LIMIT; i++) {
        attempts[i].fd = -1;
    }
    // A real-time turn where the machine grants it; without it the prober is only less punctual, and its record shows it.
    sched_setscheduler(0, SCHED_RR, &(struct sched_param){.sched_priority = 2});

    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    int epoll = epoll_create1(EPOLL_CLOEXEC), signals = signalfd(-1, &stop, SFD_CLOEXEC);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (epoll < 0 || signals < 0 || timer < 0) {
        die("cannot set up the event loop");
    }
    int64_t first = now() + interval;
    struct itimerspec schedule = {
        .it_value = {first / 1000000000, first % 1000000000}, .it_interval = {interval / 1000000000, interval % 1000000000}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &schedule, NULL);
    epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &(struct epoll_event){.events = EPOLLIN, .data.ptr = &timer});
    epoll_ctl(epoll, EPOLL_CTL_ADD, signals, &(struct epoll_event){.events = EPOLLIN, .data.ptr = &signals});

    for (bool running = true; running;) {
        struct epoll_event events[256];
        int count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            void *who = events[i].data.ptr;
            if (who == &signals) {
                running = false;
            } else if (who == &timer) {
                uint64_t expirations;
                if (read(timer, &expirations, sizeof expirations) > 0) {
                    expire();
                    start(epoll, &to, deadline);
                }
            } else if (((struct attempt *)who)->fd != -1) {
                proceed(epoll, who);
            }
        }
    }

    FILE *output = fopen(argv[5], "w");
    if (output == NULL) {
        die(argv[5]);
    }
    for (size_t i = 0; i < record_count; i++) {
        fprintf(output, "%lld %lld %s %d\n", (long long)records[i].start, (long long)records[i].end, records[i].verdict, records[i].tag);
    }
    return fclose(output) == 0 ? 0 : 1;
}
