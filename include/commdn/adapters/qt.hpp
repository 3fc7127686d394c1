/*
 * commdn for C++17: sessions and outboxes in the event loop of Qt 5 or 6. Needs QtCore.
 *
 *   commdn::adapters::QtWatch watch(commdn::adapters::source_of(session, on_notice));
 *   session.submit(request, on_answer);
 *   return application.exec();
 */
#ifndef COMMDN_ADAPTERS_QT_HPP
#define COMMDN_ADAPTERS_QT_HPP

#include <commdn/adapters/source.hpp>

#ifdef _WIN32
#include <QWinEventNotifier>
#else
#include <QEvent>
#include <QSocketNotifier>
#endif

COMMDN_HPP_BEGIN

namespace adapters {

/**
 * Watches a source until it is destroyed, or the source has ended. Threads: the one that made it,
 * whose event loop it is. As everywhere in Qt, the functions of the source must not throw.
 */
#ifdef _WIN32
class QtWatch : private QWinEventNotifier {
public:
    /** In the event loop of this thread. */
    explicit QtWatch(Source source, QObject *parent = nullptr)
        : QWinEventNotifier(source.fd, parent), source_(std::move(source)) {
        // The notifier's own event() must have the event: it waits for the handle again.
        connect(this, &QWinEventNotifier::activated, this, [this] {
            if (!source_.read()) {
                setEnabled(false);
            }
        });
    }

    /** Whether more may come. */
    bool active() const { return isEnabled(); }

private:
    Source source_;
};
#else
class QtWatch : private QSocketNotifier {
public:
    /** In the event loop of this thread. */
    explicit QtWatch(Source source, QObject *parent = nullptr)
        : QSocketNotifier(source.fd, QSocketNotifier::Read, parent), source_(std::move(source)) {}

    /** Whether more may come. */
    bool active() const { return isEnabled(); }

protected:
    // In place of the signal activated(), whose signature differs between Qt 5 and 6.
    /** Qt calls it. */
    bool event(QEvent *event) override {
        if (event->type() != QEvent::SockAct) {
            return QSocketNotifier::event(event);
        }
        if (!source_.read()) {
            setEnabled(false);
        }
        return true;
    }

private:
    Source source_;
};
#endif

}  // namespace adapters

COMMDN_HPP_END

#endif  // COMMDN_ADAPTERS_QT_HPP
