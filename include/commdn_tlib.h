/*
 * commdn_tlib.h: a commdn session over a T-Library connection that the program already has.
 *
 * Header only: include it after your own tlibrary.h, in one or more files, C99 or C++11 on, and
 * link commdn and T-Library. It uses of tlibrary.h: TRegisterAddress, TUnregisterAddress,
 * TSendUserEvent, TEvent, and the TKVList functions. It needs nothing of commdn_kvlist.h, which
 * is for programs without T-Library.
 *
 *     commdn_tlib_open(server, "8001", &bridge, &error);        once the link is up: registers the DN
 *     commdn_tlib_handle(bridge, event);                        first thing in the dispatch function
 *     commdn_tlib_tick(bridge);                                 after each TScanServer
 *     commdn_tlib_open_session(bridge, options, &session, ...); when commdn_tlib_registered() is 1
 *
 * T-Library is called on the thread that submits a request, or on another that submits at the same
 * time. So submit from the thread that runs the TScanServer loop, and poll for the outcome
 * (commdn_pending_poll()) instead of waiting: a wait in that thread would keep out the answer.
 *
 * A registration that T-Server takes away, and one that is gone with a lost connection, is asked for again; requests
 * wait meanwhile, as they do while the DN is out of service.
 */
#ifndef COMMDN_TLIB_H
#define COMMDN_TLIB_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commdn.h"

/**
 * Frees what TKVListPack() gave. Define it before this header is included where T-Library has another heap than the
 * program, as with another C runtime on Windows.
 */
#ifndef COMMDN_TLIB_FREE
#define COMMDN_TLIB_FREE(packed) free(packed)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** A CommDN on an open TServer. */
typedef struct commdn_tlib {
    /** The connection, which stays the program's. */
    TServer server;
    /** The DN, a copy. */
    char *dn;
    /** What carries the session. */
    commdn_host *host;
    /** The reference id of the registration. */
    int registration;
    /** What came of it: see commdn_tlib_registered(). */
    int registered;
    /** 1 while a registration that there was is to be had again. */
    int again;
    /** When it is asked for next, 0 if it has been asked for. */
    time_t ask_at;
    /** The pause before that, in seconds. */
    int pause;
    /** When the registration came. */
    time_t since;
} commdn_tlib;

/* ---- Lists. ---- */

static inline commdn_status commdn_tlib_i_fill(TKVList *from, commdn_kvlist *to, commdn_error **out_error) {
    commdn_status status = COMMDN_OK;
    TKVPair *pair;
    TKVListInitScanLoop(from);
    while (status == COMMDN_OK && (pair = TKVListNextPair(from)) != NULL) {
        const char *key = TKVListKey(pair);
        commdn_kvlist *nested = NULL;
        switch (TKVListType(pair)) {
        case KVTypeString: status = commdn_kvlist_add_string(to, key, TKVListStringValue(pair), out_error); break;
        case KVTypeInt: status = commdn_kvlist_add_int(to, key, TKVListIntValue(pair), out_error); break;
        case KVTypeBinary:
            status = commdn_kvlist_add_binary(to, key, TKVListBinaryValue(pair), (size_t)TKVListBinaryLength(pair),
                                              out_error);
            break;
        case KVTypeList:
            status = commdn_kvlist_new(&nested);
            if (status == COMMDN_OK) status = commdn_tlib_i_fill(TKVListListValue(pair), nested, out_error);
            if (status == COMMDN_OK) status = commdn_kvlist_add_list(to, key, nested, out_error);
            commdn_kvlist_free(nested);
            break;
        default: status = COMMDN_ERR_UNSUPPORTED;
        }
    }
    return status;
}

/**
 * T-Library's list as commdn's, freed with commdn_kvlist_free(); NULL unless COMMDN_OK.
 *
 * Pair by pair, so that it does not matter how T-Library packs. A list with a unicode value, which
 * the API cannot read, goes through TKVListPack().
 */
