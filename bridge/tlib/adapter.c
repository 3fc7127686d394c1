/*
 * commdn-tlib: a client on standard input and output, a T-Server through T-Library. One thread
 * calls T-Library and does everything else; what it sends to the client waits in a buffer with a
 * limit, so that a client that does not read holds up nothing.
 *
 * What is particular to T-Library's connections is here; frames are in frame.h, open requests and DNs in table.h.
 */
#include "tlibrary.h"

#include "commdn_tlib.h"

#include "frame.h"
#include "settings.h"
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <unistd.h>

enum { TERR_UNSUPPORTED = 51, TERR_INVALID_ATTRIBUTE = 53, TERR_NO_LINK = 54 };
enum { STEP_MS = 10, REOPEN_MS = 250, REGISTER_MS = 5000 };
/* By number: a tlibrary.h may be older than these. */
enum { EVENT_PRIMARY_CHANGED = 133, EVENT_DN_OUT_OF_SERVICE = 147, EVENT_DN_BACK_IN_SERVICE = 148 };

static struct {
    adapter_settings settings;
    buffer in, out;
    requests open;
    address *addresses;
    /* The client. */
    int greeted, introduced, connected, link_shown, ended, exit_code;
    char *client_name, *client_password;
    long keep_alive_ms, received_at, polled_at;
    /* T-Server: the handle or -1, whether it took us, and its link (-1: not told). */
    TServer server;
    /* A connection to be closed, or -1: not within its own dispatch function. */
    TServer closing;
    int which, accepted, link, refusals, lost_lines;
    long opened_at, reopen_at, backoff_ms, login_until, grace_until;
    int refused_code;
    char why[256];
} the;

static long now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A line on standard error, unless that would wait: then it is counted. No value of user data is ever given to it. */
static void log_line(const char *level, const char *format, ...) {
    char line[512];
    int length = snprintf(line, sizeof line, "time=%ld level=%s ", (long)time(NULL), level);
    struct pollfd ready = {STDERR_FILENO, POLLOUT, 0};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + length, sizeof line - (size_t)length, format, arguments);
    va_end(arguments);
    if (poll(&ready, 1, 0) <= 0 || !(ready.revents & POLLOUT)) {
        the.lost_lines++;
        return;
    }
    if (the.lost_lines > 0) {
        fprintf(stderr, "%s lost_lines=%d\n", line, the.lost_lines);
        the.lost_lines = 0;
    } else {
        fprintf(stderr, "%s\n", line);
    }
}

static void end(int code) {
    if (!the.ended) the.exit_code = code;
    the.ended = 1;
}

static const char *words(long code) {
    switch (code) {
    case 40: return "no licence is left on the T-Server";
    case 41: return "the DN is not registered by this client";
    case 51: return "the T-Server does not support this";
    case 53: return "an attribute is invalid";
    case 54: return "no link to the switch";
    case 57: return "the T-Server timed out";
    case 58: return "out of service";
    case 59: return "the DN is not in the configuration";
    default: return "error of the T-Server";
    }
}

/* ---- To the client. ---- */

static void tell(unsigned message, const char *dn, int has_reference, int reference) {
    size_t begun = frame_begin(&the.out, message);
    frame_put_text(&the.out, ATTR_THIS_DN, dn);
    if (has_reference) frame_put_int(&the.out, ATTR_REFERENCE_ID, reference);
    frame_end(&the.out, begun);
}

static void refuse(int reference, const char *dn, long code, const char *text) {
    char all[512];
    size_t begun = frame_begin(&the.out, MSG_ERROR);
    if (text == NULL) text = "";
    snprintf(all, sizeof all, "%s%s%s", words(code), *text == '\0' ? "" : ": ", text);
    frame_put_int(&the.out, ATTR_REFERENCE_ID, reference);
    frame_put_text(&the.out, ATTR_THIS_DN, dn);
    frame_put_int(&the.out, ATTR_ERROR_CODE, (int)code);
    frame_put_text(&the.out, ATTR_ERROR_MESSAGE, all);
    frame_end(&the.out, begun);
}

/* Up: the T-Server took us, its link is up, and it has every DN that the client was told is registered. */
static int is_up(void) {
    const address *each;
    if (!the.accepted || the.link != 1) return 0;
    for (each = the.addresses; each != NULL; each = each->next) {
        if (each->told && !each->registered) return 0;
    }
    return 1;
}

static void refresh(void) {
    int up = is_up();
    if (!the.connected && the.accepted) {
        the.connected = 1;
        tell(MSG_SERVER_CONNECTED, NULL, 0, 0);
    }
    if (!the.connected || up == the.link_shown) return;
    /* Before it was up for the first time there is nothing to take back. */
    the.link_shown = up;
    tell(up ? MSG_LINK_CONNECTED : MSG_LINK_DISCONNECTED, NULL, 0, 0);
}

