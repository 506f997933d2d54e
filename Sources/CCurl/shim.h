// libcurl for Swift: its option functions are variadic, which Swift cannot call, and its message holds a union.

#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

// Swift attributes a system type to the module it meets first: without this, whichever file is compiled first decides
// whether sockets and threads belong to Glibc or to this module.
#if __has_feature(modules)
#pragma clang module import SwiftGlibc
#endif

#include <curl/curl.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*ccurl_write_function)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_write_function(CURL *handle, ccurl_write_function function) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
}

// What is left of a text that a transfer sends.
struct ccurl_upload {
    const char *bytes;
    size_t count;
};

static size_t ccurl_read_upload(char *buffer, size_t size, size_t count, void *context) {
    struct ccurl_upload *upload = (struct ccurl_upload *)context;
    size_t room = size * count < upload->count ? size * count : upload->count;
    if (room > 0) __builtin_memcpy(buffer, upload->bytes, room);
    upload->bytes += room;
    upload->count -= room;
    return room;
}

// The transfer sends this text, which must outlive it.
static inline CURLcode ccurl_set_upload(CURL *handle, struct ccurl_upload *upload) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, ccurl_read_upload);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_READDATA, (void *)upload);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    return code;
}

typedef int (*ccurl_debug_function)(CURL *handle, curl_infotype type, char *bytes, size_t size, void *context);

static inline CURLcode ccurl_set_debug_function(CURL *handle, ccurl_debug_function function) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}

static inline CURLcode ccurl_set_header_function(CURL *handle, ccurl_write_function function) {
    return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// Makes a transfer use a connected socket: `*(int *)socket`, which becomes libcurl's, -1 once it is taken.
//
// libcurl 7.88 calls connect() even on a socket it is told is connected. Linux answers the first connect() after a
// non-blocking one that was under way with success, so the socket must have been connected in that way, and nobody may
// have called connect() since. Later versions do not ask.
static inline curl_socket_t ccurl_hand_over(void *socket, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    (void)address;
    int descriptor = *(int *)socket;
    *(int *)socket = -1;
    return descriptor < 0 ? CURL_SOCKET_BAD : descriptor;
}

static inline int ccurl_is_connected(void *context, curl_socket_t descriptor, curlsocktype purpose) {
    (void)context;
    (void)descriptor;
    (void)purpose;
    return CURL_SOCKOPT_ALREADY_CONNECTED;
}

typedef int (*ccurl_close_function)(void *context, curl_socket_t descriptor);

static inline CURLcode ccurl_use_socket(CURL *handle, int *socket, ccurl_close_function close) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, ccurl_hand_over);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, (void *)socket);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, ccurl_is_connected);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, close);
    return code;
}

static inline CURLcode ccurl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

// The texts that describe one certificate of the server's chain, the server's own first; NULL beyond the last.
static inline struct curl_slist *ccurl_certificate(CURL *handle, int index) {
    struct curl_certinfo *chain = NULL;
    if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL) return NULL;
    return index >= 0 && index < chain->num_of_certs ? chain->certinfo[index] : NULL;
}

static inline CURLcode ccurl_get_socket(CURL *handle, int *descriptor) {
    curl_socket_t active = CURL_SOCKET_BAD;
    CURLcode code = curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &active);
    *descriptor = active == CURL_SOCKET_BAD ? -1 : active;
    return code;
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// Microseconds since the start of the transfer, for CURLINFO_*_TIME_T.
static inline CURLcode ccurl_get_time(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

typedef int (*ccurl_socket_function)(CURL *handle, curl_socket_t descriptor, int what, void *context, void *socket);
typedef int (*ccurl_timer_function)(CURLM *multi, long milliseconds, void *context);

static inline CURLMcode ccurl_multi_watch(CURLM *multi, ccurl_socket_function socket, ccurl_timer_function timer,
                                          void *context) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    if (code == CURLM_OK) code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (code == CURLM_OK) code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    if (code == CURLM_OK) code = curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return code;
}

// The next finished transfer and its result, or NULL.
static inline CURL *ccurl_multi_finished(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

#endif
