#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/mii.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int clinux_link_speed(int socket, const char *name) {
    // The kernel answers the first request with how many words its masks of modes take, as a negative number.
    union {
        struct ethtool_link_settings settings;
        // With the masks, of which there are three.
        uint32_t words[sizeof(struct ethtool_link_settings) / sizeof(uint32_t) + 3 * INT8_MAX];
    } request;
    memset(&request, 0, sizeof request);
    request.settings.cmd = ETHTOOL_GLINKSETTINGS;
    struct ifreq interface;
    memset(&interface, 0, sizeof interface);
    strncpy(interface.ifr_name, name, IFNAMSIZ - 1);
    interface.ifr_data = (void *)&request;
    if (ioctl(socket, SIOCETHTOOL, &interface) < 0) return -1;
    if (request.settings.link_mode_masks_nwords >= 0) {
        errno = EPROTO;
        return -1;
    }
    request.settings.cmd = ETHTOOL_GLINKSETTINGS;
    request.settings.link_mode_masks_nwords = (int8_t)-request.settings.link_mode_masks_nwords;
    if (ioctl(socket, SIOCETHTOOL, &interface) < 0) return -1;
    // The kernel says -1 for what the driver does not know.
    return request.settings.speed == UINT32_MAX || request.settings.speed > INT32_MAX ? 0 : (int)request.settings.speed;
}

int clinux_control_socket(void) { return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

int clinux_link_running(int socket, const char *name) {
    struct ifreq interface;
    memset(&interface, 0, sizeof interface);
    strncpy(interface.ifr_name, name, IFNAMSIZ - 1);
    if (ioctl(socket, SIOCGIFFLAGS, &interface) < 0) return -1;
    return (interface.ifr_flags & IFF_UP) && (interface.ifr_flags & IFF_RUNNING);
}

int clinux_link_mii(int socket, const char *name) {
    struct ifreq interface;
    memset(&interface, 0, sizeof interface);
    strncpy(interface.ifr_name, name, IFNAMSIZ - 1);
    if (ioctl(socket, SIOCGMIIPHY, &interface) < 0) return -1;
    // The answer lies where the request's data begin.
    struct mii_ioctl_data *registers = (struct mii_ioctl_data *)&interface.ifr_data;
    registers->reg_num = MII_BMSR;
    if (ioctl(socket, SIOCGMIIREG, &interface) < 0) return -1;
    return (registers->val_out & BMSR_LSTATUS) != 0;
}

int clinux_link_ethtool(int socket, const char *name) {
    struct ethtool_value request;
    memset(&request, 0, sizeof request);
    request.cmd = ETHTOOL_GLINK;
    struct ifreq interface;
    memset(&interface, 0, sizeof interface);
    strncpy(interface.ifr_name, name, IFNAMSIZ - 1);
    interface.ifr_data = (void *)&request;
    if (ioctl(socket, SIOCETHTOOL, &interface) < 0) return -1;
    return request.data != 0;
}
