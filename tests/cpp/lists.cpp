// Lists: building, walking, reading, packing, log text.
#include "check.hpp"

#include <stdexcept>
#include <type_traits>

using commdn::Dialect;
using commdn::KvList;
using commdn::KvListView;
using commdn::TextForm;
using commdn::Type;

static_assert(!std::is_copy_constructible_v<KvList>);
static_assert(std::is_nothrow_move_constructible_v<KvList>);
static_assert(std::is_nothrow_move_assignable_v<KvList>);
static_assert(std::is_trivially_copyable_v<KvListView>);

namespace {

KvList sample() {
    KvList inner;
    inner.add_string("GSW_PHONE", "5551234567").add_int("deep", 7);
    const unsigned char bytes[] = {0, 1, 254, 255};
    return KvList()
        .add_int("number", -5)
        .add_string("text", "first")
        .add_string("text", "second")
        .add_binary("bytes", bytes, sizeof bytes)
        .add_unicode("wide", "gr\xc3\xbc\xc3\x9f")
        .add_list("inner", inner);
}

void pairs_come_in_order_with_their_types() {
    const KvList list = sample();
    CHECK(list.size() == 6 && !list.empty() && list.depth() == 1);
    std::string seen;
    for (const auto &[key, value] : list) {
        seen.append(key).append(":").append(to_string(value.type())).append(" ");
    }
    CHECK(seen == "number:int text:string text:string bytes:binary wide:unicode inner:list ");
    CHECK(list.at(2).key == "text" && list.at(2).value.as_string() == "second");
    THROWS(NotFoundError, NotFound, static_cast<void>(list.at(6)));
}

struct Describe {
    std::string operator()(std::int32_t value) const { return "i" + std::to_string(value); }
    std::string operator()(std::string_view value) const { return "s" + std::string(value); }
    std::string operator()(commdn::Bytes value) const { return "b" + std::to_string(value.size()); }
    std::string operator()(KvListView value) const { return "l" + std::to_string(value.size()); }
};

void a_visitor_gets_the_value_as_what_it_is() {
    const KvList list = sample();
    std::string seen;
    for (const commdn::Pair &pair : list) {
        seen += pair.value.visit(Describe()) + " ";
    }
    CHECK(seen == "i-5 sfirst ssecond b4 sgr\xc3\xbc\xc3\x9f l2 ");
}

void getters_find_the_first_match_and_tell_what_is_wrong() {
    const KvList list = sample();
    CHECK(list.get_int("number") == -5);
    CHECK(list.get_string("text") == "first");
    CHECK(list["wide"].as_string() == "gr\xc3\xbc\xc3\x9f");
    CHECK(list.get_binary("bytes").size() == 4 && list.get_binary("bytes").data()[3] == 255);
    int sum = 0;
    for (const std::uint8_t byte : list.get_binary("bytes")) {
        sum += byte;
    }
    CHECK(sum == 510);
    CHECK(list.get_list("inner").get_int("deep") == 7);
    CHECK(list.at_path("inner/GSW_PHONE").as_string() == "5551234567");
    CHECK(list.find("TEXT") == std::nullopt && list.find_ignoring_case("TEXT") == 1);
    CHECK(list.contains("bytes") && !list.contains("byte"));
    CHECK(!list.contains(std::string_view("text\0more", 9)));
    THROWS(NotFoundError, NotFound, static_cast<void>(list.get_int("missing")));
    THROWS(WrongTypeError, WrongType, static_cast<void>(list.get_int("text")));
    THROWS(WrongTypeError, WrongType, static_cast<void>(list.get_list("text")));
    THROWS(WrongTypeError, WrongType, static_cast<void>(list["number"].as_string()));
    THROWS(NotFoundError, NotFound, static_cast<void>(list.at_path("inner/none")));
    THROWS(NotFoundError, NotFound, static_cast<void>(list.at_path(std::string_view("text\0more", 9))));
    THROWS(WrongTypeError, WrongType, static_cast<void>(list.at_path("text/none")));
    CHECK(list.try_get_int("text").code() == commdn::Code::WrongType);
    CHECK(std::string(list.try_get_int("text").error().what()).find("text") != std::string::npos);
    CHECK(list.try_get_int("number").value_or(9) == -5);
    CHECK(list.try_get_int("missing").value_or(9) == 9);
}

void changes_are_checked_and_chained() {
    KvList list = sample();
    CHECK(list.remove("text") && list.get_string("text") == "second");
    CHECK(list.remove("text") && !list.remove("text"));
    CHECK(list.remove_at(0) && !list.remove_at(99));
    CHECK(list.size() == 3);
    KvList more;
    more.extend(list).extend(list);
    CHECK(more.size() == 6);
    more.clear();
    CHECK(more.empty());
    const std::string big(70000, 'x');
    THROWS(InvalidListError, InvalidList, list.add_string("big", big));
    CHECK(list.size() == 3);
    const std::string_view odd("a\0b", 3);
    CHECK(list.add_int(odd, 1).get_int(odd) == 1 && !list.find("a"));
    THROWS(InvalidArgument, InvalidArgument, list.add_unicode("bad", "\xff\xfe"));
    CHECK(list.try_add_int("ok", 1) && list.get_int("ok") == 1);
}

void lists_are_begun_and_ended_in_place() {
    KvList list;
    list.begin_list("outer").add_int("one", 1).begin_list("inner").add_string("two", "2").end_list();
    list.add_unicode({"wide and more", 4}, {"\xe2\x82\xac!", 3}).end_list().add_int("last", 3);
    KvList inner, outer, expected;
    inner.add_string("two", "2");
    outer.add_int("one", 1).add_list("inner", inner).add_unicode("wide", "\xe2\x82\xac");
    expected.add_list("outer", outer).add_int("last", 3);
    CHECK(list == expected && list.find("last") == 1 && !list.find("las"));
    THROWS(NotFoundError, NotFound, list.end_list());
    CHECK(KvList().begin_list("a").begin_list("b").depth() == 2);
    KvList deep;
    for (int level = 0; level < 64; ++level) {
        deep.begin_list("");
    }
    THROWS(InvalidListError, InvalidList, deep.begin_list(""));
}

void a_walk_comes_to_every_pair() {
    const KvList list = sample();
    const std::string all = "0number=-5 0text=first 0text=second 0bytes[4] 0wide=gr\xc3\xbc\xc3\x9f 0inner{2} "
                            "1GSW_PHONE=5551234567 1deep=7 ";
    std::string seen;
    const auto describe = [&seen](const commdn::WalkedPair &pair) {
        seen.append(std::to_string(pair.depth)).append(pair.key);
        switch (pair.type) {
        case Type::Int: seen.append("=").append(std::to_string(pair.number)); break;
        case Type::Binary: seen.append("[").append(std::to_string(pair.text.size())).append("]"); break;
        case Type::List: seen.append("{").append(std::to_string(pair.number)).append("}"); break;
        default: seen.append("=").append(pair.text);
        }
        seen.append(" ");
    };
    list.walk(describe);
    CHECK(seen == all);
    seen.clear();
    const std::vector<std::uint8_t> packed = list.pack();
    KvList::walk_packed(packed.data(), packed.size(), describe);
    CHECK(seen == all);

    int left = 2;
    list.view().walk([&left](const commdn::WalkedPair &) { return --left != 0; });
    CHECK(left == 0);
    const auto throws = [](const commdn::WalkedPair &) { throw std::out_of_range("enough"); };
    bool thrown = false;
    try {
        list.walk(throws);
    } catch (const std::out_of_range &) {
        thrown = true;
    }
    CHECK(thrown);
    THROWS(InvalidListError, InvalidList, KvList::walk_packed(packed.data(), packed.size() - 1, describe));
    THROWS(InvalidArgument, InvalidArgument, KvListView(nullptr).walk(describe));
}

void the_keys_of_the_field_are_listed() {
    const std::vector<commdn::KeyEntry> all = commdn::keys();
    CHECK(all.size() == commdn_key_count() && !all.empty());
    bool found = false;
    for (const commdn::KeyEntry &entry : all) {
        found = found
                || (entry.key == COMMDN_KEY_PHONE && entry.type == Type::String
                    && entry.path == "GSW_CM_AttrProperties/do_not_call");
    }
    CHECK(found);
    CHECK(commdn::key_of<commdn::MessageType>() == COMMDN_KEY_MESSAGE_TYPE);
    CHECK(commdn::abi_version() == COMMDN_ABI);
}

void copies_and_views_are_equal_until_changed() {
    KvList list = sample();
    KvList same = list.copy();
    CHECK(same == list && !(same != list));
    CHECK(list.get_list("inner") == same.get_list("inner"));
    const KvListView view = same;
    CHECK(view == list);
    KvList inner = view.get_list("inner").copy();
    inner.add_int("more", 1);
    CHECK(inner != view.get_list("inner"));
    same.add_int("more", 1);
    CHECK(same != list);
}

void moved_from_and_released_lists_are_harmless() {
    KvList list = sample();
    KvList taken = std::move(list);
    CHECK(taken && taken.size() == 6);
    CHECK(!list && list.capi() == nullptr && list.empty() && list.begin() == list.end());
    THROWS(InvalidArgument, InvalidArgument, list.add_int("key", 1));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(list.copy()));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(list.pack()));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(list.get("number")));
    list = std::move(taken);
    CHECK(list.size() == 6);
    commdn_kvlist *raw = list.release();
    CHECK(raw != nullptr && !list);
    CHECK(KvList(raw).size() == 6);
}

