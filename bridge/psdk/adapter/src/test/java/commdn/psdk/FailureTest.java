package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnSendException;
import com.genesyslab.platform.commons.protocol.IllegalAttributeValueException;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.threading.SingleThreadInvoker;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;

import commdn.sdkdouble.Engine;
import commdn.sdkdouble.Faults;
import commdn.sdkdouble.Simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a client sees, and does not see, when the SDK or the T-Server fails. */
class FailureTest {
    @TempDir Path folder;
    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        Faults.reset();
        simulator = Simulator.start();
    }

    @AfterEach
    void end() {
        simulator.close();
        Faults.reset();
    }

    private String[] options(String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--server";
        all[more.length + 1] = "127.0.0.1:" + simulator.port;
        return all;
    }

    @Test
    void a_channel_that_closes_under_us_comes_back_with_its_registrations() throws Exception {
        try (LinkClient client = LinkClient.up("8001", options("--refused-seconds", "0.2"))) {
            for (int i = 1; i <= 3; i++) {
                Engine.live().get(0).cut();
                client.await(Ids.LINK_DISCONNECTED);
                client.await(Ids.LINK_CONNECTED);
                client.distribute("8001", i, SessionTest.doNotCall("555012" + i));
                assertEquals(Integer.valueOf(i), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
            }
            assertFalse(
                    client.numbers().contains(Ids.SERVER_CONNECTED)
                            && client.numbers().contains(Ids.ERROR));
        }
    }

    @Test
    void two_channels_come_back_together() throws Exception {
        try (LinkClient client = LinkClient.up("8001", options("--channels", "2"))) {
            Engine.live().get(0).cut();
            client.await(Ids.LINK_DISCONNECTED);
            client.await(Ids.LINK_CONNECTED);
            client.distribute("8001", 5, SessionTest.doNotCall("5550125"));
            assertEquals(Integer.valueOf(5), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
        }
    }

    @Test
    void a_refusal_at_the_start_is_told_with_its_words() throws Exception {
        Faults.current().refuse.set(100);
        try (LinkClient client = LinkClient.start(options()).introduce()) {
            Frame refused = client.await(Ids.ERROR);
            assertEquals(Integer.valueOf(40), refused.number(Ids.A_ERROR_CODE));
            assertTrue(
                    refused.text(Ids.A_ERROR_MESSAGE).startsWith("no licence is left"),
                    refused.text(Ids.A_ERROR_MESSAGE));
            assertEquals(Exit.REFUSED, client.exit());
            assertEquals(99, Faults.current().refuse.get(), "one attempt, not a storm");
        }
    }

    @Test
    void a_refusal_after_a_loss_is_followed_by_a_long_pause() throws Exception {
        try (LinkClient client =
                LinkClient.up(
                        "8001", options("--refused-seconds", "3600", "--grace-seconds", "1.5"))) {
            Faults.current().refuse.set(100);
            Engine.live().get(0).cut();
            client.await(Ids.LINK_DISCONNECTED);
            client.await(Ids.SERVER_DISCONNECTED);
            assertEquals(Exit.LINK_LOST, client.exit());
            assertEquals(
                    99,
                    Faults.current().refuse.get(),
                    "with back-off alone there would have been several attempts");
        }
    }

    @Test
    void nobody_reached_is_told_with_every_server_and_its_cause() throws Exception {
        simulator.close();
        try (LinkClient client =
                LinkClient.start(options("--server", "127.0.0.1:1", "--login-seconds", "0.5"))
                        .introduce()) {
            String text = client.await(Ids.ERROR).text(Ids.A_ERROR_MESSAGE);
            assertTrue(
                    text.contains("127.0.0.1:1: ")
                            && text.contains("127.0.0.1:" + simulator.port + ": "),
                    text);
            assertEquals(Exit.REFUSED, client.exit());
        }
    }

    @Test
    void what_certainly_did_not_go_out_is_refused_and_what_may_have_is_not_answered()
            throws Exception {
        try (LinkClient client = LinkClient.up("8001", options("--request-seconds", "0.4"))) {
            Faults faults = Faults.current();
            faults.sendFailure = new ChannelClosedOnSendException("closed");
            faults.failSends.set(1);
            client.distribute("8001", 21, SessionTest.doNotCall("5550121"));
            assertEquals(Integer.valueOf(54), client.await(Ids.ERROR).number(Ids.A_ERROR_CODE));
            faults.sendFailure = new IllegalAttributeValueException("too long", "48", "51");
            faults.failSends.set(1);
            client.distribute("8001", 22, SessionTest.doNotCall("5550122"));
            assertEquals(Integer.valueOf(53), client.await(Ids.ERROR).number(Ids.A_ERROR_CODE));
            faults.sendFailure = new ProtocolException("perhaps");
            faults.failSends.set(1);
            client.distribute("8001", 23, SessionTest.doNotCall("5550123"));
            client.awaitLog("send-unknown");
            client.awaitLog("event=unanswered");
            client.distribute("8001", 24, SessionTest.doNotCall("5550124"));
            assertEquals(Integer.valueOf(24), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
            assertFalse(client.numbers().contains(Ids.ERROR));
        }
    }

    @Test
    void a_lost_acknowledgement_is_not_made_up() throws Exception {
        try (LinkClient client = LinkClient.up("8001", options())) {
            Faults.current().dropAcks.set(1);
            client.distribute("8001", 31, SessionTest.doNotCall("5550131"));
            client.distribute("8001", 32, SessionTest.doNotCall("5550132"));
            assertEquals(Integer.valueOf(32), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
        }
    }

    @Test
    void a_link_that_nobody_tells_of_is_taken_as_up() throws Exception {
        Faults.current().silentLink = true;
        try (LinkClient client = LinkClient.up("8001", options("--link-seconds", "0.1"))) {
            client.awaitLog("link-assumed");
        }
    }

    @Test
    void a_slow_client_is_dropped_and_the_sdk_never_waits_for_it() throws Exception {
        int events = 20_000;
        LinkClient client = new LinkClient(options("--max-queue-bytes", "1000000"));
        client.introduce().register("8001");
        client.awaitLog("event=link ");
        KeyValueCollection data = new KeyValueCollection();
        data.addBinary("filler", new byte[2_000]);
        Engine engine = Engine.live().get(0);
        // The session ends its own invoker when it drops the client, which is perhaps before the
        // last event.
        SingleThreadInvoker sdk = new SingleThreadInvoker("the SDK's thread");
        engine.setInvoker(sdk);
        for (int i = 0; i < events; i++) {
            EventUserEvent event = EventUserEvent.create();
            Engine.put(event, "ThisDN", "8001");
            Engine.put(event, "UserData", data);
            engine.deliver(event);
        }
        // Behind the last of them on the SDK's own thread: it comes only if none of them waited.
        CountDownLatch through = new CountDownLatch(1);
        sdk.invoke(through::countDown);
        assertTrue(through.await(20, TimeUnit.SECONDS), "the SDK's thread is held up");
        assertEquals(Exit.CLIENT_SLOW, client.exit());
        client.awaitLog("client-slow");
        client.close();
    }

    @Test
    void a_fast_client_gets_every_event_in_order() throws Exception {
        int events = 10_000;
        try (LinkClient client = LinkClient.up("8001", options())) {
            Engine engine = Engine.live().get(0);
            for (int i = 0; i < events; i++) {
                EventUserEvent event = EventUserEvent.create();
                Engine.put(event, "ThisDN", "8001");
                KeyValueCollection data = new KeyValueCollection();
                data.addInt("i", i);
                Engine.put(event, "UserData", data);
                Engine.put(event, "EventSequenceNumber", (long) i);
                engine.deliver(event);
            }
            for (long i = 0; i < events; i++) {
                assertEquals(
                        Long.valueOf(i),
                        client.await(Ids.USER_EVENT).longNumber(Ids.A_SEQUENCE_NUMBER));
            }
        }
    }

    @Test
    void after_a_switch_over_the_backup_is_used() throws Exception {
        try (Simulator pair =
                Simulator.start(
                        folder, "listen = \"127.0.0.1:0\"\nbackup_listen = \"127.0.0.1:0\"", "")) {
            String[] both = {
                "--server",
                "127.0.0.1:" + pair.port,
                "--server",
                "127.0.0.1:" + pair.backupPort,
                "--refused-seconds",
                "0.2"
            };
            try (LinkClient client = LinkClient.up("8001", both)) {
                for (int i = 1; i <= 2; i++) {
                    pair.control("{\"command\":\"switch_over\"}");
                    client.await(Ids.LINK_DISCONNECTED);
                    client.await(Ids.LINK_CONNECTED);
                    client.distribute("8001", i, SessionTest.doNotCall("555014" + i));
                    assertEquals(
                            Integer.valueOf(i), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
                }
            }
        }
    }

    @Test
    void the_reason_of_a_loss_says_that_addp_failed() throws Exception {
        try (LinkClient client = LinkClient.up("8001", options())) {
            Faults.current().addpFailed = true;
            Engine.live().get(0).cut();
            assertTrue(
                    client.awaitLog("channel-lost")
                            .contains("ADDP could not be agreed on: cut on demand"));
        }
    }

    @Test
    void a_slow_sdk_holds_up_requests_but_not_events() throws Exception {
        try (LinkClient client = LinkClient.up("8001", options())) {
            Faults.current().sendMs = 700;
            client.distribute("8001", 51, SessionTest.doNotCall("5550151"));
            EventUserEvent event = EventUserEvent.create();
            Engine.put(event, "ThisDN", "8001");
            Engine.put(event, "UserData", new KeyValueCollection());
            Engine.live().get(0).deliver(event);
            client.await(Ids.USER_EVENT);
            assertFalse(client.numbers().contains(Ids.ACK));
            client.await(Ids.ACK);
        }
    }

    @Test
    void a_client_is_not_given_up_because_the_sdk_is_slow() throws Exception {
        try (LinkClient client = LinkClient.start(options())) {
            client.introduce(
                    new Frame(Ids.REGISTER_CLIENT)
                            .with(Ids.A_APPLICATION_NAME, "desktop")
                            .with(Ids.A_KEEP_ALIVE_MS, 200));
            client.await(Ids.LINK_CONNECTED);
            client.register("8001");
            client.await(Ids.REGISTERED);
            Faults.current().sendMs = 1_500;
            client.distribute("8001", 71, SessionTest.doNotCall("5550171"));
            client.await(Ids.ACK);
        }
    }

    @Test
    void the_doctor_says_that_the_channel_closed_under_it() throws Exception {
        Faults.current().silentLink = true;
        java.io.ByteArrayOutputStream page = new java.io.ByteArrayOutputStream();
        Thread cut =
                new Thread(
                        () -> {
                            try {
                                while (!page.toString().contains("open,")) {
                                    Thread.sleep(10);
                                }
                            } catch (InterruptedException ended) {
                                return;
                            }
                            Engine.live().forEach(Engine::cut);
                        });
        cut.start();
        int code = doctor("8001", page);
        cut.join();
        assertEquals(Exit.REFUSED, code, page.toString());
        assertTrue(
                page.toString().contains("[!!]  the link: the channel was lost: "),
                page.toString());
    }

    private int doctor(String dn, java.io.ByteArrayOutputStream page) throws Exception {
        return Doctor.run(
                java.util.Arrays.asList(
                        "--server",
                        "127.0.0.1:" + simulator.port,
                        "--encoding=UTF-8",
                        "--client-name=d",
                        "--dn=" + dn),
                java.util.Collections.emptyMap(),
                new java.io.PrintStream(page, true));
    }

    @Test
    void the_doctor_survives_null_from_every_getter() throws Exception {
        Faults.current().nullGetters = true;
        java.io.ByteArrayOutputStream page = new java.io.ByteArrayOutputStream();
        int code = doctor("9999", page);
        assertEquals(Exit.REFUSED, code, page.toString());
        assertTrue(page.toString().contains("[!!]  DN 9999: "), page.toString());
    }

    @Test
    void a_silent_client_is_polled_and_given_up() throws Exception {
        try (LinkClient client = LinkClient.start(options())) {
            client.introduce(
                    new Frame(Ids.REGISTER_CLIENT)
                            .with(Ids.A_APPLICATION_NAME, "desktop")
                            .with(Ids.A_KEEP_ALIVE_MS, 200));
            client.await(Ids.KEEP_ALIVE_POLL);
            client.send(new Frame(Ids.KEEP_ALIVE_ANSWER));
            client.await(Ids.KEEP_ALIVE_POLL);
            assertEquals(Exit.CLIENT, client.exit());
        }
    }

    @Test
    void a_client_that_speaks_something_else_is_sent_away() throws Exception {
        try (LinkClient client = new LinkClient(options())) {
            client.raw("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertEquals(Exit.CLIENT, client.exit());
        }
        try (LinkClient client = LinkClient.start(options())) {
            client.raw(Frame.PREFACE);
            client.raw(new byte[] {0x7F, 0, 0, 0});
            assertEquals(Exit.CLIENT, client.exit());
            client.awaitLog("a frame of 2130706432 bytes is over the limit");
        }
    }

    @Test
    void a_password_is_in_no_line_of_the_log() throws Exception {
        Path secret = folder.resolve("password");
        Files.write(secret, "for the desktop\n".getBytes());
        try (Simulator strict = Simulator.start(folder, "listen = \"127.0.0.1:0\"", "")) {
            try (LinkClient client =
                    LinkClient.up(
                            "8001",
                            "--server",
                            "127.0.0.1:" + strict.port,
                            "--password-file",
                            secret.toString(),
                            "--log-level",
                            "debug",
                            "--client-name",
                            "guarded")) {
                client.distribute("8001", 61, SessionTest.doNotCall("5550161"));
                client.await(Ids.ACK);
                client.register("9999");
                client.await(Ids.ERROR);
                client.end();
                assertEquals(Exit.OK, client.exit());
                assertFalse(client.log().contains("for the desktop"), client.log());
                assertFalse(client.log().contains("5550161"), client.log());
            }
            try (LinkClient wrong =
                    LinkClient.start("--server", "127.0.0.1:" + strict.port)
                            .introduce(
                                    new Frame(Ids.REGISTER_CLIENT)
                                            .with(Ids.A_APPLICATION_NAME, "guarded")
                                            .with(Ids.A_APPLICATION_PASSWORD, "guessed"))) {
                wrong.await(Ids.ERROR);
                assertEquals(Exit.REFUSED, wrong.exit());
                assertFalse(wrong.log().contains("guessed"), wrong.log());
            }
        }
    }
}
