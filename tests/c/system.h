/* What differs between systems, for the tests in C and C++: waiting for a descriptor, folders, the environment. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <stdio.h>
#include <stdlib.h>

#include "commdn.h"

#if defined(_WIN32)

#include <direct.h>
#include <io.h>
#include <unistd.h>
#define WIN32_LEAN_AND_MEAN
#if !defined(NOMINMAX)
#define NOMINMAX
#endif
#include <windows.h>

/* No descriptor. */
#define NO_FD NULL

static inline int readable(commdn_fd fd, int timeout_ms) {
    return WaitForSingleObject(fd, (DWORD)timeout_ms) == WAIT_OBJECT_0;
}

/* As POSIX has it: the six letters at the end are replaced. */
static inline char *mkdtemp(char *path) {
    static unsigned number = 0;
    char *end = path;
    while (*end != '\0') end++;
    for (int i = 0; i < 1000; i++) {
        snprintf(end - 6, 7, "%06u", (unsigned)(GetCurrentProcessId() * 1000 + number++) % 1000000);
        if (_mkdir(path) == 0) return path;
    }
    return NULL;
}

static inline int set_variable(const char *name, const char *value) { return _putenv_s(name, value) == 0; }

/* Remove a folder with all that is in it. */
static inline int remove_folder(const char *path) {
    char command[300];
    snprintf(command, sizeof command, "rmdir /s /q \"%s\"", path);
    for (char *at = command + 12; *at != '\0'; at++) {
        if (*at == '/') *at = '\\';
    }
    return system(command) == 0;
}

#else

#include <poll.h>
#include <unistd.h>

/* No descriptor. */
#define NO_FD (-1)

static inline int readable(commdn_fd fd, int timeout_ms) {
    struct pollfd one = {0, POLLIN, 0};
    one.fd = fd;
    return poll(&one, 1, timeout_ms) == 1 && (one.revents & POLLIN) != 0;
}

static inline int set_variable(const char *name, const char *value) { return setenv(name, value, 1) == 0; }

/* Remove a folder with all that is in it. */
static inline int remove_folder(const char *path) {
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", path);
    return system(command) == 0;
}

#endif

#endif