/* ---- From T-Server. ---- */

static void register_address(address *of) {
    of->registered = 0;
    of->asked_at = now_ms();
    of->reference = TRegisterAddress(the.server, of->dn, ModeShare, RegisterDefault, AddressTypeDN, NULL);
    if (of->reference < 0) log_line("warn", "event=register-failed");
}

static void link_is(int up) {
    address *each;
    the.link = up;
    log_line("info", "event=link up=%d", up);
    for (each = the.addresses; up && each != NULL; each = each->next) {
        if (!each->registered && each->reference < 0) register_address(each);
    }
    refresh();
}

static void accepted(void) {
    if (the.accepted) return;
    the.accepted = 1;
    the.backoff_ms = REOPEN_MS;
    the.grace_until = 0;
    the.refusals = 0;
    the.opened_at = now_ms();
    log_line("info", "event=channel-opened server=%s:%d", the.settings.host[the.which], the.settings.port[the.which]);
    refresh();
}

/* The connection is gone, or was refused: the next server after a pause. */
static void lost(const char *why, int refused) {
    address *each;
    if (the.server >= 0) the.closing = the.server;
    the.server = -1;
    snprintf(the.why, sizeof the.why, "%s:%d: %s", the.settings.host[the.which], the.settings.port[the.which], why);
    log_line("warn", "event=channel-lost cause=\"%s\"", the.why);
    if (the.accepted && the.grace_until == 0) the.grace_until = now_ms() + the.settings.grace_ms;
    if (!the.accepted) the.which = (the.which + 1) % the.settings.servers;
    the.refusals = refused ? the.refusals + 1 : 0;
    the.accepted = 0;
    the.link = -1;
    for (each = the.addresses; each != NULL; each = each->next) {
        each->registered = 0;
        each->reference = -1;
    }
    /* What is on its way may have been taken: nothing is answered for it. */
    requests_clear(&the.open);
    if (the.refusals >= the.settings.servers) {
        the.reopen_at = now_ms() + the.settings.refused_ms;
        if (!the.connected) the.login_until = now_ms();
    } else {
        the.reopen_at = now_ms() + the.backoff_ms / 2 + rand() % (the.backoff_ms / 2 + 1);
        the.backoff_ms *= 2;
        if (the.backoff_ms > the.settings.max_backoff_ms) the.backoff_ms = the.settings.max_backoff_ms;
    }
    refresh();
}

static void registered(const TEvent *event) {
    address *of = addresses_by_reference(the.addresses, event->ReferenceID);
    if (of == NULL && event->ThisDN != NULL) of = addresses_find(the.addresses, event->ThisDN);
    if (of == NULL) return;
    of->registered = 1;
    of->reference = -1;
    if (!of->told) tell(MSG_REGISTERED, of->dn, 1, of->client_reference);
    of->told = 1;
    refresh();
}

static void forget(address *of, int tell_client) {
    if (tell_client) tell(MSG_UNREGISTERED, of->dn, 0, 0);
    addresses_remove(&the.addresses, of);
    refresh();
}

static void error(const TEvent *event) {
    int client_reference;
    address *of = addresses_by_reference(the.addresses, event->ReferenceID);
    log_line("warn", "event=refused code=%ld", (long)event->ErrorCode);
    if (requests_take(&the.open, event->ReferenceID, &client_reference)) {
        refuse(client_reference, NULL, (long)event->ErrorCode, event->ErrorMessage);
    } else if (of != NULL && of->told) {
        /* It was registered once: the client asks again and is told then why it cannot have it. */
        forget(of, 1);
    } else if (of != NULL) {
        refuse(of->client_reference, of->dn, (long)event->ErrorCode, event->ErrorMessage);
        forget(of, 0);
    } else if (!the.accepted) {
        the.refused_code = (int)event->ErrorCode;
        lost(event->ErrorMessage == NULL ? words((long)event->ErrorCode) : event->ErrorMessage, 1);
    }
}

