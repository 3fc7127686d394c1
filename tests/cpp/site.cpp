// Sites: settings with their origin, names for DBIDs, a session's options; and why OCS does not answer.
#include "check.hpp"

#include "../c/system.h"

#include <cstdio>
#include <cstdlib>
#include <string>

using commdn::Site;

namespace {

char path[] = "/tmp/commdn-site-XXXXXX";

const std::string BERLIN = "default = 'berlin'\nregion = 'DE'\n[site.berlin]\nserver = 'sim:'\ndn = '8001'\n"
                           "app_dbid = 20\nocs_dbid = 101\nexpect = [101, 102]\n"
                           "[site.berlin.campaign.spring]\ndbid = 1\ngroup = 10\n";

void write(const std::string &text) {
    std::FILE *file = std::fopen(path, "w");
    CHECK(file != nullptr && std::fputs(text.c_str(), file) >= 0 && std::fclose(file) == 0);
}

void settings_and_names() {
    write(BERLIN);
    const Site site = Site::load_from(path);
    CHECK(site.name() == "berlin" && site.path() == path && site.server() == "sim:");
    CHECK(site.settings().size() == 6 && site.get("region")->line() == 2);
    CHECK(!site.get("region")->section() && site.get("dn")->section() == "berlin");
    CHECK(site.get("app_dbid")->number() == 20 && !site.get("dn")->number());
    CHECK((site.get("expect")->dbids() == std::vector<std::int32_t>{101, 102}));
    CHECK(!site.get("charset"));
    CHECK(site.aliases().size() == 1 && site.alias("campaign", "Spring")->group() == 10);
    CHECK(site.alias("campaign", "spring")->dbid() == 1 && !site.alias("group", "spring"));
    CHECK(Site::load_from(path, "berlin").name() == "berlin");
}

void a_session_is_opened_as_the_site_says() {
    CHECK(set_variable("COMMDN_CONFIG", path));
    const Site site = Site::load("berlin");
    commdn::Session session = commdn::Session::open(site.server(), site.session_options());
    session.call(commdn::Request::do_not_call().phone("5551234567"));
    CHECK(session.clock_ahead().has_value());
}

void what_is_wrong_is_told() {
    CHECK(Site::try_load_from(path, "rome").error().code() == commdn::Code::InvalidArgument);
    write("\nsever = 1\n");
    const auto refused = Site::try_load_from(path);
    CHECK(std::string(refused.error().what()).find(", line 2: unknown key 'sever'") != std::string::npos);
    const Site none;
    CHECK(none.server().empty() && none.settings().empty() && !none.try_session_options());
}

void silence_is_explained_by_a_directory() {
    const commdn::Directory directory = commdn::Directory::fetch("sim:", commdn::SessionOptions("8001", 20));
    commdn::SessionOptions options("8001", 77);
    options.ocs_dbid(101).directory(directory);
    commdn::Session session = commdn::Session::open("sim:", options);
    const auto answer = session.try_call(commdn::Request::do_not_call().phone("5551234567"),
                                         std::chrono::milliseconds(100));
    CHECK(answer.error().code() == commdn::Code::NoAnswer);
    CHECK(answer.error().verdict() == "application-missing");
    CHECK(std::string(answer.error().what()).find("There is no application with DBID 77") != std::string::npos);
}

}  // namespace

int main() {
    const int file = mkstemp(path);
    CHECK(file >= 0 && close(file) == 0);
    RUN(settings_and_names);
    RUN(a_session_is_opened_as_the_site_says);
    RUN(what_is_wrong_is_told);
    RUN(silence_is_explained_by_a_directory);
    unlink(path);
    return finish("site");
}
