// The directory: names from a server and from files.
#include "check.hpp"

#include "../c/system.h"

#include <cstdio>
#include <string>

using commdn::Directory;
using commdn::Noun;

namespace {

void names_of_a_server() {
    const Directory directory = Directory::fetch("sim:", commdn::SessionOptions("8001", 20));
    CHECK(directory.count() > 10);
    const commdn::DirectoryObject ocs = directory.find(Noun::Ocs, "ocs_1");
    CHECK(ocs.dbid() == 101 && ocs.kind() == Noun::Application && ocs.name() == "OCS_1");
    CHECK(ocs.text("application_type") == "CFGCMServer");
    CHECK(ocs.number("tenant") == 1 && !ocs.number("backup"));
    CHECK(ocs.connects_to(20) && !ocs.connects_to(99));
    CHECK(!ocs.option("default", "none"));
    CHECK(directory.resolve(Noun::Group, "sales") == 10);
    CHECK(directory.get(Noun::Campaign, 1)->name() == "Spring");
    CHECK(!directory.get(Noun::Campaign, 99) && !directory.at(100000));
    bool refused = false;
    try {
        static_cast<void>(ocs.number("cat"));
    } catch (const commdn::InvalidArgument &) {
        refused = true;
    }
    CHECK(refused);
}

void a_local_copy() {
    char folder[] = "/tmp/commdn-directory-XXXXXX";
    CHECK(mkdtemp(folder) != nullptr);
    const std::string path = std::string(folder) + "/directory.db";
    const Directory directory = Directory::fetch("sim:", commdn::SessionOptions("8001", 20));
    directory.store(path, "a test");
    CHECK(Directory::load(path).count() == directory.count());
    CHECK(remove_folder(folder));
}

void a_null_directory_is_harmless() {
    const Directory none;
    CHECK(none.count() == 0 && !none.at(0));
    CHECK(none.try_resolve(Noun::Campaign, "spring").error().code() == commdn::Code::InvalidArgument);
}

}  // namespace

int main() {
    RUN(names_of_a_server);
    RUN(a_local_copy);
    RUN(a_null_directory_is_harmless);
    return finish("directory");
}
