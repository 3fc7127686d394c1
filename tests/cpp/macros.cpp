// The headers behind macros that other headers define: X11's, Windows', and those of old C programs.
#define Always 2
#define Bool int
#define Complex 0
#define Convex 2
#define CurrentTime 0L
#define False 0
#define FocusIn 9
#define KeyPress 2
#define None 0L
#define Opposite 4
#define Status int
#define Success 0
#define True 1
#define Unsorted 0
#define Above 0
#define Below 1
#define BadRequest 1
#define BadValue 2
#define DELETE (0x00010000L)
#define ERROR 0
#define IN
#define OUT
#define OPTIONAL
#define NO_ERROR 0L
#define TRUE 1
#define FALSE 0
#define NEAR
#define FAR
#define interface struct
#define small char
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define GetMessage GetMessageA
#define SendMessage SendMessageA
#define signals public
#define slots
#define emit

#include <commdn.hpp>

#undef max
#undef min
#undef small
#undef interface
#include "check.hpp"

namespace {

void statuses_are_named_behind_the_macros() {
    const commdn::Session session = commdn::Session::open("sim:", options_for(20));
    CHECK(session.status() == commdn::SessionStatus::Up);
    CHECK(to_string(commdn::MessageType::NoType) == "CM_NoType" || !to_string(commdn::MessageType::NoType).empty());
}

}  // namespace

int main() {
    RUN(statuses_are_named_behind_the_macros);
    return finish("macros");
}
