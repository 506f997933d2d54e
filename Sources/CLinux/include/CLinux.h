// What Swift's Glibc module lacks: epoll, timerfd, signalfd, pidfd, inotify, packet and netlink sockets, fork.
//
// No glibc header is included here, on purpose: with _GNU_SOURCE their structures differ from those of the Glibc module,
// and without it half of what is needed is missing. The sources include them, and only plain integers cross.
//
// Functions answer as system calls do: -1 and errno on failure.

#ifndef CLINUX_H
#define CLINUX_H

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/ila.h>
#include <linux/lwtunnel.h>
#include <linux/mpls_iptunnel.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Waiting (Loop.c)

enum {
    CLINUX_EPOLLIN = 0x001,
    CLINUX_EPOLLOUT = 0x004,
    CLINUX_EPOLLERR = 0x008,
    CLINUX_EPOLLHUP = 0x010,
    CLINUX_EPOLL_CTL_ADD = 1,
    CLINUX_EPOLL_CTL_DEL = 2,
    CLINUX_EPOLL_CTL_MOD = 3,
    CLINUX_EPOLL_BATCH = 64,
};

int clinux_epoll_create(void);
int clinux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token);
// At most CLINUX_EPOLL_BATCH events, into two parallel arrays.
int clinux_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int capacity, int milliseconds);

// A non-blocking timerfd of CLOCK_MONOTONIC.
int clinux_timer_create(void);
// Absolute; 0 disarms.
int clinux_timer_set(int timer, int64_t nanoseconds);

// Sets of signals have bit n for signal n, 1...63.
// Blocks `signals` and answers a non-blocking signalfd for them.
int clinux_signal_create(uint64_t signals);
// Blocks exactly `signals`.
int clinux_signal_mask(uint64_t signals);
// 1 for a signal; -1 and EAGAIN if none is waiting.
int clinux_signal_read(int signals, int *signal, int32_t *pid, uint32_t *uid);

// MARK: Scheduling and memory (Loop.c)

enum { CLINUX_SCHED_RESET_ON_FORK = 0x40000000 };

int clinux_lock_memory(int on_fault);
// Calling thread only. `policy` may carry CLINUX_SCHED_RESET_ON_FORK.
int clinux_set_scheduler(int policy, int priority);
// Policy of the calling thread, including CLINUX_SCHED_RESET_ON_FORK.
int clinux_scheduler(void);

// MARK: Treatment of a process (Scheduling.c)

// Of the calling thread; the kernel keeps 15 bytes.
int clinux_set_process_name(const char *name);
// Of the calling thread; -20...19.
int clinux_set_niceness(int niceness);
// The processors the calling thread may run on; none = all.
int clinux_set_processors(const int *numbers, size_t count);
// How long the process may compute without waiting under a real-time policy; 0 = for ever. When it takes longer it goes on
// without that policy, and clinux_has_exceeded_real_time() says so once.
int clinux_limit_real_time(uint64_t microseconds);
int clinux_has_exceeded_real_time(void);
// As far as the hard limit lets it.
int clinux_allow_core_dumps(void);
// A lock on the whole file until this process closes any descriptor of it, or ends. -1 and EAGAIN or EACCES if another
// process has it, whose number `holder` then is, 0 if unknown.
int clinux_lock_file(int descriptor, int *holder);

// MARK: Processes (Processes.c)

