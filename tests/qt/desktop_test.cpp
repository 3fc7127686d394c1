// The agent desktop, used as an agent does: typing, clicking, and looking at the window.
//
// Everything goes through the real event loop, to a simulated contact centre over TCP whose state
// is looked at afterwards. The picture of the window goes to the file that SCREENSHOT names.
#include "window.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <QTimer>

namespace {

constexpr int PATIENCE_MS = 5000;

QJsonValue value_of(const commdn::Simulator &simulator, const char *command) {
    const auto reply = QByteArray::fromStdString(simulator.command(command));
    return QJsonDocument::fromJson("[" + reply + "]").array().at(0);
}

}  // namespace

class DesktopTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        simulator_.emplace(commdn::Simulator::demo());
        Account account;
        account.address = QStringLiteral("127.0.0.1:%1").arg(simulator_->listen());
        window_ = std::make_unique<Window>(account);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get(), PATIENCE_MS));
        QTRY_VERIFY_WITH_TIMEOUT(button("do_not_call")->isEnabled(), PATIENCE_MS);
    }

    void cleanup() {
        window_.reset();
        simulator_.reset();
    }

    void do_not_call_puts_the_phone_on_the_list() {
        type("phone", "5550120");
        type("customer", "C-1003");
        click("do_not_call");
        QTRY_VERIFY_WITH_TIMEOUT(outcome().contains("acknowledged"), PATIENCE_MS);
        QVERIFY2(outcome().contains("CM_EvDoNotCallProcessed"), qPrintable(outcome()));
        QVERIFY(listed("5550120"));
        QVERIFY(!listed("5550100"));
        picture();
    }

    void cancelled_records_are_not_dialled_any_more() {
        type("phone", "5550110");
        click("cancel_record");
        QTRY_VERIFY_WITH_TIMEOUT(outcome().contains("acknowledged"), PATIENCE_MS);
        QVERIFY2(outcome().contains("CM_EvRecordCanceled"), qPrintable(outcome()));
        const QJsonValue records = value_of(*simulator_, R"({"command": "records", "ocs": 101, "phone": "5550110"})");
        const QString text = QJsonDocument(QJsonArray{records}).toJson();
        QVERIFY2(text.contains("5550110") && !text.contains("\"ready\""), qPrintable(text));
        QVERIFY(!listed("5550110"));
    }

    void request_that_breaks_a_rule_is_told_and_not_sent() {
        click("cancel_record");
        QTRY_VERIFY_WITH_TIMEOUT(outcome().contains("GSW_PHONE"), PATIENCE_MS);
        QVERIFY2(!outcome().contains("acknowledged"), qPrintable(outcome()));
    }

    void what_others_do_is_a_row_of_the_list() {
        notices_of_a_campaign();
        QVERIFY(row_with("CM_EvCampaignStatus").contains("campaign 1"));
    }

    // A peer that says nothing does not stop the window: it repaints and answers clicks.
    void silent_server_does_not_block_the_window() {
        simulator_->command(R"({"command": "fault", "rule": {"kind": "silent"}})");
        type("phone", "5550130");
        click("do_not_call");
        int turns = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, [&turns] { ++turns; });
        timer.start(1);
        QTRY_VERIFY_WITH_TIMEOUT(turns >= 20, PATIENCE_MS);
        QVERIFY2(outcome().endsWith("sent"), qPrintable(outcome()));
        type("phone", "5550131");
        QCOMPARE(window_->findChild<QLineEdit *>("phone")->text(), QString("5550131"));
    }

    void lost_connection_is_made_good() {
        simulator_->command(R"({"command": "cut"})");
        QTRY_VERIFY_WITH_TIMEOUT(has_row("connected"), PATIENCE_MS);
        QTRY_VERIFY_WITH_TIMEOUT(button("do_not_call")->isEnabled(), PATIENCE_MS);
    }

    void lost_connection_is_told_and_the_buttons_are_off() {
        simulator_->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!button("do_not_call")->isEnabled(), PATIENCE_MS);
        const QString text = window_->findChild<QLabel *>("connected")->text();
        QVERIFY2(text.contains("Not connected"), qPrintable(text));
    }

    void no_server_is_told() {
        Account account;
        // A port of the loopback that nobody listens on any more.
        account.address = QStringLiteral("127.0.0.1:%1").arg(simulator_->listen());
        simulator_.reset();
        Window lonely(account);
        lonely.show();
        auto *connected = lonely.findChild<QLabel *>("connected");
        QTRY_VERIFY_WITH_TIMEOUT(connected->text().contains("Not connected"), PATIENCE_MS);
        QVERIFY(!lonely.findChild<QPushButton *>("do_not_call")->isEnabled());
    }

private:
    QPushButton *button(const char *name) { return window_->findChild<QPushButton *>(name); }
    QString outcome() { return window_->findChild<QLabel *>("outcome")->text(); }

    void type(const char *field, const char *text) {
        auto *edit = window_->findChild<QLineEdit *>(field);
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }

    void click(const char *name) { QTest::mouseClick(button(name), Qt::LeftButton); }

    bool listed(const char *phone) {
        const QJsonValue list = value_of(*simulator_, R"({"command": "do_not_call", "ocs": 101})");
        return QJsonDocument(QJsonArray{list}).toJson().contains(phone);
    }

    bool has_row(const char *name) {
        const auto *list = window_->findChild<QTableWidget *>("notices");
        return !list->findItems(QString::fromLatin1(name), Qt::MatchExactly).isEmpty();
    }

    // What the list says about the first event of that name; empty if there is none.
    QString row_with(const char *event) {
        const auto *list = window_->findChild<QTableWidget *>("notices");
        const auto found = list->findItems(QString::fromLatin1(event), Qt::MatchExactly);
        return found.isEmpty() ? QString() : list->item(found.first()->row(), 2)->text();
    }

    // Another application of the DN loads a campaign.
    void notices_of_a_campaign() {
        const commdn::Session other = simulator_->open_session(
            commdn::SessionOptions("8001", 21).application("script").ocs_dbid(101));
        const auto loaded = other.call(commdn::Request::load_campaign(1, 10).dialing(
            {commdn::DialMode::Preview, commdn::OptimizeBy::BusyFactor, 80}));
        QCOMPARE(to_string(loaded.event().message_type()), std::string("CM_EvCampaignLoaded"));
        QTRY_VERIFY_WITH_TIMEOUT(!row_with("CM_EvCampaignStatus").isEmpty(), PATIENCE_MS);
    }

    // The window with some life in it, where a file for it is named.
    void picture() {
        const QString file = qEnvironmentVariable("SCREENSHOT");
        if (file.isEmpty()) {
            return;
        }
        notices_of_a_campaign();
        QTest::qWait(0);
        QVERIFY(window_->grab().save(file));
    }

    std::optional<commdn::Simulator> simulator_;
    std::unique_ptr<Window> window_;
};

QTEST_MAIN(DesktopTest)
#include "desktop_test.moc"
