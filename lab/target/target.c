// target: what a benchmark's checks ask: many TCP ports, and the moment at which each connection arrived.
//
//   target OUTPUT FIRST_PORT:COUNT:tcp|http|hang...
//
// A port tells which check is asking, so the arrivals on it are that check's schedule as the network saw it. `tcp` ports
// take a connection and close it when the client does, `http` ports answer every request with 200, `hang` ports take
// connections and never say a word. SIGTERM ends the run and writes one record per arrival on a tcp or http port:
// port and monotonic nanoseconds, 16 bytes, little endian.

#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RECORD_LIMIT = 8 * 1000 * 1000, DESCRIPTOR_LIMIT = 200 * 1000, BACKLOG = 64 };
enum kind { UNUSED, SIGNALS, TCP_LISTENER, HTTP_LISTENER, HANG_LISTENER, TCP_CLIENT, HTTP_CLIENT, HANG_CLIENT };

struct record {
    int64_t port, time;
};

static struct record *records;
static size_t record_count;
// By descriptor: what it is, and the port it listens on.
static unsigned char kinds[DESCRIPTOR_LIMIT];
static uint16_t ports[DESCRIPTOR_LIMIT];
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void watch(int queue, int fd, enum kind kind) {
    if (fd >= DESCRIPTOR_LIMIT) {
        fprintf(stderr, "target: too many connections\n");
        exit(1);
    }
    kinds[fd] = (unsigned char)kind;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl");
}

static void listen_on(int queue, int port, enum kind kind) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = INADDR_ANY};
    if (fd < 0) die("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) die("bind");
    if (listen(fd, BACKLOG) != 0) die("listen");
    watch(queue, fd, kind);
    ports[fd] = (uint16_t)port;
}

static void take(int queue, int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE) die("accept");
        return;
    }
    enum kind kind = (enum kind)kinds[listener];
    if (kind != HANG_LISTENER && record_count < RECORD_LIMIT)
        records[record_count++] = (struct record){.port = ports[listener], .time = now()};
    watch(queue, fd, kind == TCP_LISTENER ? TCP_CLIENT : kind == HTTP_LISTENER ? HTTP_CLIENT : HANG_CLIENT);
}

// An HTTP request of a health check fits into one segment; its first byte is answered.
static void serve(int fd) {
    char request[4096];
    ssize_t length = recv(fd, request, sizeof request, 0);
    if (length > 0) {
        if (kinds[fd] == HTTP_CLIENT) send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
        return;
    }
    if (length < 0 && errno == EAGAIN) return;
    close(fd);
}

static void save(const char *path) {
    FILE *file = fopen(path, "wb");
    if (file == NULL) die(path);
    if (fwrite(records, sizeof *records, record_count, file) != record_count || fclose(file) != 0) die(path);
}

int main(int count, char **words) {
    if (count < 3) {
        fprintf(stderr, "usage: target OUTPUT FIRST_PORT:COUNT:tcp|http|hang...\n");
        return 2;
    }
    struct rlimit limit = {.rlim_cur = DESCRIPTOR_LIMIT, .rlim_max = DESCRIPTOR_LIMIT};
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    records = malloc(RECORD_LIMIT * sizeof *records);
    int queue = epoll_create1(EPOLL_CLOEXEC);
    if (records == NULL || queue < 0) die("target");
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    watch(queue, signalfd(-1, &signals, SFD_CLOEXEC), SIGNALS);
    for (int index = 2; index < count; index++) {
        int first, number;
        char mode[8];
        if (sscanf(words[index], "%d:%d:%7s", &first, &number, mode) != 3) die(words[index]);
        enum kind kind = strcmp(mode, "tcp") == 0 ? TCP_LISTENER : strcmp(mode, "http") == 0 ? HTTP_LISTENER : HANG_LISTENER;
        for (int port = first; port < first + number; port++) listen_on(queue, port, kind);
    }
    // An arrival is to be seen when it happens, however busy the machine is. Where that is not allowed it is seen later.
    struct sched_param priority = {.sched_priority = 1};
    sched_setscheduler(0, SCHED_RR, &priority);
    puts("listening");
    fflush(stdout);
    struct epoll_event events[256];
    for (;;) {
        int ready = epoll_wait(queue, events, 256, -1);
        for (int index = 0; index < ready; index++) {
            int fd = events[index].data.fd;
            switch ((enum kind)kinds[fd]) {
                case SIGNALS:
                    save(words[1]);
                    return 0;
                case TCP_LISTENER:
                case HTTP_LISTENER:
                case HANG_LISTENER:
                    take(queue, fd);
                    break;
                case TCP_CLIENT:
                case HTTP_CLIENT:
                case HANG_CLIENT:
                    serve(fd);
                    break;
                case UNUSED:
                    break;
            }
        }
    }
}
