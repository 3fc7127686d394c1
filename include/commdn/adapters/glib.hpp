/*
 * commdn for C++17: sessions and outboxes in a GMainLoop (GTK, GStreamer). Needs glib-2.0.
 *
 *   commdn::adapters::GlibWatch watch(commdn::adapters::source_of(session, on_notice));
 *   session.submit(request, on_answer);
 *   g_main_loop_run(loop);
 */
#ifndef COMMDN_ADAPTERS_GLIB_HPP
#define COMMDN_ADAPTERS_GLIB_HPP

#include <commdn/adapters/source.hpp>

#include <glib-unix.h>

COMMDN_HPP_BEGIN

namespace adapters {

/**
 * Watches a source until it is destroyed, or the source has ended. Threads: that of the loop.
 *
 * What the functions of the source throw ends the program: C is between them and their caller.
 */
class GlibWatch {
public:
    /** In the loop of `context`, by default the main one. */
    explicit GlibWatch(Source source, GMainContext *context = nullptr)
        : source_(std::move(source)), watch_(g_unix_fd_source_new(source_.fd, G_IO_IN)) {
        // As G_SOURCE_FUNC(): glib knows the function's true type by the kind of source.
        const auto callback = reinterpret_cast<void (*)()>(&GlibWatch::readable);
        g_source_set_callback(watch_, reinterpret_cast<GSourceFunc>(callback), this, nullptr);
        g_source_attach(watch_, context);
    }
    GlibWatch(const GlibWatch &) = delete;
    GlibWatch &operator=(const GlibWatch &) = delete;
    ~GlibWatch() {
        g_source_destroy(watch_);
        g_source_unref(watch_);
    }

    /** Whether more may come. */
    bool active() const noexcept { return g_source_is_destroyed(watch_) == FALSE; }

private:
    static gboolean readable(gint, GIOCondition, gpointer self) noexcept {
        return static_cast<GlibWatch *>(self)->source_.read() ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    }

    Source source_;
    GSource *watch_;
};

}  // namespace adapters

COMMDN_HPP_END

#endif  // COMMDN_ADAPTERS_GLIB_HPP
