/* A double of T-Library for tests: what user events need of it. Our own code; see docs/migration.md. */
#ifndef TLIB_DOUBLE_H
#define TLIB_DOUBLE_H

#include "kvlist.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int TServer;
typedef enum {
    EventServerConnected = 50,
    EventServerDisconnected = 51,
    EventError = 52,
    EventRegistered = 53,
    EventUnregistered = 54,
    EventLinkDisconnected = 94,
    EventLinkConnected = 95,
    EventUserEvent = 96,
    EventACK = 138
} TMessageType;
typedef enum { ModeShare = 1 } TRegisterMode;
typedef enum { RegisterDefault = 0 } TControlMode;
typedef enum { AddressTypeDN = 1 } TAddressType;
typedef enum { SyncMode = 0, AsyncMode = 1 } TOpenMode;

typedef struct {
    TMessageType Event;
    TServer Server;
    int ReferenceID;
    char *ThisDN;
    TKVList *UserData;
    int ErrorCode;
    char *ErrorMessage;
} TEvent;

/* `name` of TOpenServer is "host:port". Handles and reference ids are above 0, failures below. */
TServer TOpenServer(char *name, void (*dispatch)(TEvent *), char *app, char *password, TOpenMode mode);
TServer TOpenServerEx(char *host, int port, void (*dispatch)(TEvent *), char *app, char *password, TOpenMode mode);
int TCloseServer(TServer server);
int TDispatch(TServer server);
int TScanServer(TServer server, int timeout_sec);
int TRegisterAddress(TServer server, char *dn, TRegisterMode mode, TControlMode control, TAddressType type,
                     TKVList *extensions);
int TUnregisterAddress(TServer server, char *dn, TControlMode control, TKVList *extensions);
int TSendUserEvent(TServer server, char *dn, TEvent *event);
int TGetReferenceID(void);
int TSetReferenceID(int reference_id);

#ifdef __cplusplus
}
#endif

#endif
