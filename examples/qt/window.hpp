// The agent's window: who is on the phone, what to do about them, and what OCS tells.
#ifndef WINDOW_HPP
#define WINDOW_HPP

#include "connection.hpp"

#include <QHash>
#include <QMainWindow>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

class Window : public QMainWindow {
    Q_OBJECT

public:
    // Opens its connection at once; the window can be used at once, too.
    explicit Window(const Account &account);

private:
    QWidget *customer_form();
    QWidget *notice_list();
    void do_not_call();
    void cancel_record();
    void send(const QString &what, const commdn::Request &request);

    void show_connected(bool connected, const QString &text);
    void show_outcome(quint64 tag, bool acknowledged, const QString &text);
    void add_notice(const QString &name, const QString &details);

    Account account_;
    Connection connection_;
    // The requests that are on their way: what the status line calls them.
    QHash<quint64, QString> open_;
    quint64 last_tag_ = 0;

    QLineEdit *phone_ = nullptr;
    QLineEdit *customer_ = nullptr;
    QLineEdit *campaign_ = nullptr;
    QPushButton *do_not_call_ = nullptr;
    QPushButton *cancel_ = nullptr;
    QTableWidget *notices_ = nullptr;
    QLabel *connected_ = nullptr;
    QLabel *outcome_ = nullptr;
};

#endif
