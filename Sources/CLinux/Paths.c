#define _GNU_SOURCE

#include "CLinux.h"

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

int clinux_find_unsafe_component(const char *path, char *component, size_t size) {
    char whole[PATH_MAX];
    if (realpath(path, whole) == NULL) return -1;
    size_t length = strlen(whole);
    for (size_t end = 1; end <= length; end++) {
        // "/", then every prefix that ends before a slash or at the end.
        if (end != 1 && end != length && whole[end] != '/') continue;
        char prefix[PATH_MAX];
        memcpy(prefix, whole, end);
        prefix[end] = '\0';
        int failed;
        int unsafe = is_unsafe(prefix, &failed);
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
