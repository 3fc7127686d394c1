// A producer in C++ with librabbitmq: one do-not-call request, confirmed by the broker.
//
//     producer HOST PORT USER VHOST SITE LANES KEY PHONE [CUSTOMER]      the password is read from COMMDN_BROKER_PASSWORD
//
// g++ -std=c++17 producer.cpp -lrabbitmq -lz
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <sys/time.h>
#include <zlib.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

namespace {

std::string json(const std::string &text) {
    std::string out = "\"";
    for (unsigned char c : text) {
        if (c < 0x20 || c == '"' || c == '\\') {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
            out += escaped;
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + '"';
}

// The lane that keeps a customer's requests in order.
unsigned long lane_of(const std::string &phone, const std::string &customer, unsigned long lanes) {
    std::string digits;
    for (char c : phone) {
        if (c >= '0' && c <= '9') digits += c;
    }
    const std::string &text = !customer.empty() ? customer : !digits.empty() ? digits : phone;
    return crc32(0, reinterpret_cast<const Bytef *>(text.data()), static_cast<uInt>(text.size())) % lanes;
}

std::string new_id() {
    std::random_device random;
    char text[33];
    std::snprintf(text, sizeof text, "%08x%08x%08x%08x", random(), random(), random(), random());
    return text;
}

void check(const amqp_rpc_reply_t &reply, const char *what) {
    if (reply.reply_type != AMQP_RESPONSE_NORMAL) throw std::runtime_error(std::string(what) + " failed");
}

amqp_table_entry_t header(const char *name, const std::string &value) {
    amqp_table_entry_t entry{};
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = amqp_bytes_t{value.size(), const_cast<char *>(value.data())};
    return entry;
}

// The broker's word on what was published: an ack, or a nack, or the message itself because no queue has it.
void wait_for_confirm(amqp_connection_state_t connection) {
    timeval limit{10, 0};
    amqp_frame_t frame;
    while (amqp_simple_wait_frame_noblock(connection, &frame, &limit) == AMQP_STATUS_OK) {
        if (frame.frame_type != AMQP_FRAME_METHOD) continue;
        if (frame.payload.method.id == AMQP_BASIC_ACK_METHOD) return;
        if (frame.payload.method.id == AMQP_BASIC_NACK_METHOD) throw std::runtime_error("the queue is at its limit");
        if (frame.payload.method.id == AMQP_BASIC_RETURN_METHOD) throw std::runtime_error("no queue is bound");
        throw std::runtime_error("the broker has closed the channel");
    }
    throw std::runtime_error("no confirm within 10 s: publish again, with the same key");
}

void publish(char **argv, const std::string &customer) {
    const std::string site = argv[5], key = argv[7], phone = argv[8];
    std::unique_ptr<amqp_connection_state_t_, decltype(&amqp_destroy_connection)> owned(amqp_new_connection(),
                                                                                        amqp_destroy_connection);
    amqp_connection_state_t connection = owned.get();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    if (!socket || amqp_socket_open(socket, argv[1], std::atoi(argv[2]))) throw std::runtime_error("no broker there");
    const char *password = std::getenv("COMMDN_BROKER_PASSWORD");
    check(amqp_login(connection, argv[4], 0, 131072, 30, AMQP_SASL_METHOD_PLAIN, argv[3], password ? password : ""),
          "the login");
    amqp_channel_open(connection, 1);
    check(amqp_get_rpc_reply(connection), "opening a channel");
    amqp_confirm_select(connection, 1);
    check(amqp_get_rpc_reply(connection), "asking for confirms");

    const std::string lane = "bulk." + std::to_string(lane_of(phone, customer, std::stoul(argv[6])));
    const std::string who = customer.empty() ? "" : ",\"customer_id\":" + json(customer);
    const std::string body = "[[{\"v\":1,\"site\":" + json(site) + ",\"rows\":[{\"key\":" + json(key)
                             + ",\"type\":\"do_not_call\",\"phone\":" + json(phone) + who + "}]}],{},{}]";
    const std::string language = "c++", task = "commdn.records.v1", id = new_id();
    amqp_table_entry_t headers[] = {header("lang", language), header("task", task), header("id", id)};
    amqp_basic_properties_t properties{};
    properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_CONTENT_ENCODING_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG
                        | AMQP_BASIC_HEADERS_FLAG;
    properties.content_type = amqp_cstring_bytes("application/json");
    properties.content_encoding = amqp_cstring_bytes("utf-8");
    properties.delivery_mode = 2;
    properties.headers = amqp_table_t{3, headers};
    const std::string exchange = "commdn." + site;
    if (amqp_basic_publish(connection, 1, amqp_cstring_bytes(exchange.c_str()), amqp_cstring_bytes(lane.c_str()), 1, 0,
                           &properties, amqp_bytes_t{body.size(), const_cast<char *>(body.data())})) {
        throw std::runtime_error("publishing failed");
    }
    wait_for_confirm(connection);
    amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
    std::cout << key << " is with the broker\n";
}

}  // namespace

int main(int argc, char **argv) {
    if (argc < 9) {
        std::cerr << "producer HOST PORT USER VHOST SITE LANES KEY PHONE [CUSTOMER]\n";
        return 2;
    }
    try {
        publish(argv, argc > 9 ? argv[9] : "");
    } catch (const std::exception &error) {
        std::cerr << "producer: " << error.what() << '\n';
        return 1;
    }
}