static void user_event(const TEvent *event) {
    commdn_kvlist *list = NULL;
    uint8_t *packed = NULL;
    size_t bytes = 0, begun;
    ulong64_t sequence = TEventGetLongAttr(event, AttributeEventSequenceNumber);
    if (event->UserData == NULL) return;
    if (commdn_tlib_to_kvlist(event->UserData, &list, NULL) != COMMDN_OK
        || commdn_kvlist_pack(list, NULL, &packed, &bytes, NULL) != COMMDN_OK) {
        log_line("error", "event=event-refused cause=\"its user data cannot be packed\"");
    } else {
        begun = frame_begin(&the.out, MSG_USER_EVENT);
        frame_put_text(&the.out, ATTR_THIS_DN, event->ThisDN);
        frame_put_bytes(&the.out, ATTR_USER_DATA, packed, bytes);
        if (sequence != 0) frame_put_long(&the.out, ATTR_SEQUENCE_NUMBER, sequence);
        frame_put_int(&the.out, ATTR_TIME_SECONDS, (int)event->Time.seconds);
        frame_put_int(&the.out, ATTR_TIME_MICROSECONDS, (int)event->Time.useconds);
        frame_end(&the.out, begun);
    }
    commdn_bytes_free(packed);
    commdn_kvlist_free(list);
}

static void dispatch(TEvent *event) {
    int client_reference;
    address *of;
    switch ((int)event->Event) {
    case EventServerConnected: accepted(); break;
    case EventServerDisconnected: lost("T-Server ended the connection", 0); break;
    case EventLinkConnected:
        accepted();
        link_is(1);
        break;
    case EventLinkDisconnected:
        accepted();
        link_is(0);
        break;
    case EventRegistered: registered(event); break;
    case EventError: error(event); break;
    case EventUserEvent: user_event(event); break;
    case EventACK:
        if (requests_take(&the.open, event->ReferenceID, &client_reference)) tell(MSG_ACK, NULL, 1, client_reference);
        break;
    case EventUnregistered:
        of = event->ThisDN == NULL ? NULL : addresses_find(the.addresses, event->ThisDN);
        if (of != NULL && of->registered) forget(of, 1);
        break;
    case EVENT_DN_OUT_OF_SERVICE: tell(MSG_DN_OUT_OF_SERVICE, event->ThisDN, 0, 0); break;
    case EVENT_DN_BACK_IN_SERVICE: tell(MSG_DN_BACK_IN_SERVICE, event->ThisDN, 0, 0); break;
    case EVENT_PRIMARY_CHANGED: tell(MSG_PRIMARY_CHANGED, NULL, 0, 0); break;
    default: break;
    }
}

static void close_lost(void) {
    if (the.closing >= 0) TCloseServer(the.closing);
    the.closing = -1;
}

static void open_server(void) {
    char *name = the.settings.client_name == NULL ? the.client_name : (char *)(uintptr_t)the.settings.client_name;
    char *password = the.settings.password == NULL ? the.client_password : the.settings.password;
    the.accepted = 0;
    the.link = -1;
    the.opened_at = now_ms();
    the.server = TOpenServerEx(the.settings.host[the.which], the.settings.port[the.which], dispatch, name, password,
                               AsyncMode);
    if (the.server < 0) {
        the.server = -1;
        lost("T-Library cannot open it", 0);
    }
}

/* ---- From the client. ---- */

static void introduce(const unsigned char *body, size_t count) {
    int keep_alive = 0;
    the.introduced = 1;
    the.client_name = frame_text(body, count, ATTR_APPLICATION_NAME);
    the.client_password = frame_text(body, count, ATTR_APPLICATION_PASSWORD);
    frame_int(body, count, ATTR_KEEP_ALIVE_MS, &keep_alive);
    the.keep_alive_ms = keep_alive > 0 ? keep_alive : 0;
    if (the.client_name == NULL && the.settings.client_name == NULL) {
        refuse(0, NULL, TERR_INVALID_ATTRIBUTE, "neither --client-name nor the client names an application");
        end(EXIT_REFUSED);
        return;
    }
    the.login_until = now_ms() + the.settings.login_ms;
    open_server();
}

static void want_address(const unsigned char *body, size_t count) {
    char *dn = frame_text(body, count, ATTR_THIS_DN);
    int reference = 0;
    address *of;
    frame_int(body, count, ATTR_REFERENCE_ID, &reference);
    if (dn == NULL || !is_up()) {
        refuse(reference, dn, dn == NULL ? TERR_INVALID_ATTRIBUTE : TERR_NO_LINK, NULL);
        free(dn);
        return;
    }
    of = addresses_find(the.addresses, dn);
    if (of != NULL) {
        free(dn);
    } else {
        of = addresses_add(&the.addresses, dn);
    }
    if (of == NULL) return;
    of->client_reference = reference;
    of->told = 0;
    register_address(of);
}

