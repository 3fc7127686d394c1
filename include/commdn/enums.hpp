/*
 * commdn for C++17: numbers with names. Part of commdn.hpp.
 *
 * Every enumeration may hold a number that it does not name: servers send what they like, and a
 * newer library may know more. None of these functions blocks; all may be called by any thread.
 */
#ifndef COMMDN_ENUMS_HPP
#define COMMDN_ENUMS_HPP

#include <commdn/generated/codes.hpp>
#include <commdn/generated/enums.hpp>
#include <commdn/generated/numbers.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

COMMDN_HPP_BEGIN

/** The texts of GSW_CHAIN_ATTR. */
inline constexpr std::string_view ChainAll = COMMDN_CHAIN_ALL;
inline constexpr std::string_view ChainRecordOnly = COMMDN_CHAIN_RECORD_ONLY;

namespace detail {

template <class Enum, class Out>
using IfFieldEnum = std::enable_if_t<(field_enum<Enum> >= 0), Out>;

}  // namespace detail

/** The number itself. */
template <class Enum>
constexpr std::enable_if_t<std::is_enum_v<Enum>, std::int32_t> number(Enum value) noexcept {
    return static_cast<std::int32_t>(value);
}

/**
 * The name of a number; the number itself if it has none.
 *
 * An enumeration of the field has the field's names, "CM_ReqDoNotCall"; Code those of commdn.h,
 * "COMMDN_ERR_TIMEOUT"; every other one words, "late_answer".
 */
template <class Enum>
auto to_string(Enum value) -> decltype(detail::name_of(value), std::string()) {
    const char *name = detail::name_of(value);
    return name != nullptr ? std::string(name) : std::to_string(number(value));
}

/** Write the name of a number, as to_string(). */
template <class Char, class Enum>
auto operator<<(std::basic_ostream<Char> &out, Enum value) -> decltype(detail::name_of(value), out) {
    return out << to_string(value).c_str();
}

/**
 * The number of a name: as in the field, in a spelling of the manual, or as in commdn.h without
 * its prefix ("REQ_DO_NOT_CALL"). Empty if there is none.
 */
template <class Enum>
detail::IfFieldEnum<Enum, std::optional<Enum>> from_string(std::string_view name) {
    std::int32_t found = 0;
    const std::string copy(name);
    if (copy.size() != std::char_traits<char>::length(copy.c_str())
        || commdn_enum_number(detail::field_enum<Enum>, copy.c_str(), &found) != COMMDN_OK) {
        return std::nullopt;
    }
    return static_cast<Enum>(found);
}

/** One named number. The texts are the library's. */
template <class Enum>
struct EnumEntry {
    /** The number. */
    Enum value;
    /** The field's name, for example "CFGDMPredict". */
    std::string_view name;
    /** The name in commdn.h, for example "PREDICT". */
    std::string_view label;
    /** Where the number comes from. */
    Certainty certainty;
};

/** All named numbers of an enumeration of the field, in their order. */
template <class Enum>
detail::IfFieldEnum<Enum, std::vector<EnumEntry<Enum>>> entries() {
    std::vector<EnumEntry<Enum>> all;
    const std::size_t count = commdn_enum_count(detail::field_enum<Enum>);
    for (std::size_t index = 0; index < count; ++index) {
        std::int32_t found = 0;
        std::int32_t certainty = 0;
        const char *name = nullptr;
        const char *label = nullptr;
        if (commdn_enum_entry(detail::field_enum<Enum>, index, &found, &name, &label, &certainty) == COMMDN_OK) {
            all.push_back({static_cast<Enum>(found), name, label, static_cast<Certainty>(certainty)});
        }
    }
    return all;
}

/** The key whose values an enumeration of the field has, for example "GSW_CM_MessageType". */
template <class Enum>
detail::IfFieldEnum<Enum, std::string_view> key_of() {
    const char *key = commdn_enum_key(detail::field_enum<Enum>);
    return key != nullptr ? std::string_view(key) : std::string_view();
}

/** A key of user data in one place. The texts are the library's. */
struct KeyEntry {
    /** The key, for example "GSW_PHONE". */
    std::string_view key;
    /** The type of its value. */
    Type type;
    /** The keys of the lists around it, outermost first, with "/" between; else empty. */
    std::string_view path;
};

/** All keys of user data; one that stands in several lists comes once for each. */
inline std::vector<KeyEntry> keys() {
    std::vector<KeyEntry> all;
    const std::size_t count = commdn_key_count();
    for (std::size_t index = 0; index < count; ++index) {
        const char *key = nullptr;
        const char *path = nullptr;
        std::int32_t type = 0;
        if (commdn_key_entry(index, &key, &type, &path) == COMMDN_OK) {
            all.push_back({key, static_cast<Type>(type), path});
        }
    }
    return all;
}

COMMDN_HPP_END

#endif  // COMMDN_ENUMS_HPP
