/*
 * A double of T-Library for tests: what user events need of it. Our own code; see docs/migration.md.
 *
 * Where programs can tell, it is as the published header: an enum without a typedef, a long error code, a shared
 * registration of number 0. With TLIB_DOUBLE_OLDER it is one from before EventDNOutOfService.
 */
#ifndef TLIB_DOUBLE_H
#define TLIB_DOUBLE_H

#include "kvlist.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int TServer;
typedef char *TDirectoryNumber;
typedef unsigned long long ulong64_t;
enum TMessageType {
    EventServerConnected = 50,
    EventServerDisconnected = 51,
    EventError = 52,
    EventRegistered = 53,
    EventUnregistered = 54,
    EventLinkDisconnected = 94,
    EventLinkConnected = 95,
    EventUserEvent = 96,
#ifndef TLIB_DOUBLE_OLDER
    EventDNOutOfService = 147,
    EventDNBackInService = 148,
#endif
    EventACK = 138
};
enum TAttribute { AttributeEventSequenceNumber = 148 };
typedef enum { ModeShare, ModePrivate, ModeMonitor } TRegisterMode;
typedef enum { RegisterDefault, RegisterForce, RegisterLocal } TControlMode;
typedef enum { AddressTypeUnknown, AddressTypeDN } TAddressType;
typedef enum { SyncMode = 0, AsyncMode = 1 } TOpenMode;

typedef struct {
    unsigned long seconds;
    unsigned long useconds;
} TTime;

typedef struct {
    enum TMessageType Event;
    TServer Server;
    int ReferenceID;
    char *HomeLocation;
    TDirectoryNumber ThisDN;
    TKVList *UserData;
    TKVList *Reasons;
    TKVList *Extensions;
    TTime Time;
    long ErrorCode;
    char *ErrorMessage;
    void *RefHandle;
} TEvent;

/* `name` of TOpenServer is "host:port". Handles and reference ids are above 0, failures below. */
TServer TOpenServer(char *name, void (*dispatch)(TEvent *), char *app, char *password, TOpenMode mode);
TServer TOpenServerEx(char *host, int port, void (*dispatch)(TEvent *), char *app, char *password, TOpenMode mode);
int TCloseServer(TServer server);
int TDispatch(TServer server);
int TScanServer(TServer server, int timeout_sec);
int TRegisterAddress(TServer server, const TDirectoryNumber dn, TRegisterMode mode, TControlMode control,
                     TAddressType type, TKVList *extensions);
int TUnregisterAddress(TServer server, const TDirectoryNumber dn, TControlMode control, TKVList *extensions);
int TSendUserEvent(TServer server, const TDirectoryNumber dn, TEvent *event);
/* What TEvent has no member for; within the dispatch function. */
ulong64_t TEventGetLongAttr(const TEvent *event, enum TAttribute attribute);
int TGetReferenceID(void);
int TSetReferenceID(int reference_id);

#ifdef __cplusplus
}
#endif

#endif
