// A small agent desktop: desktop [--address HOST:PORT] [--dn DN] [--app DBID] ...
//
// Without options it talks to a simulated contact centre inside the library: try phone 5550100.
#include "window.hpp"

#include <QApplication>
#include <QCommandLineParser>

int main(int argc, char **argv) {
    const QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("desktop"));

    Account account;
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Do-not-call and cancel requests to OCS."));
    parser.addHelpOption();
    parser.addOptions({
        {"address", "T-Server's HOST:PORT, or sim: for a simulated one.", "address", account.address},
        {"dn", "The communication DN.", "dn", account.dn},
        {"app", "DBID of this application.", "dbid", QString::number(account.app_dbid)},
        {"name", "Name of this application.", "name", account.application},
        {"ocs", "DBID of the OCS that is asked; 0 asks each one.", "dbid", QString::number(account.ocs_dbid)},
    });
    parser.process(application);

    bool is_app = false;
    bool is_ocs = false;
    account.address = parser.value("address");
    account.dn = parser.value("dn");
    account.application = parser.value("name");
    account.app_dbid = parser.value("app").toInt(&is_app);
    account.ocs_dbid = parser.value("ocs").toInt(&is_ocs);
    if (!is_app || !is_ocs) {
        qCritical("--app and --ocs take numbers");
        return 2;
    }

    Window window(account);
    window.show();
    return QApplication::exec();
}
