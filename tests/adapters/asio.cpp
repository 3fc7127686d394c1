#include <commdn/adapters/asio.hpp>

#include "loop.hpp"

namespace {

class Loop {
public:
    std::unique_ptr<commdn::adapters::AsioWatch> watch(commdn::adapters::Source source) {
        return std::make_unique<commdn::adapters::AsioWatch>(std::move(source), context_);
    }
    void turn() {
        context_.restart();
        context_.run_one_for(std::chrono::milliseconds(50));
    }

private:
    commdn::adapters::asio::io_context context_;
};

void what_a_handler_throws_comes_out_of_run() {
    const commdn::Session session = commdn::Session::open("sim:", options_for(20));
    Loop loop;
    const auto watch = loop.watch(commdn::adapters::source_of(session));
    int called = 0;
    for (int request = 1; request <= 2; ++request) {
        session.submit(loop_test::dnc(), [&](commdn::Result<commdn::Answer>) {
            ++called;
            throw std::runtime_error("from a handler");
        });
        bool thrown = false;
        try {
            CHECK(!loop_test::turn_until(loop, [&] { return called == request; }));
        } catch (const std::runtime_error &) {
            thrown = true;
        }
        CHECK(thrown && called == request && watch->active());
    }
}

}  // namespace

int main() {
    RUN(what_a_handler_throws_comes_out_of_run);
    return loop_test::all<Loop>("asio");
}
