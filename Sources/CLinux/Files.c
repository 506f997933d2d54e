#define _GNU_SOURCE

#include "CLinux.h"

#include <stddef.h>
#include <sys/inotify.h>

_Static_assert(CLINUX_IN_CREATE == IN_CREATE && CLINUX_IN_ISDIR == IN_ISDIR, "events");
_Static_assert(CLINUX_IN_IGNORED == IN_IGNORED && CLINUX_IN_Q_OVERFLOW == IN_Q_OVERFLOW, "events");
_Static_assert(sizeof(struct inotify_event) == 16 && offsetof(struct inotify_event, len) == 12, "events");

enum {
    ENTRIES = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB,
    ITSELF = IN_DELETE_SELF | IN_MOVE_SELF,
};

int clinux_inotify_create(void) { return inotify_init1(IN_CLOEXEC); }

int clinux_inotify_watch_directory(int inotify, const char *path) {
    return inotify_add_watch(inotify, path, ENTRIES | ITSELF | IN_ONLYDIR);
}

int clinux_inotify_remove(int inotify, int watch) { return inotify_rm_watch(inotify, watch); }
