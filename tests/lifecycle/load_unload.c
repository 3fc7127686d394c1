/* The library is loaded, used, and unloaded, again and again. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "commdn.h"

/* A function of the library by its name; ISO C has no cast from an object to a function. */
static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (found == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(EXIT_FAILURE);
    }
    return found;
}

#define LOAD(type, name, ...)                                                                                          \
    type (*name)(__VA_ARGS__);                                                                                         \
    *(void **)&name = symbol(library, "commdn_" #name)

int main(void) {
    for (int round = 0; round < 5; round++) {
        char file[64];
        snprintf(file, sizeof file, "libcommdn.so.%d", COMMDN_ABI);
        void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return EXIT_FAILURE;
        }
        LOAD(uint32_t, abi_version, void);
        LOAD(commdn_status, session_options_new, const char *, int32_t, commdn_session_options **, commdn_error **);
        LOAD(void, session_options_free, commdn_session_options *);
        LOAD(commdn_status, session_open, const char *, const commdn_session_options *, commdn_session **,
             commdn_error **);
        LOAD(commdn_status, session_call, const commdn_session *, const commdn_request *, int32_t, commdn_answer **,
             commdn_error **);
        LOAD(void, session_free, commdn_session *);
        LOAD(commdn_status, request_do_not_call, commdn_request **);
        LOAD(commdn_status, request_set_phone, commdn_request *, const char *, commdn_error **);
        LOAD(void, request_free, commdn_request *);
        LOAD(void, answer_free, commdn_answer *);

        commdn_session_options *options = NULL;
        commdn_session *session = NULL;
        commdn_request *request = NULL;
        commdn_answer *answer = NULL;
        int good = abi_version() == COMMDN_ABI && session_options_new("8001", 20, &options, NULL) == COMMDN_OK
                   && session_open("sim:", options, &session, NULL) == COMMDN_OK
                   && request_do_not_call(&request) == COMMDN_OK
                   && request_set_phone(request, "5551234567", NULL) == COMMDN_OK
                   && session_call(session, request, 5000, &answer, NULL) == COMMDN_OK && answer != NULL;
        answer_free(answer);
        request_free(request);
        session_free(session);
        session_options_free(options);
        if (!good || dlclose(library) != 0) {
            fprintf(stderr, "round %d failed\n", round);
            return EXIT_FAILURE;
        }
    }
    puts("load_unload: 5 rounds, 0 failed");
    return EXIT_SUCCESS;
}
