// A session as a QObject: signals for what comes, and no function that waits.
//
// Opening waits for the network and has a thread of its own. After that the session's two
// descriptors, on Windows handles, are in Qt's event loop: one for notices, one for outcomes of
// requests.
#ifndef CONNECTION_HPP
#define CONNECTION_HPP

#include <commdn.hpp>

#include <QObject>
#include <QString>
#ifdef Q_OS_WIN
#include <QWinEventNotifier>
#else
#include <QSocketNotifier>
#endif

#include <memory>
#include <optional>
#include <thread>

// What Qt's event loop waits for a commdn_fd by.
#ifdef Q_OS_WIN
using Notifier = QWinEventNotifier;
#else
using Notifier = QSocketNotifier;
#endif

// Where to connect, and as whom.
struct Account {
    QString address = QStringLiteral("sim:");
    QString dn = QStringLiteral("8001");
    QString application = QStringLiteral("desktop");
    int app_dbid = 20;
    int ocs_dbid = 101;
};

class Connection : public QObject {
    Q_OBJECT

public:
    explicit Connection(QObject *parent = nullptr);
    // Closes the session; waits for an opening that is under way, at most its timeout.
    ~Connection() override;

    // Connect; opened() or ended() follows.
    void open(const Account &account);
    bool is_open() const { return session_.has_value(); }

    // Send a request; outcome() follows with its tag, also if it cannot be sent.
    void send(quint64 tag, const commdn::Request &request);

signals:
    // Connected, or connected again.
    void opened();
    // Not connected any more, or not at all, and why; opened() may follow.
    void ended(const QString &why);
    void outcome(quint64 tag, bool acknowledged, const QString &text);
    void notice(const QString &name, const QString &details);

private:
    void take(commdn::Result<commdn::Session> opening);
    void read_notices();
    void read_outcomes();
    void end(const QString &why);

    std::thread opening_;
    std::optional<commdn::Session> session_;
    std::optional<commdn::Completions> outcomes_;
    std::unique_ptr<Notifier> notices_ready_;
    std::unique_ptr<Notifier> outcomes_ready_;
};

#endif
