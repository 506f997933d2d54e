#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int is_unsafe(const char *path, int *failed) {
    struct stat status;
    *failed = stat(path, &status) < 0;
    if (*failed) return 0;
    if (status.st_uid != 0) return 1;
    if (S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0) return 0;
    return ((status.st_mode & S_IWGRP) != 0 && status.st_gid != 0) || (status.st_mode & S_IWOTH) != 0;
}

// A link belongs to whoever may point it elsewhere.
static int is_foreign_link(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && status.st_uid != 0;
}

// As clinux_find_unsafe_component, along the path as it is spelt.
static int find_along(const char *path, char *component, size_t size) {
    size_t length = strlen(path);
    if (length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (size_t end = 1; end <= length; end++) {
        // "/", then every prefix that ends before a slash or at the end.
        if (end != 1 && end != length && path[end] != '/') continue;
        char prefix[PATH_MAX];
        memcpy(prefix, path, end);
        prefix[end] = '\0';
        int failed;
        int unsafe = is_unsafe(prefix, &failed) || is_foreign_link(prefix);
        if (failed) return -1;
        if (unsafe) {
            if (size > 0) {
                strncpy(component, prefix, size - 1);
                component[size - 1] = '\0';
            }
            return 1;
        }
    }
    return 0;
}

int clinux_find_unsafe_component(const char *path, char *component, size_t size) {
    char whole[PATH_MAX];
    if (realpath(path, whole) == NULL) return -1;
    // Where the path leads, and the way there: a link in a folder others may write could be made to lead elsewhere.
    int found = find_along(whole, component, size);
    if (found != 0 || path[0] != '/') return found;
    return find_along(path, component, size);
}
