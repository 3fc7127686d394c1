/* Sites: settings with their origin, names for DBIDs, a session's options, and what is said of a wrong file. */
#include "simulated.h"

#include "system.h"

static const char berlin[] = "default = 'berlin'\n"
                             "timeout = 5\n"
                             "region = 'DE'\n"
                             "[site.berlin]\n"
                             "server = 'sim:'\n"
                             "dn = '8001'\n"
                             "app_dbid = 'desktop'\n"
                             "ocs_dbid = 101\n"
                             "expect = [101, 102]\n"
                             "password = 'S3cr3t'\n"
                             "[site.berlin.application]\n"
                             "desktop = 20\n"
                             "[site.berlin.campaign.spring]\n"
                             "dbid = 1\n"
                             "group = 10\n"
                             "[site.paris]\n"
                             "server = 'paris:3000'\n";

static char path[] = "/tmp/commdn-site-XXXXXX";

static void write_file(const char *text) {
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static commdn_site *loaded(const char *name) {
    commdn_error *error = NULL;
    commdn_site *site = NULL;
    MUST(commdn_site_load(path, name, &site, &error), error);
    return site;
}

static void settings_have_a_value_and_a_place(void) {
    int64_t number = 0;
    write_file(berlin);
    commdn_site *site = loaded(NULL);
    CHECK(same_text(commdn_site_name(site), "berlin") && same_text(commdn_site_path(site), path));
    CHECK(same_text(commdn_site_server(site), "sim:"));
    CHECK(commdn_site_setting_count(site) == 8 && commdn_site_setting_at(site, 8) == NULL);
    const commdn_site_setting *region = commdn_site_get(site, "region");
    CHECK(same_text(commdn_site_setting_key(region), "region") && same_text(commdn_site_setting_text(region), "DE"));
    CHECK(commdn_site_setting_line(region) == 3 && commdn_site_setting_section(region) == NULL);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_site_setting_number(region, &number));
    const commdn_site_setting *app = commdn_site_get(site, "app_dbid");
    MUST(commdn_site_setting_number(app, &number), NULL);
    CHECK(number == 20 && same_text(commdn_site_setting_text(app), "desktop"));
    CHECK(commdn_site_setting_line(app) == 7 && same_text(commdn_site_setting_section(app), "berlin"));
    MUST(commdn_site_setting_number(commdn_site_get(site, "timeout"), &number), NULL);
    CHECK(number == 5000);
    const commdn_site_setting *expect = commdn_site_get(site, "expect");
    CHECK(commdn_site_setting_dbid_count(expect) == 2 && commdn_site_setting_dbid_at(expect, 1) == 102);
    CHECK(commdn_site_setting_dbid_at(expect, 2) == 0 && same_text(commdn_site_setting_text(expect), "101, 102"));
    CHECK(same_text(commdn_site_setting_text(commdn_site_get(site, "password")), "****"));
    CHECK(commdn_site_get(site, "charset") == NULL && commdn_site_get(site, "cat") == NULL);
    commdn_site_free(site);
}

static void names_stand_for_dbids(void) {
    commdn_site *site = loaded("berlin");
    CHECK(commdn_site_alias_count(site) == 2 && commdn_site_alias_at(site, 2) == NULL);
    const commdn_site_alias *spring = commdn_site_find_alias(site, "campaign", "SPRING");
    CHECK(same_text(commdn_site_alias_kind(spring), "campaign") && same_text(commdn_site_alias_name(spring), "spring"));
    CHECK(commdn_site_alias_dbid(spring) == 1 && commdn_site_alias_group(spring) == 10);
    CHECK(commdn_site_alias_line(spring) == 13);
    CHECK(commdn_site_find_alias(site, "group", "spring") == NULL);
    commdn_site_free(site);
}

static void a_session_is_opened_as_the_site_says(void) {
    commdn_error *error = NULL;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_answer *answer = NULL;
    commdn_request *request = dnc("5551234567");
    commdn_site *site = loaded(NULL);
    MUST(commdn_site_session_options(site, &options, &error), error);
    MUST(commdn_session_open(commdn_site_server(site), options, &session, &error), error);
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_site_free(site);
}

static void refused(const char *text, const char *name, const char *words) {
    commdn_error *error = NULL;
    commdn_site *site = NULL;
    write_file(text);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_site_load(path, name, &site, &error));
    CHECK(site == NULL && strstr(commdn_error_message(error), path) != NULL);
    CHECK(strstr(commdn_error_message(error), words) != NULL);
    commdn_error_free(error);
}

static void what_is_wrong_is_told_with_file_line_and_key(void) {
    commdn_error *error = NULL;
    commdn_session_options *options = NULL;
    refused("\nsever = 1\n", NULL, ", line 2: unknown key 'sever'");
    refused("timeout = 'x'\n", NULL, ", line 1: timeout 'x' is not");
    refused(berlin, "rome", "no site \"rome\". Sites: berlin, paris");
    commdn_site *site = loaded("paris");
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_site_session_options(site, &options, &error));
    CHECK(strstr(commdn_error_message(error), "no dn of site paris") != NULL);
    commdn_error_free(error);
    commdn_site_free(site);
}

static void the_default_file_is_that_of_the_environment(void) {
    commdn_error *error = NULL;
    commdn_site *site = NULL;
    write_file(berlin);
    CHECK(set_variable("COMMDN_CONFIG", path));
    MUST(commdn_site_load(NULL, "paris", &site, &error), error);
    CHECK(same_text(commdn_site_server(site), "paris:3000"));
    commdn_site_free(site);
    CHECK(set_variable("COMMDN_CONFIG", "/nowhere/config.toml"));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_site_load(NULL, NULL, &site, &error));
    CHECK(strstr(commdn_error_message(error), "/nowhere/config.toml") != NULL);
    commdn_error_free(error);
}

int main(void) {
    int file = mkstemp(path);
    CHECK(file >= 0 && close(file) == 0);
    settings_have_a_value_and_a_place();
    names_stand_for_dbids();
    a_session_is_opened_as_the_site_says();
    what_is_wrong_is_told_with_file_line_and_key();
    the_default_file_is_that_of_the_environment();
    unlink(path);
    return finish("site");
}