// fork(2). Only for single-threaded processes: the child runs on with whatever locks other threads held.
int32_t clinux_fork(void);
int clinux_pidfd_open(int32_t pid);
int clinux_pidfd_send_signal(int pidfd, int signal);
// Reaps the child behind `pidfd`: 1, and whether it exited by itself and its exit code or signal; 0 if it still runs and
// `block` is 0.
int clinux_wait_pidfd(int pidfd, int block, int *exited, int *status);
int clinux_set_parent_death_signal(int signal);
// Looks for a component of `path` that somebody other than root may change: not owned by root, or writable for the
// group (unless it is root's) or for others (unless it is a directory with the sticky bit). Symbolic links are followed.
// 0 = none; 1 = `component` names the first; -1 = errno says why the path cannot be looked at.
int clinux_find_unsafe_component(const char *path, char *component, size_t size);
// Gives free heap and the program's read-only pages back to the kernel; what is needed again comes back from the page
// cache, a page at a time. Locked pages stay.
void clinux_release_unused_memory(void);
// For processes that live long and need little: less heap in reserve, at the price of more calls to the kernel.
void clinux_keep_heap_small(void);
// Closes, or marks to be closed by exec, all descriptors from `first` to `last`.
int clinux_close_range(uint32_t first, uint32_t last, int on_exec);
// Puts signals and scheduling of a fresh child back to what any program expects, and ties it to its parent.
// Async-signal-safe. A parent that died before the tie was made is noticed (ESRCH).
int clinux_reset_child(int32_t parent, int parent_death_signal);
// fork and exec of `path`; errno of a failed exec comes back here, not as an exit code. Descriptor sources[i] becomes
// targets[i] in the child; 0, 1 and 2 stay unless they are targets; all others are closed.
// `new_group` makes the child leader of its own process group.
int32_t clinux_spawn(
    const char *path, char *const arguments[], char *const environment[],
    const int *sources, const int *targets, size_t count, int parent_death_signal, int new_group
);

// MARK: Sockets (Sockets.c)

enum {
    CLINUX_AF_NETLINK = 16,
    CLINUX_AF_PACKET = 17,
    CLINUX_SOL_NETLINK = 270,
    CLINUX_NETLINK_NETFILTER = 12,
    CLINUX_IPPROTO_VRRP = 112,
    CLINUX_IP_MULTICAST_ALL = 49,
    CLINUX_IFF_UP = 0x1,
    CLINUX_IFF_LOOPBACK = 0x8,
    CLINUX_IFF_RUNNING = 0x40,
    CLINUX_IFF_LOWER_UP = 0x10000,
    CLINUX_FRAME_BATCH = 64,
    CLINUX_RTM_NEWNETCONF = 80,
    CLINUX_RTM_GETNETCONF = 82,
    CLINUX_RTNLGRP_IPV6_NETCONF = 25,
    CLINUX_NETCONFA_IFINDEX = 1,
    CLINUX_NETCONFA_FORWARDING = 2,
};

// All sockets made here are non-blocking and closed by exec.
int clinux_vrrp_socket(void);
int clinux_packet_socket(void);
// Receives packets of protocol 112 over IPv4 or, with `ipv6`, over IPv6, from their IP header on, that come in on one
// interface.
int clinux_vrrp_tap(int interface, int ipv6);
// Lets a socket receive nothing any more.
int clinux_refuse_packets(int socket);
int clinux_route_socket(void);
int clinux_netlink_socket(int protocol);
int clinux_unix_socket(void);
int clinux_message_socket_pair(int ends[2]);
int clinux_accept(int listener);
int clinux_peer_credentials(int socket, int32_t *pid, uint32_t *uid, uint32_t *gid);
// `path` of `length` bytes, not 0-terminated. ENAMETOOLONG if it does not fit.
int clinux_bind_unix(int socket, const char *path, size_t length);
int clinux_connect_unix(int socket, const char *path, size_t length);
// IP_ADD_MEMBERSHIP or, with `join` 0, IP_DROP_MEMBERSHIP; `group` in network order.
int clinux_multicast_membership(int socket, int join, uint32_t group, int interface);
int clinux_multicast_interface(int socket, int interface);
// `address` in network order.
ptrdiff_t clinux_send_ipv4(int socket, const void *bytes, size_t count, uint32_t address);
// Sends up to CLINUX_FRAME_BATCH Ethernet frames that lie behind one another in `bytes`; answers how many went out.
int clinux_send_frames(
    int socket, const uint8_t *bytes, const uint32_t *lengths, const int32_t *interfaces, unsigned count
);
// Binds a netlink socket to multicast groups; the kernel chooses the port.
int clinux_bind_netlink(int socket, uint32_t groups);
// One datagram and the port of its sender (0 = the kernel); with `peek` it stays in the queue. The answer is the true
// length, also of a cut datagram.
ptrdiff_t clinux_receive_netlink(int socket, void *bytes, size_t count, int peek, uint32_t *port);
// As read and write on a stream or message socket, never waiting and never raising SIGPIPE.
ptrdiff_t clinux_receive(int socket, void *bytes, size_t count);
ptrdiff_t clinux_send(int socket, const void *bytes, size_t count);
// Length of the next message, which stays in the queue; 0 at the end.
ptrdiff_t clinux_next_length(int socket);

