#include <commdn/adapters/libuv.hpp>

#include "loop.hpp"

namespace {

class Loop {
public:
    Loop() { CHECK(uv_loop_init(&loop_) == 0 && uv_timer_init(&loop_, &timer_) == 0); }
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;
    ~Loop() {
        uv_close(reinterpret_cast<uv_handle_t *>(&timer_), nullptr);
        uv_run(&loop_, UV_RUN_DEFAULT);
        CHECK(uv_loop_close(&loop_) == 0);
    }
    std::unique_ptr<commdn::adapters::UvWatch> watch(commdn::adapters::Source source) {
        return std::make_unique<commdn::adapters::UvWatch>(std::move(source), &loop_);
    }
    void turn() {
        uv_timer_start(&timer_, [](uv_timer_t *) {}, 50, 0);
        uv_run(&loop_, UV_RUN_ONCE);
    }

private:
    uv_loop_t loop_;
    uv_timer_t timer_;
};

}  // namespace

int main() { return loop_test::all<Loop>("libuv"); }
