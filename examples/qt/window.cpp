#include "window.hpp"

#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTableWidget>
#include <QTime>
#include <QVBoxLayout>

namespace {

constexpr int MOST_NOTICES = 500;

// Room between things; the colours are the desktop's own.
const char *const LOOK = R"(
    QGroupBox { font-weight: bold; }
    QLineEdit { padding: 4px; }
    QHeaderView::section { padding: 5px 4px; }
    QStatusBar::item { border: none; }
)";

// Names are for style sheets, and for programs that look for a part of the window.
template <class Widget>
Widget *named(Widget *widget, const char *name) {
    widget->setObjectName(QString::fromLatin1(name));
    return widget;
}

}  // namespace

Window::Window(const Account &account) : account_(account) {
    setWindowTitle(tr("Agent desktop"));
    setStyleSheet(QString::fromLatin1(LOOK));
    resize(760, 540);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 16, 16, 12);
    column->setSpacing(10);
    column->addWidget(customer_form());
    column->addWidget(notice_list(), 1);
    setCentralWidget(content);

    connected_ = named(new QLabel, "connected");
    outcome_ = named(new QLabel, "outcome");
    connected_->setContentsMargins(12, 2, 0, 4);
    outcome_->setContentsMargins(16, 2, 0, 4);
    statusBar()->addWidget(connected_);
    statusBar()->addWidget(outcome_, 1);
    show_connected(false, tr("Connecting to %1 …").arg(account_.address));

    connect(&connection_, &Connection::opened, this,
            [this] { show_connected(true, tr("Connected to %1, DN %2").arg(account_.address, account_.dn)); });
    connect(&connection_, &Connection::ended, this,
            [this](const QString &why) { show_connected(false, tr("Not connected: %1").arg(why)); });
    connect(&connection_, &Connection::outcome, this, &Window::show_outcome);
    connect(&connection_, &Connection::notice, this, &Window::add_notice);
    connection_.open(account_);
}

QWidget *Window::customer_form() {
    auto *box = new QGroupBox(tr("Customer"));
    phone_ = named(new QLineEdit, "phone");
    phone_->setPlaceholderText(tr("as in the calling list, for example 5550100"));
    customer_ = named(new QLineEdit, "customer");
    customer_->setPlaceholderText(tr("optional"));
    campaign_ = named(new QLineEdit, "campaign");
    campaign_->setPlaceholderText(tr("optional: cancel in this campaign only"));

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(8);
    form->addRow(tr("&Phone"), phone_);
    form->addRow(tr("Customer &id"), customer_);
    form->addRow(tr("Ca&mpaign"), campaign_);

    do_not_call_ = named(new QPushButton(tr("&Do not call")), "do_not_call");
    do_not_call_->setToolTip(tr("Put the phone or the customer on the do-not-call list"));
    cancel_ = named(new QPushButton(tr("&Cancel record")), "cancel_record");
    cancel_->setToolTip(tr("Take the phone's records out of the calling lists"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {do_not_call_, cancel_}) {
        button->setMinimumSize(140, 34);
        buttons->addWidget(button);
    }
    connect(do_not_call_, &QPushButton::clicked, this, &Window::do_not_call);
    connect(cancel_, &QPushButton::clicked, this, &Window::cancel_record);

    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(14, 12, 14, 14);
    column->setSpacing(12);
    column->addLayout(form);
    column->addLayout(buttons);
    return box;
}

QWidget *Window::notice_list() {
    auto *box = new QGroupBox(tr("Notifications"));
    notices_ = named(new QTableWidget(0, 3), "notices");
    notices_->setHorizontalHeaderLabels({tr("Time"), tr("Event"), tr("About")});
    notices_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    notices_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    notices_->horizontalHeader()->setStretchLastSection(true);
    notices_->verticalHeader()->hide();
    notices_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    notices_->setSelectionBehavior(QAbstractItemView::SelectRows);
    notices_->setAlternatingRowColors(true);
    notices_->setShowGrid(false);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(14, 12, 14, 14);
    column->addWidget(notices_);
    return box;
}

void Window::do_not_call() {
    try {
        commdn::Request request = commdn::Request::do_not_call();
        if (!phone_->text().isEmpty()) {
            request.phone(phone_->text().toStdString());
        }
        if (!customer_->text().isEmpty()) {
            request.customer_id(customer_->text().toStdString());
        }
        send(tr("Do not call %1").arg(phone_->text()), request);
    } catch (const commdn::Error &error) {
        show_outcome(0, false, QString::fromUtf8(error.what()));
    }
}

void Window::cancel_record() {
    try {
        commdn::Request request = commdn::Request::cancel_record();
        request.phone(phone_->text().toStdString());
        if (!customer_->text().isEmpty()) {
            request.customer_id(customer_->text().toStdString());
        }
        if (!campaign_->text().isEmpty()) {
            request.campaign_name(campaign_->text().toStdString());
        }
        send(tr("Cancel %1").arg(phone_->text()), request);
    } catch (const commdn::Error &error) {
        show_outcome(0, false, QString::fromUtf8(error.what()));
    }
}

void Window::send(const QString &what, const commdn::Request &request) {
    open_.insert(++last_tag_, what);
    outcome_->setText(tr("%1: sent").arg(what));
    connection_.send(last_tag_, request);
}

void Window::show_connected(bool connected, const QString &text) {
    connected_->setText(QStringLiteral("<span style='color:%1'>●</span>&nbsp; %2")
                            .arg(QLatin1String(connected ? "#2e7d32" : "#c62828"), text.toHtmlEscaped()));
    do_not_call_->setEnabled(connected);
    cancel_->setEnabled(connected);
}

void Window::show_outcome(quint64 tag, bool acknowledged, const QString &text) {
    const QString what = open_.take(tag);
    const QString told = acknowledged ? tr("acknowledged (%1)").arg(text) : text;
    outcome_->setText(what.isEmpty() ? told : QStringLiteral("%1: %2").arg(what, told));
}

// The newest is on top.
void Window::add_notice(const QString &name, const QString &details) {
    notices_->insertRow(0);
    notices_->setItem(0, 0, new QTableWidgetItem(QTime::currentTime().toString("HH:mm:ss")));
    notices_->setItem(0, 1, new QTableWidgetItem(name));
    notices_->setItem(0, 2, new QTableWidgetItem(details));
    if (notices_->rowCount() > MOST_NOTICES) {
        notices_->removeRow(MOST_NOTICES);
    }
}
