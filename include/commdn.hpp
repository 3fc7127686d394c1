/*
 * commdn for C++17 and later: client for the CommDN API of Genesys Outbound Contact.
 *
 * Header only, over commdn.h and the library behind it. Objects own what they hold, are moved and
 * not copied, and give their C object with capi() (it stays theirs) or release() (it is yours).
 * Those that programs keep as members (sessions, queues, outboxes) can be made null, to be assigned
 * later. A null object is harmless, and so is one that was moved from: it converts to false, and
 * calls on it fail with InvalidArgument.
 *
 * Calls throw commdn::Error or the class of its code; each has a twin whose name starts with try_
 * and which returns a Result. Texts that are given as std::string_view, and views, belong to the
 * object that was asked and end with it: keep an answer as long as its texts are used. What a
 * temporary is asked for is a copy, or does not compile. Every class says who may call it at the
 * same time, and which of its calls block.
 *
 *   commdn::Session session = commdn::Session::open("sim:", commdn::SessionOptions("8001", 20));
 *   session.call(commdn::Request::do_not_call().phone("5551234567"));
 *
 * Works without RTTI; needs exceptions. Headers that only mention a class include commdn_fwd.hpp.
 * Event loops of Qt, glib, libuv and asio are served by the headers in commdn/adapters.
 */
#ifndef COMMDN_HPP
#define COMMDN_HPP

#include <commdn/dialect.hpp>
#include <commdn/directory.hpp>
#include <commdn/enums.hpp>
#include <commdn/error.hpp>
#include <commdn/event.hpp>
#include <commdn/host.hpp>
#include <commdn/kvlist.hpp>
#include <commdn/options.hpp>
#include <commdn/outbox.hpp>
#include <commdn/phone.hpp>
#include <commdn/request.hpp>
#include <commdn/schedule.hpp>
#include <commdn/session.hpp>
#include <commdn/simulator.hpp>
#include <commdn/site.hpp>

#endif  // COMMDN_HPP
