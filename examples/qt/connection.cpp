#include "connection.hpp"

#include <QStringList>

#include <chrono>
#include <string_view>

using namespace std::chrono_literals;

namespace {

QString text_of(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

std::unique_ptr<Notifier> notifier_of(commdn_fd fd) {
#ifdef Q_OS_WIN
    return std::make_unique<Notifier>(fd);
#else
    return std::make_unique<Notifier>(fd, Notifier::Read);
#endif
}

// What an event is about, as far as it says so.
QString details_of(commdn::EventView event) {
    QStringList parts;
    const auto add = [&parts](const char *name, const QString &value) {
        parts << QStringLiteral("%1 %2").arg(QString::fromLatin1(name), value);
    };
    if (const auto phone = event.phone()) {
        add("phone", text_of(*phone));
    }
    if (const auto customer = event.customer_id()) {
        add("customer", text_of(*customer));
    }
    if (const auto campaign = event.campaign()) {
        add("campaign", QString::number(*campaign));
    }
    if (const auto group = event.group()) {
        add("group", QString::number(*group));
    }
    if (const auto status = event.status()) {
        add("is", QString::fromStdString(to_string(*status)));
    }
    if (const auto message = event.error_message()) {
        parts << text_of(*message);
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace

Connection::Connection(QObject *parent) : QObject(parent) {}

Connection::~Connection() {
    if (opening_.joinable()) {
        opening_.join();
    }
}

void Connection::open(const Account &account) {
    opening_ = std::thread([this, account] {
        using Opening = commdn::Result<commdn::Session>;
        const auto opened = [&account]() -> Opening {
            try {
                return commdn::Session::try_open(account.address.toStdString(),
                                                 commdn::SessionOptions(account.dn.toStdString(), account.app_dbid)
                                                     .application(account.application.toStdString())
                                                     .ocs_dbid(account.ocs_dbid)
                                                     .connect_timeout(5s));
            } catch (const commdn::Error &error) {
                return error;
            }
        };
        // A function that Qt queues must be copyable, which a session is not.
        auto opening = std::make_shared<Opening>(opened());
        QMetaObject::invokeMethod(this, [this, opening] { take(std::move(*opening)); }, Qt::QueuedConnection);
    });
}

void Connection::take(commdn::Result<commdn::Session> opening) {
    opening_.join();
    try {
        session_.emplace(std::move(opening).value());
        outcomes_.emplace(session_->completions());
        notices_ready_ = notifier_of(session_->notice_fd());
        outcomes_ready_ = notifier_of(outcomes_->fd());
    } catch (const commdn::Error &error) {
        end(QString::fromUtf8(error.what()));
        return;
    }
    connect(notices_ready_.get(), &Notifier::activated, this, &Connection::read_notices);
    connect(outcomes_ready_.get(), &Notifier::activated, this, &Connection::read_outcomes);
    emit opened();
}

void Connection::send(quint64 tag, const commdn::Request &request) {
    if (!outcomes_) {
        emit outcome(tag, false, tr("not connected"));
        return;
    }
    const commdn::Result<void> sent = outcomes_->try_submit(tag, request, 5s);
    if (!sent) {
        emit outcome(tag, false, QString::fromUtf8(sent.error().what()));
    }
}

// Everything that waits, without waiting; the descriptor is quiet then.
void Connection::read_notices() {
    while (session_) {
        const auto next = session_->try_next_notice(commdn::Timeout::none());
        if (!next) {
            end(QString::fromUtf8(next.error().what()));
            return;
        }
        if (!*next) {
            return;
        }
        const commdn::Notice &news = **next;
        if (const auto event = news.event()) {
            emit notice(QString::fromStdString(to_string(event->message_type())), details_of(*event));
        } else {
            const auto error = news.error();
            const QString text = error ? QString::fromUtf8(error->what()) : QString();
            emit notice(QString::fromStdString(to_string(news.kind())), text);
            // The session connects again by itself.
            if (news.kind() == commdn::NoticeKind::Disconnected) {
                emit ended(text);
            } else if (news.kind() == commdn::NoticeKind::Connected) {
                emit opened();
            }
        }
    }
}

void Connection::read_outcomes() {
    while (outcomes_) {
        const auto next = outcomes_->try_next(commdn::Timeout::none());
        if (!next || !*next) {
            return;
        }
        const commdn::Completion &done = **next;
        if (done.outcome) {
            const commdn::EventView event = done.outcome->event();
            emit outcome(done.tag, true, QString::fromStdString(to_string(event.message_type())));
        } else {
            emit outcome(done.tag, false, QString::fromUtf8(done.outcome.error().what()));
        }
    }
}

// A notifier must not be destroyed in its own signal, so they are switched off and kept.
void Connection::end(const QString &why) {
    for (Notifier *notifier : {notices_ready_.get(), outcomes_ready_.get()}) {
        if (notifier != nullptr) {
            notifier->setEnabled(false);
        }
    }
    read_outcomes();
    outcomes_.reset();
    emit ended(why);
}
