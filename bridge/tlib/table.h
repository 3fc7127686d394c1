/*
 * table.h: what waits for T-Server's answer, and the DNs that the client has. No I/O, no T-Library.
 */
#ifndef COMMDN_ADAPTER_TABLE_H
#define COMMDN_ADAPTER_TABLE_H

/* A request that T-Server has not answered: T-Library's reference id, and the client's. */
typedef struct request {
    int reference;
    int client_reference;
    struct request *next;
} request;

enum { REQUEST_BUCKETS = 1024 };

typedef struct {
    request *bucket[REQUEST_BUCKETS];
} requests;

/* Takes a request in; 0 if there is no memory. */
int requests_add(requests *table, int reference, int client_reference);

/* Takes the request with T-Library's id out: 1 and the client's id, or 0. */
int requests_take(requests *table, int reference, int *out_client_reference);

/* Forgets all of them. */
void requests_clear(requests *table);

/* A DN that the client asked for. */
typedef struct address {
    char *dn;
    int client_reference;
    /* T-Library's id of the registration that is under way, or -1. */
    int reference;
    /* When that began. */
    long asked_at;
    /* 1 while T-Server has it registered. */
    int registered;
    /* 1 once the client has been told so. */
    int told;
    struct address *next;
} address;

address *addresses_find(address *first, const char *dn);
address *addresses_by_reference(address *first, int reference);

/* Adds one, which takes `dn` over; NULL if there is no memory. */
address *addresses_add(address **first, char *dn);

void addresses_remove(address **first, address *gone);

#endif
