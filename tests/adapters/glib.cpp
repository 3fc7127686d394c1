#include <commdn/adapters/glib.hpp>

#include "loop.hpp"

namespace {

class Loop {
public:
    std::unique_ptr<commdn::adapters::GlibWatch> watch(commdn::adapters::Source source) {
        return std::make_unique<commdn::adapters::GlibWatch>(std::move(source));
    }
    void turn() {
        const guint timer = g_timeout_add(50, [](gpointer) -> gboolean { return G_SOURCE_CONTINUE; }, nullptr);
        g_main_context_iteration(nullptr, TRUE);
        g_source_remove(timer);
    }
};

}  // namespace

int main() { return loop_test::all<Loop>("glib"); }