void packed_lists_come_back_in_every_dialect() {
    const KvList list = sample();
    const std::vector<std::uint8_t> packed = list.pack();
    CHECK(packed.size() == list.packed_bytes());
    CHECK(KvList::unpack(packed) == list);
    const Dialect other = Dialect()
                              .list_prefix(commdn::ListPrefix::TwoLengths16)
                              .unicode_length(commdn::UnicodeLength::Units)
                              .charset("ISO-8859-1");
    CHECK(list.pack(&other) != packed);
    CHECK(KvList::unpack(list.pack(&other), &other) == list);
    THROWS(InvalidListError, InvalidList, static_cast<void>(KvList::unpack("\0\1", 2)));
    const Dialect narrow = Dialect().limits(65535, 2, 32);
    THROWS(InvalidListError, InvalidList, static_cast<void>(KvList::unpack(packed, &narrow)));
    THROWS(InvalidArgument, InvalidArgument, Dialect().charset("EBCDIC"));
    THROWS(InvalidArgument, InvalidArgument, Dialect().list_prefix(static_cast<commdn::ListPrefix>(9)));
}

void log_text_is_written_and_read() {
    const KvList list = KvList().add_int("number", 5).add_string("text", "it");
    for (const TextForm form : {TextForm::TServer, TextForm::Sdk}) {
        const std::string text = list.print(form, "AttributeUserData");
        CHECK(text.find("AttributeUserData") != std::string::npos);
        CHECK(KvList::parse(text, form) == list);
    }
    CHECK(list.print(TextForm::Ocs).find("number") != std::string::npos);
    THROWS(InvalidListError, InvalidList, static_cast<void>(KvList::parse("\t'key'\t'")));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(list.print(static_cast<TextForm>(9))));
}

}  // namespace

int main() {
    RUN(pairs_come_in_order_with_their_types);
    RUN(a_visitor_gets_the_value_as_what_it_is);
    RUN(getters_find_the_first_match_and_tell_what_is_wrong);
    RUN(changes_are_checked_and_chained);
    RUN(a_walk_comes_to_every_pair);
    RUN(the_keys_of_the_field_are_listed);
    RUN(lists_are_begun_and_ended_in_place);
    RUN(copies_and_views_are_equal_until_changed);
    RUN(moved_from_and_released_lists_are_harmless);
    RUN(packed_lists_come_back_in_every_dialect);
    RUN(log_text_is_written_and_read);
    return finish("lists");
}