static inline commdn_status commdn_tlib_to_kvlist(TKVList *list, commdn_kvlist **out_list, commdn_error **out_error) {
    commdn_status status;
    if (out_error != NULL) *out_error = NULL;
    if (out_list == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    *out_list = NULL;
    if (list == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    status = commdn_kvlist_new(out_list);
    if (status == COMMDN_OK) status = commdn_tlib_i_fill(list, *out_list, out_error);
    if (status != COMMDN_OK) {
        commdn_kvlist_free(*out_list);
        *out_list = NULL;
    }
    if (status == COMMDN_ERR_UNSUPPORTED) {
        int length = 0;
        unsigned char *packed = TKVListPack(list, &length);
        status = packed == NULL ? COMMDN_ERR_INVALID_LIST
                                : commdn_kvlist_unpack(packed, (size_t)length, NULL, out_list, out_error);
        COMMDN_TLIB_FREE(packed);
    }
    return status;
}

/**
 * commdn's list as T-Library's, freed with TKVListFree(); NULL if T-Library cannot hold it. A string
 * ends at the first NUL inside it, as in every string that T-Library takes.
 */
static inline TKVList *commdn_tlib_from_kvlist(const commdn_kvlist *list) {
    TKVList *to = list == NULL ? NULL : TKVListCreate();
    size_t index, count = commdn_kvlist_count(list);
    for (index = 0; to != NULL && index < count; index++) {
        const char *key = NULL, *text = NULL;
        const uint8_t *bytes = NULL;
        const commdn_kvlist *inner = NULL;
        TKVList *nested;
        size_t n = 0, packed_bytes = 0;
        uint8_t *packed = NULL;
        int32_t type = -1, number = 0;
        TKVResult added = KVResultError;
        commdn_kvlist_key_at(list, index, &key, NULL);
        commdn_kvlist_type_at(list, index, &type);
        switch (type) {
        case COMMDN_TYPE_STRING:
            commdn_kvlist_string_at(list, index, &text, NULL);
            added = TKVListAddString(to, key, text);
            break;
        case COMMDN_TYPE_INT:
            commdn_kvlist_int_at(list, index, &number);
            added = TKVListAddInt(to, key, number);
            break;
        case COMMDN_TYPE_BINARY:
            commdn_kvlist_binary_at(list, index, &bytes, &n);
            /* T-Library takes no const. NOLINTNEXTLINE(performance-no-int-to-ptr) */
            added = TKVListAddBinary(to, key, (unsigned char *)(uintptr_t)bytes, (int)n);
            break;
        case COMMDN_TYPE_LIST:
            commdn_kvlist_list_at(list, index, &inner);
            nested = commdn_tlib_from_kvlist(inner);
            added = nested == NULL ? KVResultError : TKVListInsertList(to, key, nested);
            if (added != KVResultSuccessful && nested != NULL) TKVListFree(nested);
            break;
        default:
            /* A unicode value cannot be added: T-Library reads the whole list. */
            TKVListFree(to);
            if (commdn_kvlist_pack(list, NULL, &packed, &packed_bytes, NULL) != COMMDN_OK) return NULL;
            to = TKVListUnpack(packed, (int)packed_bytes);
            commdn_bytes_free(packed);
            return to;
        }
        if (added != KVResultSuccessful) {
            TKVListFree(to);
            to = NULL;
        }
    }
    return to;
}

/* ---- The bridge. ---- */

static inline int32_t commdn_tlib_i_send(const char *dn, const uint8_t *user_data, size_t user_data_bytes,
                                         void *context) {
    commdn_tlib *bridge = (commdn_tlib *)context;
    commdn_kvlist *list = NULL;
    TEvent event;
    int32_t reference = -1;
    memset(&event, 0, sizeof event);
    event.Event = EventUserEvent;
    if (commdn_kvlist_unpack(user_data, user_data_bytes, NULL, &list, NULL) == COMMDN_OK) {
        event.UserData = commdn_tlib_from_kvlist(list);
        /* T-Library takes no const. NOLINTNEXTLINE(performance-no-int-to-ptr) */
        if (event.UserData != NULL) reference = TSendUserEvent(bridge->server, (char *)(uintptr_t)dn, &event);
        if (event.UserData != NULL) TKVListFree(event.UserData);
    }
    commdn_kvlist_free(list);
    return reference;
}

/** Free the bridge and unregister the DN; its session loses its connection. NULL is harmless. */
static inline void commdn_tlib_free(commdn_tlib *bridge) {
    if (bridge == NULL) return;
    if (bridge->registered == 1) TUnregisterAddress(bridge->server, bridge->dn, RegisterDefault, NULL);
    commdn_host_free(bridge->host);
    free(bridge->dn);
    free(bridge);
}

/**
 * Put a CommDN on an open TServer and ask for its registration; NULL unless COMMDN_OK.
 *
 * Free the session first and the bridge after it, before the TServer is closed.
 */
static inline commdn_status commdn_tlib_open(TServer server, const char *dn, commdn_tlib **out_bridge,
                                             commdn_error **out_error) {
    commdn_tlib *bridge;
    commdn_status status;
    if (out_error != NULL) *out_error = NULL;
    if (out_bridge == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    *out_bridge = NULL;
    if (dn == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    bridge = (commdn_tlib *)calloc(1, sizeof *bridge);
    if (bridge == NULL) return COMMDN_ERR_INTERNAL;
    bridge->server = server;
    bridge->dn = (char *)malloc(strlen(dn) + 1);
    status = bridge->dn == NULL ? COMMDN_ERR_INTERNAL
                                : commdn_host_new(commdn_tlib_i_send, bridge, NULL, &bridge->host, out_error);
    if (status == COMMDN_OK) {
        strcpy(bridge->dn, dn);
        bridge->registration = TRegisterAddress(server, bridge->dn, ModeShare, RegisterDefault, AddressTypeDN, NULL);
        if (bridge->registration < 0) status = COMMDN_ERR_DISCONNECTED;
    }
    if (status != COMMDN_OK) {
        commdn_tlib_free(bridge);
        return status;
    }
    *out_bridge = bridge;
    return COMMDN_OK;
}

/* By number: a program's tlibrary.h may be older than these events. */
enum { commdn_tlib_i_out_of_service = 147, commdn_tlib_i_back_in_service = 148 };

/* A registration that lasted less is asked for again after a pause, from 1 second on, doubled up to a minute. */
enum { commdn_tlib_i_stable_s = 5, commdn_tlib_i_first_pause_s = 1, commdn_tlib_i_longest_pause_s = 60 };

static inline void commdn_tlib_i_ask(commdn_tlib *bridge, time_t now) {
    bridge->registered = 0;
    bridge->registration = TRegisterAddress(bridge->server, bridge->dn, ModeShare, RegisterDefault, AddressTypeDN,
                                            NULL);
    bridge->ask_at = 0;
    if (bridge->registration < 0) bridge->ask_at = now + commdn_tlib_i_longest_pause_s;
}

/** Ask again: at once, if the registration lasted, else after a pause that grows. */
static inline void commdn_tlib_i_ask_again(commdn_tlib *bridge) {
    time_t now = time(NULL);
    int lasted = bridge->registered == 1 && now - bridge->since >= commdn_tlib_i_stable_s;
    bridge->registered = 0;
    bridge->again = 1;
    if (lasted) bridge->pause = 0;
    bridge->ask_at = now + bridge->pause;
    bridge->pause = bridge->pause == 0 ? commdn_tlib_i_first_pause_s : 2 * bridge->pause;
    if (bridge->pause > commdn_tlib_i_longest_pause_s) bridge->pause = commdn_tlib_i_longest_pause_s;
}

/**
 * Let time pass: asks for a registration that was taken away again when its time has come. Call it in the loop, after
 * each TScanServer: commdn_tlib_handle() does as much, but only when an event comes. NULL is harmless.
 */
static inline void commdn_tlib_tick(commdn_tlib *bridge) {
    time_t now;
    if (bridge == NULL || bridge->ask_at == 0) return;
    now = time(NULL);
    /* A clock that was set back must not keep it waiting. */
    if (now >= bridge->ask_at || bridge->ask_at - now > commdn_tlib_i_longest_pause_s) commdn_tlib_i_ask(bridge, now);
}

/**
 * 1 while T-Server has registered the DN, 0 while that is asked for, -1 if it refused at first or the connection
 * is lost.
 */
static inline int commdn_tlib_registered(const commdn_tlib *bridge) { return bridge == NULL ? -1 : bridge->registered; }

/** Whether an event names the bridge's DN, or none. */
static inline int commdn_tlib_i_is_about_dn(const commdn_tlib *bridge, const TEvent *event) {
    return event->ThisDN == NULL || strcmp(event->ThisDN, bridge->dn) == 0;
}

static inline int commdn_tlib_i_user_event(commdn_tlib *bridge, const TEvent *event) {
    commdn_kvlist *list = NULL;
    uint8_t *packed = NULL;
    size_t bytes = 0;
    int taken = 0;
    if (event->ThisDN == NULL || strcmp(event->ThisDN, bridge->dn) != 0) return 0;
    if (commdn_tlib_to_kvlist(event->UserData, &list, NULL) == COMMDN_OK
        && commdn_kvlist_pack(list, NULL, &packed, &bytes, NULL) == COMMDN_OK) {
        taken = commdn_host_user_event(bridge->host, packed, bytes) == COMMDN_OK;
    }
    commdn_bytes_free(packed);
    commdn_kvlist_free(list);
    return taken;
}

/** What T-Server says of a registration that the bridge has asked for. */
static inline int commdn_tlib_i_registration(commdn_tlib *bridge, const TEvent *event) {
    if (event->ReferenceID != bridge->registration) return 0;
    if ((int)event->Event == (int)EventRegistered) {
        bridge->registered = 1;
        bridge->again = 0;
        bridge->since = time(NULL);
        commdn_host_connected(bridge->host);
    } else if (bridge->again) {
        commdn_tlib_i_ask_again(bridge);
    } else if (bridge->registered == 0) {
        bridge->registered = -1;
    }
    return 1;
}

/** News of the DN: of its service, or that its registration was taken away. */
static inline int commdn_tlib_i_dn_news(commdn_tlib *bridge, const TEvent *event) {
    if (!commdn_tlib_i_is_about_dn(bridge, event)) return 0;
    if ((int)event->Event == commdn_tlib_i_out_of_service) {
        commdn_host_out_of_service(bridge->host);
    } else if ((int)event->Event == commdn_tlib_i_back_in_service) {
        commdn_host_in_service(bridge->host);
    } else if (bridge->registered == 1) {
        commdn_host_unregistered(bridge->host);
        commdn_tlib_i_ask_again(bridge);
        commdn_tlib_tick(bridge);
    }
    return 1;
}

/** News of the connection and of its link to the switch, which are for the program, too. */
static inline void commdn_tlib_i_link_news(commdn_tlib *bridge, const TEvent *event) {
    if ((int)event->Event == (int)EventServerDisconnected) {
        bridge->registered = -1;
        bridge->again = 1;
        bridge->ask_at = 0;
        commdn_host_disconnected(bridge->host);
        return;
    }
    commdn_host_switch_link(bridge->host, (int)event->Event == (int)EventLinkConnected);
    /* The connection is back, under the same handle. */
    if ((int)event->Event == (int)EventLinkConnected && bridge->again && bridge->registered == -1) {
        commdn_tlib_i_ask(bridge, time(NULL));
    }
}

/**
 * Hand in an event of the dispatch function. 1 if it was for the CommDN, 0 if it is the program's
 * alone. It stays the program's in either case. News of the link and of the connection are for both: 0.
 */
static inline int commdn_tlib_handle(commdn_tlib *bridge, const TEvent *event) {
    if (bridge == NULL || event == NULL || event->Server != bridge->server) return 0;
    commdn_tlib_tick(bridge);
    switch ((int)event->Event) {
    case EventRegistered: return commdn_tlib_i_registration(bridge, event);
    case EventError:
        return commdn_tlib_i_registration(bridge, event)
               || commdn_host_refused(bridge->host, event->ReferenceID, (int32_t)event->ErrorCode, event->ErrorMessage)
                      == COMMDN_OK;
    case EventACK: return commdn_host_accepted(bridge->host, event->ReferenceID) == COMMDN_OK;
    case EventUserEvent: return commdn_tlib_i_user_event(bridge, event);
    case EventUnregistered:
    case commdn_tlib_i_out_of_service:
    case commdn_tlib_i_back_in_service: return commdn_tlib_i_dn_news(bridge, event);
    case EventLinkConnected:
    case EventLinkDisconnected:
    case EventServerDisconnected: commdn_tlib_i_link_news(bridge, event); return 0;
    default: return 0;
    }
}

/** Open a session over the bridge: see commdn_host_open_session(). */
static inline commdn_status commdn_tlib_open_session(const commdn_tlib *bridge, const commdn_session_options *options,
                                                     commdn_session **out_session, commdn_error **out_error) {
    return commdn_host_open_session(bridge == NULL ? NULL : bridge->host, options, out_session, out_error);
}

/* ---- The self-test. ---- */

/** Whether T-Library's bytes are ours with these options. */
static inline int commdn_tlib_i_same(const commdn_kvlist *list, int32_t prefix, int32_t units,
                                     const unsigned char *theirs, int length) {
    commdn_dialect *dialect = NULL;
    uint8_t *ours = NULL;
    size_t bytes = 0;
    int same = commdn_dialect_new(&dialect) == COMMDN_OK
               && commdn_dialect_set_list_prefix(dialect, prefix, NULL) == COMMDN_OK
               && commdn_dialect_set_unicode_length(dialect, units, NULL) == COMMDN_OK
               && commdn_kvlist_pack(list, dialect, &ours, &bytes, NULL) == COMMDN_OK && bytes == (size_t)length
               && memcmp(ours, theirs, bytes) == 0;
    commdn_bytes_free(ours);
    commdn_dialect_free(dialect);
    return same;
}

static inline void commdn_tlib_i_hex(FILE *out, const char *whose, const uint8_t *bytes, size_t count) {
    size_t at;
    fprintf(out, "  %s:", whose);
    for (at = 0; at < count; at++) fprintf(out, " %02x", bytes[at]);
    fputc('\n', out);
}

/** The sample as a T-Library reads it that counts unicode values in code units; NULL if it does not. */
static inline TKVList *commdn_tlib_i_read_units(const commdn_kvlist *sample) {
    commdn_dialect *dialect = NULL;
    uint8_t *packed = NULL;
    size_t bytes = 0;
    TKVList *list = NULL;
    if (commdn_dialect_new(&dialect) == COMMDN_OK
        && commdn_dialect_set_unicode_length(dialect, COMMDN_UNICODE_LENGTH_UNITS, NULL) == COMMDN_OK
        && commdn_kvlist_pack(sample, dialect, &packed, &bytes, NULL) == COMMDN_OK) {
        list = TKVListUnpack(packed, (int)bytes);
    }
    commdn_bytes_free(packed);
    commdn_dialect_free(dialect);
    return list;
}

/** Compare one sample; tells what differs and which option mends it. 1 if it differs. */
static inline int commdn_tlib_i_compare(FILE *out, const char *name, const commdn_kvlist *sample, TKVList *theirs) {
    int length = 0, differs;
    unsigned char *packed = theirs == NULL ? NULL : TKVListPack(theirs, &length);
    uint8_t *ours = NULL;
    size_t bytes = 0;
    if (packed == NULL) {
        fprintf(out, "%s: T-Library cannot pack it\n", name);
        return 1;
    }
    differs = !commdn_tlib_i_same(sample, COMMDN_LIST_PREFIX_LENGTH32, COMMDN_UNICODE_LENGTH_BYTES, packed, length);
    if (!differs) {
        fprintf(out, "%s: same\n", name);
    } else {
        const char *mends = "no option mends it";
        if (commdn_tlib_i_same(sample, COMMDN_LIST_PREFIX_TWO_LENGTHS16, COMMDN_UNICODE_LENGTH_BYTES, packed, length)) {
            mends = "commdn_dialect_set_list_prefix(COMMDN_LIST_PREFIX_TWO_LENGTHS16) mends it";
        } else if (commdn_tlib_i_same(sample, COMMDN_LIST_PREFIX_LENGTH32, COMMDN_UNICODE_LENGTH_UNITS, packed,
                                      length)) {
            mends = "commdn_dialect_set_unicode_length(COMMDN_UNICODE_LENGTH_UNITS) mends it";
        }
        fprintf(out, "%s: different, %s\n", name, mends);
        commdn_tlib_i_hex(out, "T-Library", packed, (size_t)length);
        if (commdn_kvlist_pack(sample, NULL, &ours, &bytes, NULL) == COMMDN_OK) {
            commdn_tlib_i_hex(out, "commdn   ", ours, bytes);
        }
        commdn_bytes_free(ours);
    }
    COMMDN_TLIB_FREE(packed);
    return differs;
}

/**
 * Pack samples with T-Library and with commdn and compare them byte for byte; one line to `out` for
 * each, with the option that mends a difference. How many differ: 0 is as it should be, -1 a fault.
 */
static inline int commdn_tlib_self_test(FILE *out) {
    static const char *const names[] = {"empty list", "string",      "bytes above 127", "int",
                                        "binary",     "nested list", "unicode"};
    int which, differences = 0;
    for (which = 0; which < 7; which++) {
        commdn_kvlist *sample = NULL, *inner = NULL;
        TKVList *theirs;
        commdn_status status = commdn_kvlist_new(&sample);
        if (status == COMMDN_OK) status = commdn_kvlist_new(&inner);
        if (which == 1) status = commdn_kvlist_add_string(sample, "name", "value", NULL);
        if (which == 2) status = commdn_kvlist_add_string(sample, "city", "M\374nchen", NULL);
        if (which == 3) status = commdn_kvlist_add_int(sample, "number", -19088744, NULL);
        if (which == 4) status = commdn_kvlist_add_binary(sample, "bytes", (const uint8_t *)"\0\1\377", 3, NULL);
        if (which == 5) {
            commdn_kvlist_add_int(inner, "number", 1, NULL);
            status = commdn_kvlist_add_list(sample, "list", inner, NULL);
        }
        if (which == 6) status = commdn_kvlist_add_unicode(sample, "text", "\303\244\342\202\254", NULL);
        theirs = commdn_tlib_from_kvlist(sample);
        if (theirs == NULL) theirs = commdn_tlib_i_read_units(sample);
        if (status == COMMDN_OK && out != NULL) {
            differences += commdn_tlib_i_compare(out, names[which], sample, theirs);
        }
        if (theirs != NULL) TKVListFree(theirs);
        commdn_kvlist_free(inner);
        commdn_kvlist_free(sample);
        if (status != COMMDN_OK || out == NULL) return -1;
    }
    return differences;
}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COMMDN_TLIB_H */
