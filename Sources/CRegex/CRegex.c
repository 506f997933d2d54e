#include "CRegex.h"

#include <regex.h>
#include <stdlib.h>

struct cregex {
    regex_t compiled;
};

struct cregex *cregex_compile(const char *pattern, int ignores_case, char *message, size_t size) {
    struct cregex *regex = malloc(sizeof *regex);
    if (regex == NULL) {
        return NULL;
    }
    // REG_NEWLINE: ^ and $ match at every line, as they do for grep.
    int flags = REG_EXTENDED | REG_NEWLINE | REG_NOSUB | (ignores_case ? REG_ICASE : 0);
    int error = regcomp(&regex->compiled, pattern, flags);
    if (error != 0) {
        regerror(error, &regex->compiled, message, size);
        free(regex);
        return NULL;
    }
    return regex;
}

int cregex_matches(const struct cregex *regex, const uint8_t *bytes, size_t count) {
    // REG_STARTEND: the subject may hold NUL and has no end mark.
    regmatch_t range = {.rm_so = 0, .rm_eo = (regoff_t)count};
    int result = regexec(&regex->compiled, bytes == NULL ? "" : (const char *)bytes, 0, &range, REG_STARTEND);
    return result == 0 ? 1 : result == REG_NOMATCH ? 0 : -1;
}

void cregex_free(struct cregex *regex) {
    regfree(&regex->compiled);
    free(regex);
}
