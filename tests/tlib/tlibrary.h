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

#define TLIBRARY_VERSION 71000
#define T_PROTOCOL_VERSION "tserver protocol 4.2"

typedef int TServer;
typedef char *TDirectoryNumber;
typedef unsigned long long ulong64_t;
enum TMessageType {
    EventServerConnected = 50,
    EventServerDisconnected = 51,
    EventError = 52,
    EventRegistered = 53,
    EventUnregistered = 54,
    EventRegisteredAll = 55,
    EventUnregisteredAll = 56,
    EventServerInfo = 93,
    EventLinkDisconnected = 94,
    EventLinkConnected = 95,
    EventUserEvent = 96,
    EventHardwareError = 117,
    EventRestoreConnection = 132,
    EventPrimaryChanged = 133,
    EventPrivateInfo = 150,
    EventResourceInfo = 182,
#ifndef TLIB_DOUBLE_OLDER
    EventDNOutOfService = 147,
    EventDNBackInService = 148,
#endif
    EventACK = 138
};
enum TAttribute {
    AttributeClientID = 102,
    AttributeSessionID = 108,
    AttributeServerStartTime = 147,
    AttributeEventSequenceNumber = 148
};
typedef enum { ModeShare, ModePrivate, ModeMonitor } TRegisterMode;
typedef enum { RegisterDefault, RegisterForce, RegisterLocal } TControlMode;
typedef enum {
    AddressTypeUnknown,
    AddressTypeDN,
    AddressTypePosition,
    AddressTypeQueue,
    AddressTypeRouteDN,
    AddressTypeTrunk,
    AddressTypeVoiceChannel,
    AddressTypeDataChannel,
    AddressTypeAnnouncement,
    AddressTypeASAI,
    AddressTypeACDGroup,
    AddressTypeVSP,
    AddressTypeRouteQueue,
    AddressTypeAgentID,
    AddressTypeOther = 99
} TAddressType;
typedef enum { ServerRolePrimary, ServerRoleBackup } TServerRole;
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
    char *ServerVersion;
    TServerRole ServerRole;
    void *ApplicationData;
} TEvent;
typedef void (*TDispatchFunction)(TEvent *);

/* `name` of TOpenServer is "host:port". Handles and reference ids are above 0, failures below. */
TServer TOpenServer(const char *name, TDispatchFunction dispatch, const char *app, const char *password,
                    TOpenMode mode);
TServer TOpenServerEx(const char *host, int port, TDispatchFunction dispatch, const char *app, const char *password,
                      TOpenMode mode);
/* Comes back as TEvent.ApplicationData. */
int TSetApplicationData(TServer server, void *data);
int TCloseServer(TServer server);
int TDispatch(TServer server);
int TScanServer(TServer server, int timeout_sec);
int TRegisterAddress(TServer server, const TDirectoryNumber dn, TRegisterMode mode, TControlMode control,
                     TAddressType type, TKVList *extensions);
int TUnregisterAddress(TServer server, const TDirectoryNumber dn, TControlMode control, TKVList *extensions);
int TSendUserEvent(TServer server, const TDirectoryNumber dn, TEvent *event);
/* What TEvent has no member for; within the dispatch function. */
ulong64_t TEventGetLongAttr(const TEvent *event, enum TAttribute attribute);
int TEventGetIntAttr(const TEvent *event, enum TAttribute attribute);
char *TEventGetStringAttr(const TEvent *event, enum TAttribute attribute);
TKVList *TEventGetKVListAttr(const TEvent *event, enum TAttribute attribute);
/* An event that outlives the dispatch function. */
TEvent *TCopyEvent(const TEvent *event);
void TFreeEvent(TEvent *event);
char *TGetMessageTypeName(enum TMessageType message);
int TGetReferenceID(void);
int TSetReferenceID(int reference_id);

#ifdef __cplusplus
}
#endif

#endif
