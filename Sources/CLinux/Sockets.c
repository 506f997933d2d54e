#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

_Static_assert(CLINUX_AF_NETLINK == AF_NETLINK && CLINUX_AF_PACKET == AF_PACKET, "families");
_Static_assert(CLINUX_NETLINK_NETFILTER == NETLINK_NETFILTER, "protocols");
_Static_assert(CLINUX_SOL_NETLINK == SOL_NETLINK && CLINUX_IPPROTO_VRRP == 112, "protocols");
_Static_assert(CLINUX_IP_MULTICAST_ALL == IP_MULTICAST_ALL, "options");
_Static_assert(CLINUX_IFF_UP == (int)IFF_UP && CLINUX_IFF_RUNNING == (int)IFF_RUNNING, "flags");
_Static_assert(CLINUX_IFF_LOOPBACK == (int)IFF_LOOPBACK, "flags");

enum { QUIET = SOCK_NONBLOCK | SOCK_CLOEXEC };

int clinux_vrrp_socket(void) { return socket(AF_INET, SOCK_RAW | QUIET, CLINUX_IPPROTO_VRRP); }

// Protocol 0: the kernel delivers nothing here, so nothing piles up unread.
int clinux_packet_socket(void) { return socket(AF_PACKET, SOCK_RAW | QUIET, 0); }

static int filter(int socket, struct sock_filter *instructions, unsigned short count) {
    struct sock_fprog program = {.len = count, .filter = instructions};
    return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

int clinux_vrrp_tap(int interface, int ipv6) {
    struct sock_filter instructions[] = {
        // Where each header has its protocol.
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ipv6 ? 6 : 9),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CLINUX_IPPROTO_VRRP, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0xffff),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sockaddr_ll address;
    memset(&address, 0, sizeof address);
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ipv6 ? ETH_P_IPV6 : ETH_P_IP);
    address.sll_ifindex = interface;
    // Protocol 0 until the filter is there, so that nothing else gets in.
    int tap = socket(AF_PACKET, SOCK_DGRAM | QUIET, 0);
    if (tap < 0) return -1;
    if (filter(tap, instructions, sizeof instructions / sizeof instructions[0]) == 0 &&
        bind(tap, (struct sockaddr *)&address, sizeof address) == 0)
        return tap;
    int reason = errno;
    close(tap);
    errno = reason;
    return -1;
}

int clinux_refuse_packets(int socket) {
    struct sock_filter nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
    return filter(socket, nothing, 1);
}

int clinux_route_socket(void) { return clinux_netlink_socket(NETLINK_ROUTE); }

int clinux_netlink_socket(int protocol) { return socket(AF_NETLINK, SOCK_RAW | QUIET, protocol); }

int clinux_unix_socket(void) { return socket(AF_UNIX, SOCK_STREAM | QUIET, 0); }

int clinux_message_socket_pair(int ends[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | QUIET, 0, ends); }

int clinux_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC); }

int clinux_peer_credentials(int socket, int32_t *pid, uint32_t *uid, uint32_t *gid) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0) return -1;
    *pid = peer.pid;
    *uid = peer.uid;
    *gid = peer.gid;
    return 0;
}

// `path` of `length` bytes, not 0-terminated. ENAMETOOLONG if it does not fit.
static int unix_address(struct sockaddr_un *address, const char *path, size_t length) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address->sun_path, path, length);
    return 0;
}

int clinux_bind_unix(int socket, const char *path, size_t length) {
    struct sockaddr_un address;
    if (unix_address(&address, path, length) < 0) return -1;
    return bind(socket, (struct sockaddr *)&address, sizeof address);
}

int clinux_connect_unix(int socket, const char *path, size_t length) {
    struct sockaddr_un address;
    if (unix_address(&address, path, length) < 0) return -1;
    return connect(socket, (struct sockaddr *)&address, sizeof address);
}

int clinux_multicast_membership(int socket, int join, uint32_t group, int interface) {
    struct ip_mreqn request;
    memset(&request, 0, sizeof request);
    request.imr_multiaddr.s_addr = group;
    request.imr_ifindex = interface;
    return setsockopt(socket, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &request, sizeof request);
}

int clinux_multicast_interface(int socket, int interface) {
    struct ip_mreqn request;
    memset(&request, 0, sizeof request);
    request.imr_ifindex = interface;
    return setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request);
}

ptrdiff_t clinux_send_ipv4(int socket, const void *bytes, size_t count, uint32_t address) {
    struct sockaddr_in destination;
    memset(&destination, 0, sizeof destination);
    destination.sin_family = AF_INET;
    destination.sin_addr.s_addr = address;
    return sendto(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&destination, sizeof destination);
}

int clinux_send_frames(
    int socket, const uint8_t *bytes, const uint32_t *lengths, const int32_t *interfaces, unsigned count
) {
    struct mmsghdr messages[CLINUX_FRAME_BATCH];
    struct iovec pieces[CLINUX_FRAME_BATCH];
    struct sockaddr_ll addresses[CLINUX_FRAME_BATCH];
    if (count > CLINUX_FRAME_BATCH) count = CLINUX_FRAME_BATCH;
    memset(messages, 0, sizeof messages[0] * count);
    memset(addresses, 0, sizeof addresses[0] * count);
    size_t offset = 0;
    for (unsigned i = 0; i < count; i++) {
        addresses[i].sll_family = AF_PACKET;
        addresses[i].sll_ifindex = interfaces[i];
        pieces[i].iov_base = (void *)(uintptr_t)(bytes + offset);
        pieces[i].iov_len = lengths[i];
        offset += lengths[i];
        messages[i].msg_hdr.msg_name = &addresses[i];
        messages[i].msg_hdr.msg_namelen = sizeof addresses[i];
        messages[i].msg_hdr.msg_iov = &pieces[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    return sendmmsg(socket, messages, count, MSG_DONTWAIT | MSG_NOSIGNAL);
}

int clinux_bind_netlink(int socket, uint32_t groups) {
    struct sockaddr_nl address;
    memset(&address, 0, sizeof address);
    address.nl_family = AF_NETLINK;
    address.nl_groups = groups;
    return bind(socket, (struct sockaddr *)&address, sizeof address);
}

ptrdiff_t clinux_receive_netlink(int socket, void *bytes, size_t count, int peek, uint32_t *port) {
    struct sockaddr_nl sender;
    memset(&sender, 0, sizeof sender);
    socklen_t length = sizeof sender;
    int flags = MSG_DONTWAIT | MSG_TRUNC | (peek ? MSG_PEEK : 0);
    ssize_t received = recvfrom(socket, bytes, count, flags, (struct sockaddr *)&sender, &length);
    *port = sender.nl_pid;
    return received;
}

ptrdiff_t clinux_receive(int socket, void *bytes, size_t count) { return recv(socket, bytes, count, MSG_DONTWAIT); }

ptrdiff_t clinux_send(int socket, const void *bytes, size_t count) {
    return send(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
}

ptrdiff_t clinux_next_length(int socket) { return recv(socket, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT); }
