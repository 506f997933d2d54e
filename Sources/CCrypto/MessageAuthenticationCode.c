#include "CCrypto.h"

// The one-shot digests of libcrypto fetch providers, read its configuration and hold a megabyte; these functions are
// the bare hash. They are marked deprecated since 3.0 for what they do not do, and are part of every 3.x.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#define BLOCK_LENGTH 64

static void hash_padded(const uint8_t key[BLOCK_LENGTH], uint8_t pad, const uint8_t *message, size_t length,
                        uint8_t digest[SHA256_DIGEST_LENGTH]) {
    uint8_t block[BLOCK_LENGTH];
    SHA256_CTX context;
    for (size_t index = 0; index < BLOCK_LENGTH; index++) {
        block[index] = key[index] ^ pad;
    }
    SHA256_Init(&context);
    SHA256_Update(&context, block, BLOCK_LENGTH);
    SHA256_Update(&context, message, length);
    SHA256_Final(digest, &context);
    OPENSSL_cleanse(block, sizeof block);
    OPENSSL_cleanse(&context, sizeof context);
}

void ccrypto_hmac_sha256(const uint8_t *key, size_t key_length, const uint8_t *message, size_t length,
                         uint8_t code[CCRYPTO_SHA256_LENGTH]) {
    uint8_t padded[BLOCK_LENGTH] = {0};
    uint8_t inner[SHA256_DIGEST_LENGTH];
    memcpy(padded, key, key_length < BLOCK_LENGTH ? key_length : BLOCK_LENGTH);
    hash_padded(padded, 0x36, message, length, inner);
    hash_padded(padded, 0x5c, inner, sizeof inner, code);
    OPENSSL_cleanse(padded, sizeof padded);
    OPENSSL_cleanse(inner, sizeof inner);
}

bool ccrypto_equal(const uint8_t *left, const uint8_t *right, size_t length) {
    return CRYPTO_memcmp(left, right, length) == 0;
}
