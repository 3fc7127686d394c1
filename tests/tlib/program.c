/* A program as it is written for T-Library: it compiles with the double, alone and beside the bridge's header. */
#include "tlibrary.h"

#ifdef HEADER_OWN_FREE
#define COMMDN_TLIB_FREE(packed) HEADER_OWN_FREE(packed)
void HEADER_OWN_FREE(void *packed);
#endif
#include "commdn_tlib.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    TServer server;
    int up;
    TEvent *last;
} Program;

static char dn[] = "8001";

static void print(TKVList *list) {
    TKVPair *pair;
    TKVListInitScanLoop(list);
    while ((pair = TKVListNextPair(list)) != NULL) {
        switch (TKVListType(pair)) {
        case KVTypeString: printf("%s=%s\n", TKVListKey(pair), TKVListStringValue(pair)); break;
        case KVTypeInt: printf("%s=%d\n", TKVListKey(pair), TKVListIntValue(pair)); break;
        case KVTypeBinary: printf("%s: %d bytes\n", TKVListKey(pair), TKVListBinaryLength(pair)); break;
        case KVTypeList: print(TKVListListValue(pair)); break;
        default: break;
        }
    }
}

static void handler(TEvent *event) {
    Program *program = (Program *)event->ApplicationData;
    ulong64_t sequence;
    switch (event->Event) {
    case EventServerConnected: break;
    case EventServerDisconnected:
    case EventLinkDisconnected: program->up = 0; break;
    case EventLinkConnected:
        program->up = 1;
        (void)TRegisterAddress(event->Server, dn, ModeShare, RegisterDefault, AddressTypeDN, NULL);
        break;
    case EventError: printf("%ld %s\n", event->ErrorCode, event->ErrorMessage ? event->ErrorMessage : "none"); break;
    case EventUserEvent:
        sequence = TEventGetLongAttr(event, AttributeEventSequenceNumber);
        printf("%s %lu.%06lu %llu\n", event->ThisDN, event->Time.seconds, event->Time.useconds, sequence);
        if (event->UserData != NULL) print(event->UserData);
        if (program->last != NULL) TFreeEvent(program->last);
        program->last = TCopyEvent(event);
        break;
    case EventPrimaryChanged: printf("%d\n", event->ServerRole == ServerRolePrimary); break;
    default: printf("%s of %d\n", TGetMessageTypeName(event->Event), event->ReferenceID); break;
    }
}

int program_runs(const char *host, int port, const char *name);

int program_runs(const char *host, int port, const char *name) {
    TDispatchFunction dispatch = handler;
    Program program = {0, 0, NULL};
    TKVList *list = TKVListCreate(), *inner = TKVListCreate();
    unsigned char bytes[] = {1, 2, 3};
    TEvent event;
    program.server = TOpenServerEx(host, port, dispatch, name, NULL, SyncMode);
    if (program.server < 0) return program.server;
    (void)TSetApplicationData(program.server, &program);
    while (!program.up) TScanServer(program.server, 1);
    TKVListAddInt(inner, "GSW_CM_MessageType", 32);
    TKVListAddBinary(inner, "bytes", bytes, (int)sizeof bytes);
    TKVListAddList(list, "inner", inner);
    TKVListAddString(list, "text", "value");
    memset(&event, 0, sizeof event);
    event.Event = EventUserEvent;
    event.UserData = list;
    if (TSendUserEvent(program.server, dn, &event) < 0) printf("not sent; next is %d\n", TGetReferenceID());
    printf("%d bytes, library %d, %s\n", TKVListPackedSize(list), TLIBRARY_VERSION, T_PROTOCOL_VERSION);
    TKVListFree(inner);
    TKVListFree(list);
    (void)TUnregisterAddress(program.server, dn, RegisterDefault, NULL);
    return TCloseServer(program.server);
}