static void give_up_address(const unsigned char *body, size_t count) {
    char *dn = frame_text(body, count, ATTR_THIS_DN);
    int reference = 0;
    address *of = dn == NULL ? NULL : addresses_find(the.addresses, dn);
    frame_int(body, count, ATTR_REFERENCE_ID, &reference);
    if (of == NULL) {
        refuse(reference, dn, 41, NULL);
    } else {
        if (of->registered) TUnregisterAddress(the.server, of->dn, RegisterDefault, NULL);
        tell(MSG_UNREGISTERED, dn, 1, reference);
        forget(of, 0);
    }
    free(dn);
}

static void distribute(const unsigned char *body, size_t count) {
    size_t nested_bytes = 0, packed_bytes = 0;
    const unsigned char *nested = frame_attribute(body, count, ATTR_USER_EVENT, &nested_bytes);
    const unsigned char *packed = nested == NULL ? NULL
                                                 : frame_attribute(nested, nested_bytes, ATTR_USER_DATA, &packed_bytes);
    char *dn = frame_text(body, count, ATTR_COMMUNICATION_DN);
    commdn_kvlist *list = NULL;
    TEvent event;
    int reference = 0, sent;
    frame_int(body, count, ATTR_REFERENCE_ID, &reference);
    memset(&event, 0, sizeof event);
    event.Event = EventUserEvent;
    if (dn != NULL && packed != NULL && commdn_kvlist_unpack(packed, packed_bytes, NULL, &list, NULL) == COMMDN_OK) {
        event.UserData = commdn_tlib_from_kvlist(list);
    }
    if (event.UserData == NULL) {
        refuse(reference, NULL, TERR_INVALID_ATTRIBUTE, "the user data is no list, or T-Library cannot hold it");
    } else if (!is_up()) {
        refuse(reference, NULL, TERR_NO_LINK, NULL);
    } else {
        sent = TSendUserEvent(the.server, dn, &event);
        if (sent < 0) {
            refuse(reference, NULL, TERR_NO_LINK, "T-Library did not take it");
        } else if (!requests_add(&the.open, sent, reference)) {
            log_line("error", "event=no-memory");
        }
    }
    if (event.UserData != NULL) TKVListFree(event.UserData);
    commdn_kvlist_free(list);
    free(dn);
}

/* T-Library knows T-Server only. */
static void no_objects(const unsigned char *body, size_t count) {
    int reference = 0;
    frame_int(body, count, ATTR_REFERENCE_ID, &reference);
    refuse(reference, NULL, TERR_UNSUPPORTED, "T-Library does not read the configuration");
}

static void take(const unsigned char *body, size_t count) {
    unsigned message = frame_message(body);
    if (!the.introduced && message != MSG_REGISTER_CLIENT) {
        log_line("error", "event=client-malformed cause=\"message %u before RequestRegisterClient\"", message);
        end(EXIT_CLIENT);
        return;
    }
    switch (message) {
    case MSG_REGISTER_CLIENT:
        if (!the.introduced) introduce(body, count);
        break;
    case MSG_REGISTER_ADDRESS: want_address(body, count); break;
    case MSG_UNREGISTER_ADDRESS: give_up_address(body, count); break;
    case MSG_DISTRIBUTE: distribute(body, count); break;
    case MSG_READ_OBJECTS: no_objects(body, count); break;
    case MSG_KEEP_ALIVE_POLL: tell(MSG_KEEP_ALIVE_ANSWER, NULL, 0, 0); break;
    default: break;
    }
}

