// Result as a value: what std::expected does, it does; and it is one where the standard library has it.
#include "check.hpp"

#include <memory>
#include <sstream>
#include <type_traits>

using commdn::Code;
using commdn::Error;
using commdn::Result;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return Error(Code::InvalidArgument, std::to_string(number) + " is odd");
    }
    return number / 2;
}

Result<void> nothing(bool good) { return good ? Result<void>() : Error(Code::Timeout, "too late"); }

void values_and_errors() {
    const Result<int> good = half(4);
    const Result<int> bad = half(3);
    CHECK(good && good.has_value() && good.value() == 2 && *good == 2 && good.code() == Code::Ok);
    CHECK(!bad && bad.code() == Code::InvalidArgument && bad.value_or(7) == 7);
    CHECK(half(8).value_or(7) == 4 && good.value_or(7) == 2);
    THROWS(InvalidArgument, InvalidArgument, *bad);
    THROWS(InvalidArgument, InvalidArgument, half(5).value());
    THROWS(TimeoutError, Timeout, *nothing(false));
    *nothing(true);
    Result<std::string> text = std::string("text");
    text->append("s");
    *text += ".";
    CHECK(text->size() == 6 && text == "texts." && "texts." == text && text != std::string("x"));
}

void the_error_of_a_value_is_none() {
    const Result<int> good = half(4);
    CHECK(good.error().code() == Code::Ok && std::string(good.error().what()) == "no error");
    CHECK(nothing(true).error().code() == Code::Ok && half(2).error().code() == Code::Ok);
}

void equality() {
    CHECK(half(4) == half(4) && half(4) != half(8) && half(3) == half(3) && half(3) != half(5));
    CHECK(half(4) != half(3) && half(4) == 2 && half(3) != 2 && 2 == half(4) && half(4) == 2L);
    CHECK(nothing(true) == nothing(true) && nothing(true) != nothing(false));
    CHECK(half(3).error() == half(3).error() && half(3).error() != nothing(false).error());
}

void chains() {
    CHECK(half(8).and_then(half).and_then(half) == 1);
    CHECK(half(6).and_then(half).code() == Code::InvalidArgument);
    CHECK(half(6).transform([](int number) { return number * 1.5; }) == 4.5);
    CHECK(half(7).transform([](int number) { return number * 1.5; }).code() == Code::InvalidArgument);
    CHECK(half(7).or_else([](const Error &) -> Result<int> { return 9; }) == 9);
    CHECK(half(8).or_else([](const Error &) -> Result<int> { return 9; }) == 4);
    const Result<int> renamed = half(7).transform_error(
        [](const Error &error) { return Error(Code::NotFound, error.what()); });
    CHECK(renamed.code() == Code::NotFound && std::string(renamed.error().what()) == "7 is odd");
    int called = 0;
    CHECK(nothing(true).and_then([&] { return ++called, half(4); }) == 2 && called == 1);
    CHECK(!nothing(false).transform([&] { ++called; }) && called == 1);
    CHECK(nothing(true).transform([&] { ++called; }) && called == 2);
    // From an lvalue, and with functions that are members.
    const Result<std::string> text = std::string("text");
    CHECK(text.transform(&std::string::size) == std::size_t{4} && text == "text");
}

void what_is_only_moved() {
    Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
    const auto doubled = std::move(made).transform([](std::unique_ptr<int> number) {
        *number *= 2;
        return number;
    });
    CHECK(**doubled == 6);
    const commdn::Session session = *commdn::Session::try_open("sim:", options_for(20));
    const Result<std::size_t> events = session.try_call(commdn::Request::do_not_call().phone("5551234567"))
                                           .transform(
                                               [](const commdn::Answer &answer) { return answer.event_count(); });
    CHECK(events == std::size_t{1});
}

#if COMMDN_HPP_STD_EXPECTED
void it_is_a_std_expected() {
    static_assert(std::is_base_of_v<std::expected<int, Error>, Result<int>>);
    static_assert(std::is_convertible_v<Result<int>, std::expected<int, Error>>);
    static_assert(std::is_convertible_v<std::expected<int, Error>, Result<int>>);
    const std::expected<int, Error> good = half(4);
    const Result<int> back = good;
    const Result<int> bad = std::unexpected(Error(Code::Closed, "closed"));
    CHECK(good == 2 && back == 2 && good == back && back == good && bad.code() == Code::Closed);
    const std::expected<void, Error> none = nothing(false);
    CHECK(!none && Result<void>(none).code() == Code::Timeout);
}
#endif

}  // namespace

int main() {
    RUN(values_and_errors);
    RUN(the_error_of_a_value_is_none);
    RUN(equality);
    RUN(chains);
    RUN(what_is_only_moved);
#if COMMDN_HPP_STD_EXPECTED
    RUN(it_is_a_std_expected);
#endif
    return finish("results");
}
