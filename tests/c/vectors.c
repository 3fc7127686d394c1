/* The lists that servers logged are reproduced: size and first bytes. */
#include "check.h"

#include "vectors_table.h"

int main(void) {
    size_t count = sizeof VECTORS / sizeof VECTORS[0];
    CHECK(count == 3);
    for (size_t i = 0; i < count; i++) {
        const struct vector *vector = &VECTORS[i];
        commdn_error *error = NULL;
        commdn_kvlist *list = NULL, *again = NULL;
        uint8_t *packed = NULL, buffer[256];
        size_t packed_bytes = 0, buffer_bytes = 0;

        MUST(commdn_kvlist_new(&list), NULL);
        vector->build(list);
        CHECK(commdn_kvlist_packed_bytes(list) == vector->size);
        MUST(commdn_kvlist_pack(list, NULL, &packed, &packed_bytes, &error), error);
        CHECK(packed_bytes == vector->size);
        CHECK(packed != NULL && memcmp(packed, vector->first, sizeof vector->first) == 0);

        EXPECT(COMMDN_ERR_BUFFER_TOO_SMALL,
               commdn_kvlist_pack_into(list, NULL, buffer, vector->size - 1, &buffer_bytes, NULL));
        CHECK(buffer_bytes == vector->size);
        MUST(commdn_kvlist_pack_into(list, NULL, buffer, sizeof buffer, &buffer_bytes, &error), error);
        CHECK(buffer_bytes == vector->size && memcmp(buffer, packed, buffer_bytes) == 0);

        MUST(commdn_kvlist_unpack(packed, packed_bytes, NULL, &again, &error), error);
        CHECK(commdn_kvlist_equal(list, again));
        for (size_t cut = 0; cut < packed_bytes; cut++) {
            commdn_kvlist *none = list;
            EXPECT(COMMDN_ERR_INVALID_LIST, commdn_kvlist_unpack(packed, cut, NULL, &none, NULL));
            CHECK(none == NULL);
        }
        commdn_kvlist_free(again);
        commdn_bytes_free(packed);
        commdn_kvlist_free(list);
        printf("%s: %zu bytes\n", vector->id, vector->size);
    }
    return finish("vectors");
}
