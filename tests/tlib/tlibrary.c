/* Connections of the T-Library double: the frames of docs/link-protocol.md over TCP, one server at a time. */
#include "tlibrary.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ServerHandle = 1, MaxFrame = 131072 };

static struct {
    int socket;
    int greeted;
    TDispatchFunction dispatch;
    void *data;
    int next_reference;
    ulong64_t sequence;
    unsigned char in[2 * MaxFrame];
    size_t have;
} server = {-1, 0, NULL, NULL, 0, 0, {0}, 0};

static unsigned get(const unsigned char *at, int bytes) {
    unsigned number = 0;
    while (bytes-- > 0) number = number << 8 | *at++;
    return number;
}

static unsigned char *put(unsigned char *out, unsigned number, int bytes) {
    while (bytes-- > 0) *out++ = (unsigned char)(number >> (8 * bytes));
    return out;
}

static unsigned char *attribute(unsigned char *out, unsigned id, const void *value, size_t length) {
    out = put(put(out, id, 2), (unsigned)length, 4);
    memcpy(out, value, length);
    return out + length;
}

static unsigned char *number(unsigned char *out, unsigned id, int value) {
    return put(put(put(out, id, 2), 4, 4), (unsigned)value, 4);
}

static int send_all(const unsigned char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(server.socket, bytes, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return -1;
        bytes += sent;
        count -= (size_t)sent;
    }
    return 0;
}

/* `frame` has its attributes from byte 6 to `end`. */
static int send_frame(unsigned char *frame, unsigned char *end, unsigned message) {
    put(put(frame, (unsigned)(end - frame) - 4, 4), message, 2);
    return send_all(frame, (size_t)(end - frame));
}

TServer TOpenServerEx(const char *host, int port, TDispatchFunction dispatch, const char *app, const char *password,
                      TOpenMode mode) {
    struct addrinfo hints, *found = NULL;
    char service[16];
    unsigned char frame[1024], *end = frame + 6;
    (void)mode;
    if (server.socket >= 0 || strlen(app) > 255 || (password != NULL && strlen(password) > 255)) return -1;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    snprintf(service, sizeof service, "%d", port);
    if (getaddrinfo(host, service, &hints, &found) != 0) return -1;
    server.socket = socket(found->ai_family, SOCK_STREAM, 0);
    if (connect(server.socket, found->ai_addr, found->ai_addrlen) != 0) {
        close(server.socket);
        server.socket = -1;
    }
    freeaddrinfo(found);
    if (server.socket < 0) return -1;
    server.greeted = 0;
    server.have = 0;
    server.dispatch = dispatch;
    end = attribute(end, 64, app, strlen(app));
    if (password != NULL) end = attribute(end, 65, password, strlen(password));
    if (send_all((const unsigned char *)"COMMDN\0\1", 8) != 0 || send_frame(frame, end, 0) != 0) {
        TCloseServer(ServerHandle);
        return -1;
    }
    return ServerHandle;
}

TServer TOpenServer(const char *name, TDispatchFunction dispatch, const char *app, const char *password,
                    TOpenMode mode) {
    char host[256];
    const char *colon = strrchr(name, ':');
    if (colon == NULL || (size_t)(colon - name) >= sizeof host) return -1;
    memcpy(host, name, (size_t)(colon - name));
    host[colon - name] = '\0';
    return TOpenServerEx(host, atoi(colon + 1), dispatch, app, password, mode);
}

int TCloseServer(TServer handle) {
    if (handle != ServerHandle || server.socket < 0) return -1;
    close(server.socket);
    server.socket = -1;
    return 1;
}

static int on_address(TServer handle, const char *dn, unsigned message) {
    unsigned char frame[512], *end;
    int reference = server.next_reference + 1;
    if (handle != ServerHandle || server.socket < 0 || strlen(dn) > 255) return -1;
    server.next_reference = reference;
    end = attribute(frame + 6, 20, dn, strlen(dn));
    end = number(number(number(end, 2, reference), 49, ModeShare), 47, AddressTypeDN);
    return send_frame(frame, end, message) == 0 ? reference : -1;
}

int TRegisterAddress(TServer handle, const TDirectoryNumber dn, TRegisterMode mode, TControlMode control,
                     TAddressType type, TKVList *extensions) {
    (void)mode, (void)control, (void)type, (void)extensions;
    return on_address(handle, dn, 3);
}

int TUnregisterAddress(TServer handle, const TDirectoryNumber dn, TControlMode control, TKVList *extensions) {
    (void)control, (void)extensions;
    return on_address(handle, dn, 4);
}

int TSendUserEvent(TServer handle, const TDirectoryNumber dn, TEvent *event) {
    int length = 0, reference = server.next_reference + 1, result;
    unsigned char *packed, *frame, *end, *nested;
    if (handle != ServerHandle || server.socket < 0) return -1;
    server.next_reference = reference;
    packed = TKVListPack(event->UserData, &length);
    frame = (unsigned char *)malloc((size_t)length + strlen(dn) + 64);
    end = number(attribute(frame + 6, 59, dn, strlen(dn)), 2, reference);
    nested = end + 6;
    put(put(end, 58, 2), (unsigned)length + 8, 4);
    end = attribute(put(nested, EventUserEvent, 2), 51, packed, (size_t)length);
    result = send_frame(frame, end, 48);
    free(frame);
    free(packed);
    return result == 0 ? reference : -1;
}

