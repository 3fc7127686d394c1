/* Open requests and DNs; see table.h. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

static request **place(requests *table, int reference) {
    request **at = &table->bucket[(unsigned)reference % REQUEST_BUCKETS];
    while (*at != NULL && (*at)->reference != reference) at = &(*at)->next;
    return at;
}

int requests_add(requests *table, int reference, int client_reference) {
    request **at = place(table, reference);
    if (*at == NULL) {
        *at = (request *)calloc(1, sizeof **at);
        if (*at == NULL) return 0;
        (*at)->reference = reference;
    }
    (*at)->client_reference = client_reference;
    return 1;
}

int requests_take(requests *table, int reference, int *out_client_reference) {
    request **at = place(table, reference), *found = *at;
    if (found == NULL) return 0;
    *out_client_reference = found->client_reference;
    *at = found->next;
    free(found);
    return 1;
}

void requests_clear(requests *table) {
    int bucket;
    for (bucket = 0; bucket < REQUEST_BUCKETS; bucket++) {
        request *at = table->bucket[bucket];
        while (at != NULL) {
            request *next = at->next;
            free(at);
            at = next;
        }
        table->bucket[bucket] = NULL;
    }
}

address *addresses_find(address *first, const char *dn) {
    for (; first != NULL && strcmp(first->dn, dn) != 0; first = first->next) {}
    return first;
}

address *addresses_by_reference(address *first, int reference) {
    for (; first != NULL && (reference < 0 || first->reference != reference); first = first->next) {}
    return first;
}

address *addresses_add(address **first, char *dn) {
    address *made = (address *)calloc(1, sizeof *made);
    if (made == NULL) {
        free(dn);
        return NULL;
    }
    made->dn = dn;
    made->reference = -1;
    made->next = *first;
    *first = made;
    return made;
}

void addresses_remove(address **first, address *gone) {
    while (*first != NULL && *first != gone) first = &(*first)->next;
    if (*first == NULL) return;
    *first = gone->next;
    free(gone->dn);
    free(gone);
}
