// The hash of libcrypto, for what needs nothing else of it.
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CCRYPTO_SHA256_LENGTH 32

/// HMAC-SHA256 (RFC 2104) of a message. `key` has at most 64 bytes; a longer one is cut to them.
void ccrypto_hmac_sha256(const uint8_t *key, size_t key_length, const uint8_t *message, size_t length,
                         uint8_t code[CCRYPTO_SHA256_LENGTH]);

/// Whether two byte strings of one length are equal; takes the same time wherever they differ.
bool ccrypto_equal(const uint8_t *left, const uint8_t *right, size_t length);

#endif
