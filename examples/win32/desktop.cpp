// A plain Windows program: a window, a button, and one loop that waits for messages and for commdn.
//
// commdn gives the session's handle to MsgWaitForMultipleObjectsEx, beside the thread's messages, so
// no thread is needed, nothing is asked for in vain, and no click waits for the network. The first
// argument is the server, by default the simulator; with a second one, `once`, the program clicks its
// button by itself and ends with the answer, which it also prints.
#include <commdn.hpp>

#include <iostream>
#include <stdexcept>
#include <string>
#include <windows.h>

namespace {

using namespace std::chrono_literals;

constexpr int button_id = 100;

class Desktop {
public:
    explicit Desktop(const commdn::Session &session) : session_(session) {
        WNDCLASSA look = {};
        look.lpfnWndProc = &Desktop::procedure;
        look.hInstance = GetModuleHandleA(nullptr);
        look.lpszClassName = "commdn-desktop";
        look.hbrBackground = reinterpret_cast<HBRUSH>(COLOR_WINDOW + 1);
        RegisterClassA(&look);
        window_ = CreateWindowA(look.lpszClassName, "Agent desktop", WS_OVERLAPPEDWINDOW, CW_USEDEFAULT, CW_USEDEFAULT,
                                420, 160, nullptr, nullptr, look.hInstance, nullptr);
        if (window_ == nullptr) {
            throw std::runtime_error("no window: error " + std::to_string(GetLastError()));
        }
        SetWindowLongPtrA(window_, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
        CreateWindowA("BUTTON", "Do not call 5551234567", WS_CHILD | WS_VISIBLE, 20, 20, 360, 30, window_,
                      reinterpret_cast<HMENU>(static_cast<INT_PTR>(button_id)), look.hInstance, nullptr);
        status_ = CreateWindowA("STATIC", "ready", WS_CHILD | WS_VISIBLE, 20, 70, 360, 30, window_, nullptr,
                                look.hInstance, nullptr);
    }

    void click() { PostMessageA(window_, WM_COMMAND, button_id, 0); }
    void end_with_the_answer() { once_ = true; }

    // Until the window is closed; the program's status.
    int run() {
        ShowWindow(window_, SW_SHOWNORMAL);
        const HANDLE handle = session_.fd();
        while (true) {
            // The handle stays signalled until everything behind it was taken.
            const DWORD woken = MsgWaitForMultipleObjectsEx(1, &handle, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
            if (woken == WAIT_FAILED) {
                return 1;
            }
            if (woken == WAIT_OBJECT_0 && !take()) {
                return 1;
            }
            MSG message;
            while (PeekMessageA(&message, nullptr, 0, 0, PM_REMOVE)) {
                if (message.message == WM_QUIT) {
                    return static_cast<int>(message.wParam);
                }
                TranslateMessage(&message);
                DispatchMessageA(&message);
            }
        }
    }

private:
    // The request is handed over here; its answer comes to the handler, in take().
    void send() {
        const auto request = commdn::Request::do_not_call().phone("5551234567");
        const auto sent = session_.try_submit(request, [this](commdn::Result<commdn::Answer> answer) {
            show(answer ? "acknowledged: " + std::string(answer->event().phone().value_or("?"))
                        : std::string(answer.error().what()));
            if (once_) {
                PostMessageA(window_, WM_CLOSE, 0, 0);
            }
        });
        show(sent ? "sent" : sent.error().what());
    }

    // All that waits, without waiting; false once the session has ended.
    bool take() {
        static_cast<void>(session_.dispatch());
        while (true) {
            const auto next = session_.try_next_notice(commdn::Timeout::none());
            if (!next) {
                show(next.error().what());
                return false;
            }
            if (!*next) {
                return true;
            }
        }
    }

    void show(const std::string &text) {
        std::cout << text << std::endl;
        SetWindowTextA(status_, text.c_str());
    }

    static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM along) {
        auto *self = reinterpret_cast<Desktop *>(GetWindowLongPtrA(window, GWLP_USERDATA));
        if (message == WM_COMMAND && LOWORD(wide) == button_id && self != nullptr) {
            self->send();
            return 0;
        }
        if (message == WM_DESTROY) {
            PostQuitMessage(0);
            return 0;
        }
        return DefWindowProcA(window, message, wide, along);
    }

    const commdn::Session &session_;
    HWND window_ = nullptr;
    HWND status_ = nullptr;
    bool once_ = false;
};

}  // namespace

int main(int argc, char **argv) {
    try {
        // A command of exec: may take a while to start.
        const auto options =
            commdn::SessionOptions("8001", 20).application("desktop").ocs_dbid(101).connect_timeout(60s);
        const auto session = commdn::Session::open(argc > 1 ? argv[1] : "sim:", options);
        Desktop desktop(session);
        if (argc > 2 && std::string(argv[2]) == "once") {
            desktop.end_with_the_answer();
            desktop.click();
        }
        return desktop.run();
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
