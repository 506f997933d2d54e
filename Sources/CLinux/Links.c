#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>

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
