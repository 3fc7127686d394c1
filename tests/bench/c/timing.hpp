/*
 * Paired timing: ours, peer, ours, peer ..., so that what disturbs the machine disturbs both. As
 * rust/src/timing.rs, in time of the thread: nothing here waits.
 */
#ifndef BENCH_TIMING_HPP
#define BENCH_TIMING_HPP

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

namespace timing {

/** What a series of paired samples says: medians in nanoseconds, the ratio's spread. */
struct Paired {
    double ours, peer, ratio, spread;
};

inline bool quick() {
    const char *value = std::getenv("BENCH_QUICK");
    return value != nullptr && *value != '\0';
}

/** Nanoseconds of this thread: what other programs take of the core is not counted. */
inline double now() {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/** Nanoseconds of one call, over `times` calls. */
template <class Work>
double sample(const Work &work, std::uint64_t times) {
    const double started = now();
    for (std::uint64_t left = times; left != 0; --left) {
        work();
    }
    return (now() - started) / static_cast<double>(times);
}

/** How many calls fill a sample of 2 ms: no sample is shorter. */
template <class Work>
std::uint64_t calibrate(const Work &work) {
    std::uint64_t times = 1;
    while (sample(work, times) * static_cast<double>(times) < 2e6) {
        times *= 2;
    }
    return times;
}

inline double quarter(std::vector<double> values, std::size_t quarters) {
    std::sort(values.begin(), values.end());
    return values[values.size() * quarters / 4];
}

/** Time both in turn. */
template <class Ours, class Peer>
Paired paired(const Ours &ours, const Peer &peer) {
    const int pairs = quick() ? 41 : 201;
    const std::uint64_t our_times = calibrate(ours), peer_times = calibrate(peer);
    std::vector<double> our_samples, peer_samples, ratios;
    for (int pair = 0; pair < pairs; ++pair) {
        our_samples.push_back(sample(ours, our_times));
        peer_samples.push_back(sample(peer, peer_times));
        ratios.push_back(our_samples.back() / peer_samples.back());
    }
    const double ratio = quarter(ratios, 2);
    return {quarter(our_samples, 2), quarter(peer_samples, 2), ratio,
            (quarter(ratios, 3) - quarter(ratios, 1)) / ratio};
}

}  // namespace timing

#endif