ulong64_t TEventGetLongAttr(const TEvent *event, enum TAttribute attribute) {
    (void)event;
    return attribute == AttributeEventSequenceNumber ? server.sequence : 0;
}

int TEventGetIntAttr(const TEvent *event, enum TAttribute attribute) {
    return (int)TEventGetLongAttr(event, attribute);
}

char *TEventGetStringAttr(const TEvent *event, enum TAttribute attribute) {
    (void)event, (void)attribute;
    return NULL;
}

TKVList *TEventGetKVListAttr(const TEvent *event, enum TAttribute attribute) {
    (void)event, (void)attribute;
    return NULL;
}

int TSetApplicationData(TServer handle, void *data) {
    if (handle != ServerHandle) return -1;
    server.data = data;
    return 1;
}

char *TGetMessageTypeName(enum TMessageType message) {
    static char name[32];
    snprintf(name, sizeof name, "Message%d", (int)message);
    return name;
}

int TGetReferenceID(void) { return server.next_reference + 1; }

int TSetReferenceID(int reference_id) {
    server.next_reference = reference_id - 1;
    return reference_id;
}

static char *text(const unsigned char *value, size_t length) {
    char *copy = (char *)calloc(1, length + 1);
    memcpy(copy, value, length);
    return copy;
}

static char *copy(const char *of) { return of == NULL ? NULL : text((const unsigned char *)of, strlen(of)); }

TEvent *TCopyEvent(const TEvent *event) {
    TEvent *made = (TEvent *)malloc(sizeof *made);
    int length = 0;
    unsigned char *packed = event->UserData == NULL ? NULL : TKVListPack(event->UserData, &length);
    *made = *event;
    made->HomeLocation = copy(event->HomeLocation);
    made->ThisDN = copy(event->ThisDN);
    made->ErrorMessage = copy(event->ErrorMessage);
    made->UserData = packed == NULL ? NULL : TKVListUnpack(packed, length);
    made->Reasons = made->Extensions = NULL;
    free(packed);
    return made;
}

void TFreeEvent(TEvent *event) {
    free(event->HomeLocation);
    free(event->ThisDN);
    free(event->ErrorMessage);
    if (event->UserData != NULL) TKVListFree(event->UserData);
    free(event);
}

/* Hand one frame (from its message number on) to the program. */
static void hand_out(const unsigned char *at, const unsigned char *end) {
    TEvent event;
    memset(&event, 0, sizeof event);
    event.Event = (enum TMessageType)get(at, 2);
    event.Server = ServerHandle;
    event.ApplicationData = server.data;
    server.sequence = 0;
    for (at += 2; end - at >= 6;) {
        unsigned id = get(at, 2), length = get(at + 2, 4);
        at += 6;
        if (length > (unsigned)(end - at)) break;
        if (id == 2) event.ReferenceID = (int)get(at, 4);
        if (id == 46) event.ErrorCode = (int)get(at, 4);
        if (id == 148) server.sequence = length == 8 ? (ulong64_t)get(at, 4) << 32 | get(at + 4, 4) : get(at, 4);
        if (id == 20 && event.ThisDN == NULL) event.ThisDN = text(at, length);
        if (id == 1 && event.ErrorMessage == NULL) event.ErrorMessage = text(at, length);
        if (id == 51 && event.UserData == NULL) event.UserData = TKVListUnpack(at, (int)length);
        at += length;
    }
    server.dispatch(&event);
    free(event.ThisDN);
    free(event.ErrorMessage);
    TKVListFree(event.UserData);
}

static void lost(void) {
    TEvent event;
    memset(&event, 0, sizeof event);
    event.Event = EventServerDisconnected;
    event.Server = ServerHandle;
    event.ApplicationData = server.data;
    server.sequence = 0;
    TCloseServer(ServerHandle);
    server.dispatch(&event);
}

/* Hand out what came within that time; how many events. */
static int scan(int timeout_ms) {
    int events = 0;
    size_t used = 0;
    struct pollfd ready = {server.socket, POLLIN, 0};
    if (poll(&ready, 1, timeout_ms) > 0) {
        ssize_t came = recv(server.socket, server.in + server.have, sizeof server.in - server.have, 0);
        if (came <= 0) {
            lost();
            return 1;
        }
        server.have += (size_t)came;
    }
    if (!server.greeted && server.have >= 8) {
        server.greeted = 1;
        used = 8;
    }
    while (server.greeted && server.have - used >= 6) {
        size_t length = get(server.in + used, 4);
        if (length > MaxFrame) {
            lost();
            return events + 1;
        }
        if (server.have - used < 4 + length) break;
        hand_out(server.in + used + 4, server.in + used + 4 + length);
        events++;
        used += 4 + length;
    }
    memmove(server.in, server.in + used, server.have - used);
    server.have -= used;
    return events;
}

int TScanServer(TServer handle, int timeout_sec) {
    if (handle != ServerHandle || server.socket < 0) return -1;
    return scan(timeout_sec * 1000);
}

int TDispatch(TServer handle) {
    if (handle != ServerHandle || server.socket < 0) return -1;
    return scan(0);
}
