/*
 * commdn for C++17: the names of its classes and enumerations, without their definitions.
 *
 * For headers that only mention a commdn::Session or a commdn::NoticeKind; it includes almost
 * nothing. Owns the namespace of everything in commdn.hpp, and the attributes that only some
 * compilers know. Include it in place of declaring such names yourself: all are in an inline
 * namespace, which another version of these headers names differently, so that two versions can be
 * in one process.
 */
#ifndef COMMDN_FWD_HPP
#define COMMDN_FWD_HPP

#include <cstdint>
#if __has_include(<version>)
#include <version>
#endif

// Result<T> derives from std::expected where the standard library has it, which makes it another
// class. Define COMMDN_OWN_RESULT where units of C++23 and of older standards exchange objects.
#if defined(__cpp_lib_expected) && !defined(COMMDN_OWN_RESULT)
#define COMMDN_HPP_STD_EXPECTED 1
#define COMMDN_HPP_ABI abi_1_expected
#else
#define COMMDN_HPP_STD_EXPECTED 0
#define COMMDN_HPP_ABI abi_1
#endif

// The number goes up with every change of a class's members, or of what an inline function does.
#define COMMDN_HPP_BEGIN                                                                                               \
    namespace commdn {                                                                                                 \
    inline namespace COMMDN_HPP_ABI {
#define COMMDN_HPP_END                                                                                                 \
    }                                                                                                                  \
    }

// On a parameter, or behind a member function: what is returned must not outlive it.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define COMMDN_LIFETIMEBOUND [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#define COMMDN_LIFETIMEBOUND [[msvc::lifetimebound]]
#endif
#endif
#ifndef COMMDN_LIFETIMEBOUND
#define COMMDN_LIFETIMEBOUND
#endif

COMMDN_HPP_BEGIN

// generated: names
enum class AutoCompletionPlace : std::int32_t;
enum class Certainty : std::int32_t;
enum class CmError : std::int32_t;
enum class Code : std::int32_t;
enum class Counter : std::int32_t;
enum class DialMode : std::int32_t;
enum class EntryState : std::int32_t;
enum class GroupStatus : std::int32_t;
enum class ListPrefix : std::int32_t;
enum class LogLevel : std::int32_t;
enum class MessageType : std::int32_t;
enum class NoticeKind : std::int32_t;
enum class Noun : std::int32_t;
enum class OptimizeBy : std::int32_t;
enum class OutboxCounter : std::int32_t;
enum class OutboxFilter : std::int32_t;
enum class OutcomeKind : std::int32_t;
enum class SessionStatus : std::int32_t;
enum class TextForm : std::int32_t;
enum class Type : std::int32_t;
enum class UnicodeLength : std::int32_t;
template <class T>
class Optional;
template <class T>
class Result;
class Answer;
class Completions;
class Dialect;
class Directory;
class DirectoryObject;
class Error;
class Event;
class EventView;
class Host;
class KvList;
class KvListView;
class Notice;
class NoticeRange;
class NoticeView;
class Outbox;
class OutboxEntry;
class OutboxOutcome;
class OutboxOutcomeView;
class PairIterator;
class Pending;
class Request;
class Schedule;
class ScheduleView;
class Session;
class SessionOptions;
class Simulator;
class Site;
class SiteAlias;
class SiteSetting;
class Stats;
class Timeout;
class Tls;
class Value;
struct Bytes;
struct Completion;
struct Dialing;
struct KeyEntry;
struct OutboxOptions;
struct Pair;
struct Priority;
struct ScheduleItem;
struct SubmitOptions;
struct WalkedPair;
// end of names

COMMDN_HPP_END

#endif  // COMMDN_FWD_HPP
