/* A program with an SQLite and a cryptography of its own: the static library's are no concern of its. */
#include <commdn.h>
#include <stdio.h>

#define OF_ITS_OWN(name)                                                                                               \
    int name(void);                                                                                                    \
    int name(void) { return 7; }

OF_ITS_OWN(sqlite3_open_v2)
OF_ITS_OWN(sqlite3_exec)
OF_ITS_OWN(sqlite3_close)
OF_ITS_OWN(rust_eh_personality)

int main(void) {
    static const char path[] = "own_symbols.outbox";
    commdn_outbox *outbox = NULL;
    commdn_error *error = NULL;
    if (commdn_outbox_open(path, NULL, &outbox, &error) != COMMDN_OK) {
        fprintf(stderr, "%s\n", commdn_error_message(error));
        commdn_error_free(error);
        return 1;
    }
    commdn_outbox_free(outbox);
    return remove(path) != 0 || sqlite3_open_v2() != 7 || sqlite3_exec() != 7 || sqlite3_close() != 7
           || rust_eh_personality() != 7;
}
