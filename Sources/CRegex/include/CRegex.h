// POSIX extended regular expressions of the C library over bytes of any value.
#ifndef CREGEX_H
#define CREGEX_H

#include <stddef.h>
#include <stdint.h>

struct cregex;

/// Compiles a pattern, NUL-terminated. NULL after an error, whose text is in `message` then.
struct cregex *_Nullable cregex_compile(const char *_Nonnull pattern, int ignores_case, char *_Nonnull message, size_t size);

/// 1 = matches somewhere, 0 = does not, -1 = the C library has run out of memory. Several threads may match at once.
int cregex_matches(const struct cregex *_Nonnull regex, const uint8_t *_Nullable bytes, size_t count);

void cregex_free(struct cregex *_Nonnull regex);

#endif
