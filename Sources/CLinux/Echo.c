#define _GNU_SOURCE

#include "CLinux.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// <netinet/icmp6.h> and <linux/icmpv6.h> exclude one another.
enum { ICMPV6_FILTER_OPTION = 1, RAW_ICMP_FILTER_OPTION = 1 };

int clinux_echo_socket(int family, int raw) {
    int kind = (raw ? SOCK_RAW : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    return socket(family, kind, family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
}

int clinux_echo_socket_prepare(int socket, int family, int raw) {
    int on = 1;
    // So that "destination unreachable" ends the wait with its error number.
    int failed = family == AF_INET6 ? setsockopt(socket, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on)
                                    : setsockopt(socket, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
    if (failed < 0 || !raw) return failed;
    if (family == AF_INET6) {
        uint32_t blocked[8];
        memset(blocked, 0xff, sizeof blocked);
        blocked[ICMPV6_ECHO_REPLY >> 5] &= ~(UINT32_C(1) << (ICMPV6_ECHO_REPLY & 31));
        return setsockopt(socket, IPPROTO_ICMPV6, ICMPV6_FILTER_OPTION, blocked, sizeof blocked);
    }
    uint32_t blocked = ~(UINT32_C(1) << ICMP_ECHOREPLY);
    return setsockopt(socket, SOL_RAW, RAW_ICMP_FILTER_OPTION, &blocked, sizeof blocked);
}

// What IP_RECVERR has queued, so that the socket is quiet again.
int clinux_discard_error(int socket) {
    char bytes[64];
    char control[512];
    struct iovec piece = {.iov_base = bytes, .iov_len = sizeof bytes};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control
    };
    return recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0 ? -1 : 0;
}
