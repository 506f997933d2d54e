#define _GNU_SOURCE

#include "CLinux.h"

#include <linux/netconf.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

_Static_assert(CLINUX_NETCONFA_IFINDEX == NETCONFA_IFINDEX && CLINUX_NETCONFA_FORWARDING == NETCONFA_FORWARDING, "netconf");

enum { CHECKSUM_OFFSET = 6, NETWORK_CONTROL = 0xc0, FREEBIND = 78 };

static int set(int socket, int option, int value) {
    return setsockopt(socket, IPPROTO_IPV6, option, &value, sizeof value);
}

int clinux_vrrp6_socket(void) {
    return socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CLINUX_IPPROTO_VRRP);
}

int clinux_vrrp6_prepare_sending(int socket, int interface) {
    // An advertisement may have to leave from an address that has just gone. Older kernels do not know it.
    (void)set(socket, FREEBIND, 1);
    if (set(socket, IPV6_CHECKSUM, CHECKSUM_OFFSET) < 0) return -1;
    if (set(socket, IPV6_MULTICAST_IF, interface) < 0) return -1;
    if (set(socket, IPV6_MULTICAST_LOOP, 0) < 0) return -1;
    return set(socket, IPV6_TCLASS, NETWORK_CONTROL);
}

int clinux_vrrp6_prepare_receiving(int socket) {
    if (set(socket, IPV6_RECVPKTINFO, 1) < 0) return -1;
    return set(socket, IPV6_RECVHOPLIMIT, 1);
}

int clinux_multicast6_membership(int socket, int join, const uint8_t *group, int interface) {
    struct ipv6_mreq request;
    memset(&request, 0, sizeof request);
    memcpy(&request.ipv6mr_multiaddr, group, 16);
    request.ipv6mr_interface = (unsigned)interface;
    return setsockopt(socket, IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, &request, sizeof request);
}

ptrdiff_t clinux_send_vrrp6(
    int socket, const void *bytes, size_t count, const uint8_t *source, const uint8_t *destination, int hop_limit,
    int interface
) {
    union {
        char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    struct sockaddr_in6 address;
    memset(&address, 0, sizeof address);
    address.sin6_family = AF_INET6;
    memcpy(&address.sin6_addr, destination, 16);
    address.sin6_scope_id = (uint32_t)interface;
    struct iovec piece = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = count};
    struct msghdr message = {
        .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &piece, .msg_iovlen = 1,
        .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = IPPROTO_IPV6;
    header->cmsg_type = IPV6_PKTINFO;
    header->cmsg_len = CMSG_LEN(sizeof(struct in6_pktinfo));
    struct in6_pktinfo information;
    memset(&information, 0, sizeof information);
    memcpy(&information.ipi6_addr, source, 16);
    information.ipi6_ifindex = (unsigned)interface;
    memcpy(CMSG_DATA(header), &information, sizeof information);
    header = CMSG_NXTHDR(&message, header);
    header->cmsg_level = IPPROTO_IPV6;
    header->cmsg_type = IPV6_HOPLIMIT;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &hop_limit, sizeof hop_limit);
    return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

ptrdiff_t clinux_receive_vrrp6(
    int socket, void *bytes, size_t count, uint8_t *source, uint8_t *destination, int *hop_limit
) {
    union {
        char bytes[256];
        struct cmsghdr align;
    } control;
    struct sockaddr_in6 address;
    memset(&address, 0, sizeof address);
    struct iovec piece = {.iov_base = bytes, .iov_len = count};
    struct msghdr message = {
        .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &piece, .msg_iovlen = 1,
        .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
    };
    ssize_t received = recvmsg(socket, &message, MSG_DONTWAIT);
    if (received < 0) return received;
    memcpy(source, &address.sin6_addr, 16);
    memset(destination, 0, 16);
    *hop_limit = -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != IPPROTO_IPV6) continue;
        if (header->cmsg_type == IPV6_PKTINFO && header->cmsg_len >= CMSG_LEN(sizeof(struct in6_pktinfo))) {
            struct in6_pktinfo information;
            memcpy(&information, CMSG_DATA(header), sizeof information);
            memcpy(destination, &information.ipi6_addr, 16);
        } else if (header->cmsg_type == IPV6_HOPLIMIT && header->cmsg_len >= CMSG_LEN(sizeof(int))) {
            memcpy(hop_limit, CMSG_DATA(header), sizeof *hop_limit);
        }
    }
    return received;
}
