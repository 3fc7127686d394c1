/*
 * S4-C: many threads in commdn_session_call() on one session, against the same session whose requests are
 * written one by one: each thread submits its request, which is a write, and waits for it.
 *
 * The server is the program `responder` (argv[1]), on the core that this process is pinned to. Times are wall time.
 */
#include "commdn.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "responder.hpp"
#include "timing.hpp"

namespace {

constexpr int calls = 4096;

struct Burst {
    double each; /* nanoseconds of a call, all threads together */
    double p99;  /* of how long one took */
};

[[noreturn]] void fail(const char *what, const commdn_error *error) {
    std::fprintf(stderr, "%s: %s\n", what, error != nullptr ? commdn_error_message(error) : "no error");
    std::exit(1);
}

void check(commdn_status status, const char *what, commdn_error *error) {
    if (status != COMMDN_OK) {
        fail(what, error);
    }
}

double wall() {
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/** Lets threads go when all have come. */
class Gate {
public:
    explicit Gate(int threads) : missing_(threads) {}

    void pass() {
        std::unique_lock<std::mutex> held(lock_);
        if (--missing_ == 0) {
            opened_.notify_all();
        }
        opened_.wait(held, [this] { return missing_ == 0; });
    }

private:
    std::mutex lock_;
    std::condition_variable opened_;
    int missing_;
};

using Call = std::function<void(commdn_session *, const commdn_request *)>;

void one_call(commdn_session *session, const commdn_request *request) {
    commdn_error *error = nullptr;
    commdn_answer *answer = nullptr;
    check(commdn_session_call(session, request, COMMDN_WAIT_DEFAULT, &answer, &error), "call", error);
    commdn_answer_free(answer);
}

void submit_and_wait(commdn_session *session, const commdn_request *request) {
    commdn_error *error = nullptr;
    commdn_pending *pending = nullptr;
    commdn_answer *answer = nullptr;
    check(commdn_session_submit(session, request, COMMDN_WAIT_DEFAULT, &pending, &error), "submit", error);
    check(commdn_pending_wait(pending, COMMDN_WAIT_FOREVER, &answer, &error), "wait", error);
    commdn_answer_free(answer);
    commdn_pending_free(pending);
}

Burst burst(commdn_session *session, const commdn_request *request, int threads, const Call &call) {
    std::atomic<int> left{calls};
    Gate ready(threads), done(threads);
    std::vector<std::vector<double>> times(static_cast<std::size_t>(threads));
    std::vector<double> began(times.size()), ended(times.size());
    std::vector<std::thread> all;
    for (std::size_t number = 0; number < times.size(); ++number) {
        all.emplace_back([&, number] {
            times[number].reserve(calls);
            call(session, request);
            ready.pass();
            began[number] = wall();
            while (left.fetch_sub(1, std::memory_order_relaxed) > 0) {
                const double started = wall();
                call(session, request);
                times[number].push_back(wall() - started);
            }
            ended[number] = wall();
            done.pass();
        });
    }
    for (std::thread &thread : all) {
        thread.join();
    }
    std::vector<double> every;
    for (const std::vector<double> &own : times) {
        every.insert(every.end(), own.begin(), own.end());
    }
    std::sort(every.begin(), every.end());
    const double first = *std::min_element(began.begin(), began.end());
    const double last = *std::max_element(ended.begin(), ended.end());
    return {(last - first) / calls, every[every.size() * 99 / 100]};
}

void row(const char *what, int threads, const char *goal, const std::vector<double> &ours,
         const std::vector<double> &peer, bool faster) {
    std::vector<double> ratios;
    for (std::size_t pair = 0; pair < ours.size(); ++pair) {
        ratios.push_back(faster ? peer[pair] / ours[pair] : ours[pair] / peer[pair]);
    }
    const double ratio = timing::quarter(ratios, 2);
    std::printf("{\"id\": \"S4\", \"measure\": \"C, %d threads, %s\", \"ours\": %.1f, "
                "\"peer_name\": \"a write for each request\", \"peer\": %.1f, \"unit\": \"ns\", \"ratio\": %.3f, "
                "\"goal\": \"%s\", \"spread\": %.3f}\n",
                threads, what, timing::quarter(ours, 2), timing::quarter(peer, 2), ratio, goal,
                (timing::quarter(ratios, 3) - timing::quarter(ratios, 1)) / ratio);
    std::fflush(stdout);
}

commdn_session *open(const std::string &address) {
    commdn_error *error = nullptr;
    commdn_session_options *options = nullptr;
    commdn_session *session = nullptr;
    check(commdn_session_options_new("8001", 20, &options, &error), "options", error);
    check(commdn_session_options_set_ocs_dbid(options, 101, &error), "options", error);
    check(commdn_session_open(address.c_str(), options, &session, &error), "open", error);
    commdn_session_options_free(options);
    return session;
}

}  // namespace

int main(int argc, char **argv) {
    const std::string address = "127.0.0.1:" + std::to_string(argc > 1 ? served_by(argv[1]) : 0);
    commdn_request *request = nullptr;
    commdn_error *error = nullptr;
    check(commdn_request_do_not_call(&request), "request", nullptr);
    check(commdn_request_set_phone(request, "5551234567", &error), "phone", error);
    check(commdn_request_set_customer_id(request, "C1042", &error), "customer", error);
    for (int threads : {16, 64}) {
        commdn_session *session = open(address);
        std::vector<double> ours, peer, our_tails, peer_tails;
        for (int pair = 0; pair < (timing::quick() ? 11 : 41); ++pair) {
            const Burst call = burst(session, request, threads, one_call);
            const Burst alone = burst(session, request, threads, submit_and_wait);
            ours.push_back(call.each);
            peer.push_back(alone.each);
            our_tails.push_back(call.p99);
            peer_tails.push_back(alone.p99);
        }
        row("calls a second", threads, ">= 1.6", ours, peer, true);
        row("p99 of a call", threads, "<= 0.5", our_tails, peer_tails, false);
        commdn_session_free(session);
    }
    commdn_request_free(request);
}
