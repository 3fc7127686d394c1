#include <commdn/adapters/qt.hpp>

#include "loop.hpp"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

namespace {

class Loop {
public:
    std::unique_ptr<commdn::adapters::QtWatch> watch(commdn::adapters::Source source) {
        return std::make_unique<commdn::adapters::QtWatch>(std::move(source));
    }
    void turn() {
        QEventLoop turn;
        QTimer::singleShot(50, &turn, &QEventLoop::quit);
        turn.exec();
    }
};

}  // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    return loop_test::all<Loop>("qt");
}