// MARK: IPv6 (Sockets6.c)

// Addresses are 16 bytes in network order.
int clinux_vrrp6_socket(void);
// The kernel fills in the checksum; what is sent to a group leaves by `interface` and does not come back.
int clinux_vrrp6_prepare_sending(int socket, int interface);
// Lets `clinux_receive_vrrp6` tell what the header said. A raw socket of IPv6 hears every group that anyone on the host
// has joined; the destination tells.
int clinux_vrrp6_prepare_receiving(int socket);
int clinux_multicast6_membership(int socket, int join, const uint8_t *group, int interface);
ptrdiff_t clinux_send_vrrp6(
    int socket, const void *bytes, size_t count, const uint8_t *source, const uint8_t *destination, int hop_limit,
    int interface
);
// A message without its header; `hop_limit` is -1 where the kernel does not tell.
ptrdiff_t clinux_receive_vrrp6(
    int socket, void *bytes, size_t count, uint8_t *source, uint8_t *destination, int *hop_limit
);

// MARK: Files (Files.c)

enum {
    CLINUX_IN_CREATE = 0x00000100,
    CLINUX_IN_Q_OVERFLOW = 0x00004000,
    CLINUX_IN_IGNORED = 0x00008000,
    CLINUX_IN_ISDIR = 0x40000000,
};

// A blocking inotify descriptor.
int clinux_inotify_create(void);
// Watches what becomes of the entries of a directory (made, removed, renamed, closed after writing, attributes) and of
// the directory itself. Watching the same directory twice answers the same watch.
int clinux_inotify_watch_directory(int inotify, const char *path);
int clinux_inotify_remove(int inotify, int watch);

// MARK: Echo (Echo.c)

// A socket for ICMP or, with AF_INET6, ICMPv6 messages: an unprivileged one, which sees the answers to its own echo
// requests only, or a raw one. Non-blocking and closed by exec.
int clinux_echo_socket(int family, int raw);
// Lets errors of the network end a wait, and a raw socket see echo replies only.
int clinux_echo_socket_prepare(int socket, int family, int raw);
// Takes one error of the network from the socket's queue.
int clinux_discard_error(int socket);

// MARK: Links (Links.c)

// Mbit/s of a network interface, 0 where it has none; -1 and errno where the driver does not tell. `socket` may be of
// any kind; it decides about the network namespace.
int clinux_link_speed(int socket, const char *name);
// A socket for nothing but questions about interfaces.
int clinux_control_socket(void);
// Whether an interface is up and running by its flags, has a link by its transceiver's registers, has one by ethtool: 1 or
// 0; -1 and errno where there is no such interface or its driver does not tell.
int clinux_link_running(int socket, const char *name);
int clinux_link_mii(int socket, const char *name);
int clinux_link_ethtool(int socket, const char *name);

// MARK: Namespaces (Loop.c)

// For tests and the lab.
int clinux_unshare_network(void);
// Of the calling thread alone.
int clinux_unshare_mounts(void);
// The calling thread, and what it starts from then on, runs in the network namespace of `descriptor`.
int clinux_enter_network(int descriptor);

#endif
