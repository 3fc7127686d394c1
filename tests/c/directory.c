/* The directory: names from a server and from files, and what is said of a name that finds none or several. */
#include "simulated.h"
#include "system.h"

#include <sys/stat.h>

static const char two_tenants[] = "type,name,dbid,tenant\n"
                                  "tenant,Berlin,1,\n"
                                  "tenant,Paris,2,\n"
                                  "campaign,Spring,1,Berlin\n"
                                  "campaign,Spring,2,Paris\n";

static commdn_directory *of_text(const char *text) {
    char path[] = "/tmp/commdn-directory-XXXXXX";
    commdn_error *error = NULL;
    commdn_directory *directory = NULL;
    int file = mkstemp(path);
    CHECK(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
    MUST(commdn_directory_load(path, &directory, &error), error);
    unlink(path);
    return directory;
}

static void fetched_from_a_server(void) {
    commdn_error *error = NULL;
    commdn_directory *directory = NULL;
    const commdn_directory_object *ocs = NULL;
    char *text = NULL;
    int32_t number = 0;
    commdn_session_options *options = options_for(20);
    MUST(commdn_directory_fetch("sim:", options, &directory, &error), error);
    CHECK(commdn_directory_count(directory) > 10);
    MUST(commdn_directory_find(directory, COMMDN_NOUN_OCS, "ocs_1", &ocs, &error), error);
    CHECK(commdn_directory_object_dbid(ocs) == 101 && commdn_directory_object_kind(ocs) == COMMDN_NOUN_APPLICATION);
    CHECK(same_text(commdn_directory_object_name(ocs), "OCS_1"));
    CHECK(commdn_directory_object_connects_to(ocs, 20) && !commdn_directory_object_connects_to(ocs, 99));
    MUST(commdn_directory_object_text(ocs, "application_type", &text, &error), error);
    CHECK(same_text(text, "CFGCMServer"));
    commdn_string_free(text);
    MUST(commdn_directory_object_number(ocs, "tenant", &number, &error), error);
    CHECK(number == 1);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_directory_object_number(ocs, "backup", &number, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_directory_object_number(ocs, "cat", &number, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_directory_object_text(ocs, "tenant", &text, NULL));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_directory_object_option(ocs, "default", "none", &text, NULL));
    MUST(commdn_directory_resolve(directory, COMMDN_NOUN_GROUP, "sales", &number, &error), error);
    CHECK(number == 10);
    MUST(commdn_directory_resolve(directory, COMMDN_NOUN_CAMPAIGN, "77", &number, &error), error);
    CHECK(number == 77);
    CHECK(commdn_directory_get(directory, COMMDN_NOUN_CAMPAIGN, 77) == NULL);
    CHECK(same_text(commdn_directory_object_name(commdn_directory_get(directory, COMMDN_NOUN_CAMPAIGN, 2)), "Autumn"));
    CHECK(commdn_directory_at(directory, 0) != NULL && commdn_directory_at(directory, 100000) == NULL);
    commdn_directory_free(directory);
    commdn_session_options_free(options);
}

static void a_local_copy(void) {
    char folder[] = "/tmp/commdn-directory-XXXXXX";
    char path[64];
    struct stat found;
    commdn_error *error = NULL;
    commdn_directory *again = NULL;
    commdn_directory *directory = of_text(two_tenants);
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/directory.db", folder);
    CHECK(commdn_directory_store(directory, folder, "a test", NULL) == COMMDN_ERR_INVALID_ARGUMENT);
#if !defined(_WIN32)
    CHECK(commdn_directory_store(directory, "/dev/null", "a test", NULL) == COMMDN_ERR_INVALID_ARGUMENT);
#endif
    MUST(commdn_directory_store(directory, path, "a test", &error), error);
    CHECK(stat(path, &found) == 0);
#if !defined(_WIN32)
    /* On Windows the folder hands rights down. */
    CHECK((found.st_mode & 0777) == 0600);
#endif
    MUST(commdn_directory_load(path, &again, &error), error);
    CHECK(commdn_directory_count(again) == commdn_directory_count(directory));
    commdn_directory_free(again);
    commdn_directory_free(directory);
    CHECK(remove_folder(folder));
}

static void names_that_do_not_do(void) {
    commdn_error *error = NULL;
    int32_t dbid = 7;
    const commdn_directory_object *object = NULL;
    commdn_directory *directory = of_text(two_tenants);
    EXPECT(COMMDN_ERR_NAME_AMBIGUOUS,
           commdn_directory_find(directory, COMMDN_NOUN_CAMPAIGN, "spring", &object, &error));
    CHECK(object == NULL && strstr(commdn_error_message(error), "Berlin/Spring (1) or Paris/Spring (2)") != NULL);
    commdn_error_free(error);
    MUST(commdn_directory_resolve(directory, COMMDN_NOUN_CAMPAIGN, "paris/spring", &dbid, &error), error);
    CHECK(dbid == 2);
    EXPECT(COMMDN_ERR_NAME_UNKNOWN, commdn_directory_resolve(directory, COMMDN_NOUN_TENANT, "Berlim", &dbid, &error));
    CHECK(dbid == 0 && strstr(commdn_error_message(error), "did you mean Berlin (1)?") != NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_directory_resolve(directory, 55, "Berlin", &dbid, NULL));
    commdn_directory_free(directory);
}

static void files_that_are_wrong(void) {
    char path[] = "/tmp/commdn-directory-XXXXXX";
    commdn_error *error = NULL;
    commdn_directory *directory = NULL;
    int file = mkstemp(path);
    CHECK(file >= 0 && write(file, "type,name,dbid\ncat,Tom,1\n", 25) == 25);
    close(file);
    EXPECT(COMMDN_ERR_INVALID_DIRECTORY, commdn_directory_load(path, &directory, &error));
    CHECK(directory == NULL && strstr(commdn_error_message(error), "line 2: type \"cat\"") != NULL);
    commdn_error_free(error);
    unlink(path);
    EXPECT(COMMDN_ERR_STORAGE, commdn_directory_load(path, &directory, NULL));
    EXPECT(COMMDN_ERR_CONNECT, commdn_directory_fetch("127.0.0.1:1", NULL, &directory, NULL));
}

int main(void) {
    fetched_from_a_server();
    a_local_copy();
    names_that_do_not_do();
    files_that_are_wrong();
    return finish("directory");
}
