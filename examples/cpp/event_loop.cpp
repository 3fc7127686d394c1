// An agent desktop's loop that never blocks in commdn: poll(2) on two descriptors and a timer.
//
// The "clicks" come from a timer here; in a desktop they are the buttons. Notices arrive on one
// descriptor of the session, outcomes of requests on another; the loop waits for both at once,
// where a toolkit would have them as a QSocketNotifier or a GIOChannel.
//
// event_loop [HOST:PORT], by default with the simulator.
#include <commdn.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <poll.h>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

enum Button : std::uint64_t { DoNotCall = 1, CancelRecord = 2, Status = 3 };

class Desktop {
public:
    explicit Desktop(const commdn::Session &session) : session_(session), outcomes_(session.completions()) {}

    // What the buttons do. A request is only handed over here; it never waits for an answer.
    void click(Button button) {
        commdn::Result<void> sent = outcomes_.try_submit(button, request_of(button), 5s);
        if (sent) {
            ++open_;
        } else {
            std::cout << name(button) << ": " << sent.error().what() << '\n';
        }
    }

    // One turn of the loop; false when there is nothing to wait for any more.
    bool turn(Clock::time_point wake_at) {
        using std::chrono::milliseconds;
        const auto left = std::chrono::ceil<milliseconds>(wake_at - Clock::now());
        pollfd ready[] = {{session_.notice_fd(), POLLIN, 0}, {outcomes_.fd(), POLLIN, 0}};
        const int count = ::poll(ready, 2, commdn::Timeout(left).ms());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        return show_notices() && show_outcomes();
    }

    int open() const noexcept { return open_; }

private:
    static commdn::Request request_of(Button button) {
        switch (button) {
        case DoNotCall: return commdn::Request::do_not_call().phone("5550100");
        case CancelRecord: return commdn::Request::cancel_record().phone("5550110");
        case Status: break;
        }
        return commdn::Request::campaign_status(1, 10);
    }

    static const char *name(std::uint64_t button) {
        return button == DoNotCall ? "do not call" : button == CancelRecord ? "cancel" : "status";
    }

    // Everything that waits, without waiting; false once the session has ended.
    bool show_notices() {
        while (true) {
            commdn::Result<commdn::Optional<commdn::Notice>> next = session_.try_next_notice(commdn::Timeout::none());
            if (!next) {
                std::cout << "session ended: " << next.error().what() << '\n';
                return false;
            }
            if (!*next) {
                return true;
            }
            const commdn::Notice &notice = **next;
            std::cout << "notice: " << to_string(notice.kind());
            if (const auto event = notice.event()) {
                std::cout << ", " << to_string(event->message_type());
            }
            std::cout << '\n';
        }
    }

    bool show_outcomes() {
        while (auto done = outcomes_.next(commdn::Timeout::none())) {
            --open_;
            std::cout << name(done->tag) << ": "
                      << (done->outcome ? to_string(done->outcome->event().message_type())
                                        : std::string(done->outcome.error().what()))
                      << '\n';
        }
        return true;
    }

    const commdn::Session &session_;
    commdn::Completions outcomes_;
    int open_ = 0;
};

int run(const char *address) {
    // Opening waits for the network: a desktop does it before its window is there, or in a thread.
    const commdn::Session session = commdn::Session::open(
        address, commdn::SessionOptions("8001", 20).application("desktop").ocs_dbid(101));
    Desktop desktop(session);
    const Button clicks[] = {DoNotCall, CancelRecord, Status};
    std::size_t clicked = 0;
    auto longest = Clock::duration::zero();
    for (auto next_click = Clock::now(); clicked < 3 || desktop.open() > 0;) {
        if (clicked < 3 && Clock::now() >= next_click) {
            const auto before = Clock::now();
            desktop.click(clicks[clicked++]);
            longest = (std::max)(longest, Clock::now() - before);
            next_click += 50ms;
        }
        if (!desktop.turn(clicked < 3 ? next_click : Clock::now() + 1s)) {
            return 1;
        }
    }
    std::cout << "no click took longer than " << std::chrono::ceil<std::chrono::milliseconds>(longest).count()
              << " ms\n";
    session.close(1s);
    return 0;
}

}  // namespace

int main(int argc, char **argv) {
    try {
        return run(argc > 1 ? argv[1] : "sim:");
    } catch (const commdn::Error &error) {
        std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
        return 1;
    }
}
