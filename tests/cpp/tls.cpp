// Sessions over TLS: one that works, one that trusts the wrong CA.
#include "check.hpp"

#include "../c/system.h"

#include <cstring>

using commdn::Code;
using commdn::Session;
using commdn::Simulator;
using commdn::Tls;

namespace {

commdn::Request dnc() { return commdn::Request::do_not_call().phone("5551234567"); }

class Folder {
public:
    Folder() { CHECK(mkdtemp(path_) != nullptr); }
    ~Folder() {
        for (const char *file : {"ca.pem", "server.pem", "server.key", "client.pem", "client.key"}) {
            CHECK(unlink(in(file).c_str()) == 0);
        }
        CHECK(rmdir(path_) == 0);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    std::string in(const std::string &name) const { return std::string(path_) + "/" + name; }
    Simulator simulator(const std::string &more = "") const {
        return Simulator::from_toml("dn = [{ number = \"8001\" }]\n"
                                    "application = [{ dbid = 20, name = \"desktop\" }]\n"
                                    "ocs = [{ dbid = 101, name = \"OCS\", connections = [20] }]\n"
                                    "[tls]\nthrow_away = \""
                                    + std::string(path_) + "\"\n" + more);
    }

private:
    char path_[32] = "/tmp/commdn-tls-XXXXXX";
};

std::string listen(const Simulator &simulator) {
    return "tls://127.0.0.1:" + std::to_string(simulator.listen("tls://127.0.0.1:0"));
}

void a_request_goes_over_tls() {
    const Folder folder;
    const Simulator simulator = folder.simulator("client_ca = \"" + folder.in("ca.pem") + "\"\n");
    const std::string address = listen(simulator);
    const Tls tls = Tls()
                        .ca(folder.in("ca.pem"))
                        .identity(folder.in("client.pem"), folder.in("client.key"))
                        .server_name("localhost")
                        .minimum_version("1.3");
    const Session session = Session::open(address, options_for(20).tls(tls));
    CHECK(session.call(dnc()).event().message_type() == commdn::MessageType::EvDoNotCallProcessed);
    const auto absent = Session::try_open(address, options_for(20).tls(Tls().ca(folder.in("ca.pem"))));
    CHECK(absent.code() == Code::Tls);
    CHECK(std::strstr(absent.error().what(), "asks for a client certificate") != nullptr);
}

void a_wrong_ca_is_thrown_as_its_class() {
    const Folder folder, other;
    const Simulator simulator = folder.simulator();
    const Simulator another = other.simulator();
    const std::string address = listen(simulator);
    listen(another);
    bool thrown = false;
    try {
        static_cast<void>(Session::open(address, options_for(20).tls(Tls().ca(other.in("ca.pem")))));
    } catch (const commdn::TlsError &error) {
        thrown = std::strstr(error.what(), "not signed by a trusted CA") != nullptr;
    }
    CHECK(thrown);
    const auto version = commdn::SessionOptions("8001", 20).try_tls(Tls().minimum_version("1.1"));
    CHECK(version.code() == Code::InvalidArgument);
}

}  // namespace

int main() {
    RUN(a_request_goes_over_tls);
    RUN(a_wrong_ca_is_thrown_as_its_class);
    return finish("tls");
}