static void read_client(void) {
    unsigned char *room = buffer_room(&the.in, 65536);
    ssize_t came = room == NULL ? -1 : read(STDIN_FILENO, room, 65536);
    long whole = 0;
    if (came < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (came <= 0) {
        log_line("info", "event=client-ended");
        end(EXIT_OK);
        return;
    }
    the.received_at = now_ms();
    the.polled_at = 0;
    the.in.end += (size_t)came;
    if (!the.greeted && the.in.end - the.in.start >= FRAME_PREFACE) {
        if (memcmp(the.in.bytes + the.in.start, frame_preface, 6) != 0) {
            log_line("error", "event=client-malformed cause=\"its first bytes are not COMMDN\"");
            end(EXIT_CLIENT);
            return;
        }
        the.greeted = 1;
        the.in.start += FRAME_PREFACE;
    }
    while (the.greeted && !the.ended) {
        whole = frame_whole(the.in.bytes + the.in.start, the.in.end - the.in.start);
        if (whole <= 0) break;
        take(the.in.bytes + the.in.start + 4, (size_t)whole - 4);
        the.in.start += (size_t)whole;
    }
    if (whole < 0) {
        log_line("error", "event=client-malformed cause=\"bytes that are no frame\"");
        end(EXIT_CLIENT);
    }
}

static void write_client(void) {
    ssize_t gone = write(STDOUT_FILENO, the.out.bytes + the.out.start, the.out.end - the.out.start);
    if (gone > 0) {
        the.out.start += (size_t)gone;
    } else if (gone < 0 && errno != EINTR && errno != EAGAIN) {
        the.out.start = the.out.end;
        end(EXIT_OK);
    }
}

/* ---- Time. ---- */

static void poll_client(long now) {
    if (the.keep_alive_ms == 0 || now - the.received_at < the.keep_alive_ms) return;
    if (the.polled_at == 0) {
        the.polled_at = now;
        tell(MSG_KEEP_ALIVE_POLL, NULL, 0, 0);
    } else if (now - the.polled_at >= the.keep_alive_ms) {
        log_line("error", "event=client-silent");
        end(EXIT_CLIENT);
    }
}

/* A DN that T-Server does not register again in time is handed back: the client asks for it anew. */
static void give_up_late(long now) {
    address *each = the.addresses, *next;
    for (; each != NULL && the.link == 1; each = next) {
        next = each->next;
        if (each->told && !each->registered && now - each->asked_at >= REGISTER_MS) forget(each, 1);
    }
}

static void let_time_pass(void) {
    long now = now_ms();
    poll_client(now);
    if (!the.introduced || the.ended) return;
    if (the.server < 0 && now >= the.reopen_at) open_server();
    if (the.server >= 0 && !the.accepted && now - the.opened_at >= REGISTER_MS) lost("no answer", 0);
    if (the.accepted && the.link < 0 && now - the.opened_at >= the.settings.link_ms) {
        log_line("info", "event=link-assumed");
        link_is(1);
    }
    give_up_late(now);
    if (!the.connected && now >= the.login_until) {
        refuse(0, NULL, the.refused_code == 0 ? TERR_NO_LINK : the.refused_code, the.why);
        end(EXIT_REFUSED);
    }
    if (the.grace_until != 0 && now >= the.grace_until) {
        tell(MSG_SERVER_DISCONNECTED, NULL, 0, 0);
        end(EXIT_LINK_LOST);
    }
    if (the.out.end - the.out.start > the.settings.max_queue_bytes) {
        log_line("error", "event=client-slow waiting_bytes=%lu", (unsigned long)(the.out.end - the.out.start));
        the.out.start = the.out.end;
        end(EXIT_CLIENT_SLOW);
    }
}

static void serve(void) {
    memcpy(buffer_room(&the.out, FRAME_PREFACE), frame_preface, FRAME_PREFACE);
    the.out.end += FRAME_PREFACE;
    the.received_at = now_ms();
    while (!the.ended) {
        /* T-Library tells nobody portably when it has something: both are looked at every few milliseconds. */
        struct pollfd ready[2] = {{STDIN_FILENO, POLLIN, 0}, {-1, POLLOUT, 0}};
        if (the.out.end > the.out.start) ready[1].fd = STDOUT_FILENO;
        poll(ready, 2, STEP_MS);
        if (ready[0].revents != 0) read_client();
        if (the.server >= 0) TScanServer(the.server, 0);
        close_lost();
        if (the.out.end > the.out.start) write_client();
        let_time_pass();
    }
}

/* What waits still goes out, within a moment, and T-Server is told good-bye. */
static void wind_up(void) {
    long until = now_ms() + 2000;
    while (the.out.end > the.out.start && now_ms() < until) {
        struct pollfd ready = {STDOUT_FILENO, POLLOUT, 0};
        poll(&ready, 1, STEP_MS);
        write_client();
    }
    while (the.addresses != NULL) {
        if (the.addresses->registered && the.server >= 0) {
            TUnregisterAddress(the.server, the.addresses->dn, RegisterDefault, NULL);
        }
        addresses_remove(&the.addresses, the.addresses);
    }
    close_lost();
    if (the.server >= 0) TCloseServer(the.server);
    requests_clear(&the.open);
    free(the.client_name);
    free(the.client_password);
    free(the.in.bytes);
    free(the.out.bytes);
    settings_free(&the.settings);
}

int main(int argc, char **argv) {
    int code = settings_read(&the.settings, argc, argv);
    if (code < 0 && the.settings.self_test) code = commdn_tlib_self_test(stdout) == 0 ? EXIT_OK : EXIT_REFUSED;
    if (code >= 0) {
        settings_free(&the.settings);
        return code;
    }
    the.server = the.closing = -1;
    the.link = -1;
    the.backoff_ms = REOPEN_MS;
    fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
    signal(SIGPIPE, SIG_IGN);
    serve();
    wind_up();
    return the.exit_code;
}
