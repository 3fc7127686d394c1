/*
 * A window of 256 requests: C++ `Completions` against hiredis, which sends a pipeline of as many SETs of the same phone
 * number and reads their replies.
 *
 *     window ID MEASURE GOAL LINK_PORT REDIS_PORT
 *
 * S8 has the program `responder` as the server and everything on one core; X1 has the simulator, on a core that it shares
 * with redis-server alone. Times are wall time.
 */
#include "commdn.hpp"

#include <hiredis/hiredis.h>

#include <cstdio>
#include <string>

#include "timing.hpp"

namespace {

constexpr std::size_t Window = 256;

double wall() {
    timespec time = {};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

[[noreturn]] void fail(const std::string &what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

/** Ours: sent in one piece, taken one by one as they come. */
class Ours {
public:
    explicit Ours(const std::string &port)
        : session_(commdn::Session::open("127.0.0.1:" + port, commdn::SessionOptions("8001", 20).ocs_dbid(101))),
          outcomes_(session_.completions()) {
        for (std::size_t number = 0; number < Window; ++number) {
            requests_.push_back(commdn::Request::do_not_call().phone(std::to_string(5550000000 + number)));
        }
    }

    void operator()() {
        if (outcomes_.submit_many(0, requests_) != Window) {
            fail("not all were sent");
        }
        for (std::size_t left = Window; left != 0; --left) {
            if (!outcomes_.next().value().outcome) {
                fail("a request was not acknowledged");
            }
        }
    }

private:
    commdn::Session session_;
    commdn::Completions outcomes_;
    std::vector<commdn::Request> requests_;
};

/** The peer. */
class Redis {
public:
    explicit Redis(int port) : context_(redisConnect("127.0.0.1", port)) {
        if (context_ == nullptr || context_->err != 0) {
            fail("redis-server does not answer");
        }
    }
    ~Redis() { redisFree(context_); }
    Redis(const Redis &) = delete;
    Redis &operator=(const Redis &) = delete;

    void operator()() {
        for (std::size_t number = 0; number < Window; ++number) {
            const std::string phone = std::to_string(5550000000 + number);
            redisAppendCommand(context_, "SET %b %b", phone.data(), phone.size(), "1", std::size_t{1});
        }
        for (std::size_t left = Window; left != 0; --left) {
            void *reply = nullptr;
            if (redisGetReply(context_, &reply) != REDIS_OK || reply == nullptr) {
                fail("no reply of redis-server");
            }
            freeReplyObject(reply);
        }
    }

private:
    redisContext *context_;
};

/** Nanoseconds of one request, over windows of at least 2 ms. */
template <class Work>
double sample(Work &work, int windows) {
    const double started = wall();
    for (int left = windows; left != 0; --left) {
        work();
    }
    return (wall() - started) / (windows * static_cast<double>(Window));
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 6) {
        fail("window ID MEASURE GOAL LINK_PORT REDIS_PORT");
    }
    try {
        Ours ours(argv[4]);
        Redis redis(std::atoi(argv[5]));
        std::vector<double> our_samples, peer_samples, ratios;
        for (int warm = 0; warm < 20; ++warm) {
            ours();
            redis();
        }
        for (int pair = 0; pair < (timing::quick() ? 31 : 151); ++pair) {
            our_samples.push_back(sample(ours, 16));
            peer_samples.push_back(sample(redis, 16));
            ratios.push_back(peer_samples.back() / our_samples.back());
        }
        const double ratio = timing::quarter(ratios, 2);
        std::printf(
            "{\"id\": \"%s\", \"measure\": \"%s\", \"ours\": %.1f, \"peer_name\": \"hiredis, a pipeline of 256\", "
            "\"peer\": %.1f, \"unit\": \"ns\", \"ratio\": %.3f, \"goal\": \"%s\", \"spread\": %.3f}\n",
            argv[1], argv[2], timing::quarter(our_samples, 2), timing::quarter(peer_samples, 2), ratio, argv[3],
            (timing::quarter(ratios, 3) - timing::quarter(ratios, 1)) / ratio);
    } catch (const commdn::Error &error) {
        fail(error.what());
    }
}
