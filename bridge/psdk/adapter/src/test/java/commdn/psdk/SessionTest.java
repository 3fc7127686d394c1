package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.KeyValuePair;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.voice.protocol.tserver.events.EventACK;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;
import com.genesyslab.platform.voice.protocol.tserver.events.EventPrimaryChanged;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;

import commdn.sdkdouble.Engine;
import commdn.sdkdouble.Faults;
import commdn.sdkdouble.Simulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.Charset;

/** What a client sees of a T-Server that works: requests, events, refusals. */
class SessionTest {
    private static Simulator simulator;
    private static String server;

    @BeforeAll
    static void simulator() throws Exception {
        simulator = Simulator.start();
        server = "127.0.0.1:" + simulator.port;
    }

    @AfterAll
    static void end() {
        simulator.close();
    }

    @BeforeEach
    @AfterEach
    void works() {
        Faults.reset();
    }

    static byte[] doNotCall(String phone) throws Exception {
        KeyValueCollection list = new KeyValueCollection();
        list.addInt("GSW_CM_MessageType", 32);
        list.addInt("GSW_CM_AttrOriginAppID", 20);
        list.addInt("GSW_CM_AttrTargetAppID", 101);
        KeyValueCollection properties = new KeyValueCollection();
        KeyValueCollection record = new KeyValueCollection();
        record.addString("GSW_PHONE", phone);
        properties.addList("do_not_call", record);
        list.addList("GSW_CM_AttrProperties", properties);
        return packed(list);
    }

    static byte[] packed(KeyValueCollection list) throws Exception {
        return new PackedList(Charset.forName("UTF-8"), PackedList.Form.DEFAULT).pack(list);
    }

    private static Engine engine() {
        return Engine.live().get(0);
    }

    private static EventUserEvent event(KeyValueCollection data) {
        EventUserEvent event = EventUserEvent.create();
        Engine.put(event, "ThisDN", "8001");
        Engine.put(event, "UserData", data);
        return event;
    }

    @Test
    void a_request_is_acknowledged_and_answered_by_ocs() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            client.distribute("8001", 7, doNotCall("5550123"));
            assertEquals(Integer.valueOf(7), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
            Frame answer =
                    client.await(
                            frame -> frame.message == Ids.USER_EVENT && isAnswer(frame),
                            "OCS's answer");
            assertEquals("8001", answer.text(Ids.A_THIS_DN));
            assertTrue(answer.longNumber(Ids.A_SEQUENCE_NUMBER) > 0);
            client.end();
            assertEquals(Exit.OK, client.exit());
        }
    }

    private static boolean isAnswer(Frame frame) {
        try {
            KeyValueCollection list =
                    new PackedList(Charset.forName("UTF-8"), PackedList.Form.DEFAULT)
                            .unpack(frame.bytes(Ids.A_USER_DATA));
            return Integer.valueOf(33).equals(list.getInt("GSW_CM_MessageType"));
        } catch (PackedList.RefusedException none) {
            throw new AssertionError(none);
        }
    }

    @Test
    void a_dn_that_is_not_configured_is_refused_with_number_and_words() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            client.register("9999");
            Frame refused = client.await(Ids.ERROR);
            assertEquals(Integer.valueOf(59), refused.number(Ids.A_ERROR_CODE));
            assertEquals("9999", refused.text(Ids.A_THIS_DN));
            assertEquals(Integer.valueOf(0), refused.number(Ids.A_REFERENCE_ID));
            assertTrue(
                    refused.text(Ids.A_ERROR_MESSAGE)
                            .startsWith("the DN is not in the configuration"));
        }
    }

    @Test
    void a_request_on_a_dn_that_is_not_registered_is_refused_to_its_sender() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            client.distribute("8002", 8, doNotCall("5550123"));
            Frame refused = client.await(Ids.ERROR);
            assertEquals(Integer.valueOf(8), refused.number(Ids.A_REFERENCE_ID));
            assertEquals(Integer.valueOf(41), refused.number(Ids.A_ERROR_CODE));
            assertNull(refused.text(Ids.A_THIS_DN));
        }
    }

    @Test
    void values_of_every_type_go_up_and_come_back_as_they_were() throws Exception {
        KeyValueCollection inner = new KeyValueCollection();
        inner.addString("same", "1");
        inner.addString("same", "2");
        KeyValueCollection list = new KeyValueCollection();
        list.addString("text", "gr\u00fc\u00dfe \u6f22");
        list.addInt("number", Integer.MIN_VALUE);
        list.addBinary("bytes", new byte[] {0, -1, 1});
        list.addUTFString("wide", "\u00e9\u6f22");
        list.addList("list", inner);
        list.addList("empty", new KeyValueCollection());
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            client.distribute("8001", 9, packed(list));
            // The simulator lets a sender see its own event.
            assertArrayEquals(packed(list), client.await(Ids.USER_EVENT).bytes(Ids.A_USER_DATA));
        }
    }

    @Test
    void user_data_that_is_no_list_is_refused_by_name_and_the_session_goes_on() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            byte[] packed = doNotCall("5550123");
            packed[2] = 9;
            client.distribute("8001", 10, packed);
            Frame refused = client.await(Ids.ERROR);
            assertEquals(Integer.valueOf(53), refused.number(Ids.A_ERROR_CODE));
            assertTrue(
                    refused.text(Ids.A_ERROR_MESSAGE)
                            .contains("'GSW_CM_MessageType' has the unknown type 9"));
            client.distribute("8001", 11, doNotCall("5550124"));
            assertEquals(Integer.valueOf(11), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
        }
    }

    @Test
    void a_value_that_a_packed_list_has_no_code_for_is_named_and_the_next_event_comes()
            throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            for (Object value : new Object[] {1.5f, 5L}) {
                KeyValueCollection list = new KeyValueCollection();
                list.addObject("share", value);
                engine().deliver(event(list));
            }
            assertTrue(client.awaitLog("of the type FLOAT").contains("'share'"));
            assertTrue(client.awaitLog("of the type LONG").contains("'share'"));
            KeyValueCollection fine = new KeyValueCollection();
            fine.addPair(new KeyValuePair("k", "v"));
            engine().deliver(event(fine));
            assertArrayEquals(packed(fine), client.await(Ids.USER_EVENT).bytes(Ids.A_USER_DATA));
        }
    }

    @Test
    void a_sequence_number_keeps_its_64_bits_and_a_repeated_event_comes_once() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            for (long sequence : new long[] {0x1_0000_0001L, 0x1_0000_0001L, 0x1_0000_0002L}) {
                EventUserEvent event = event(new KeyValueCollection());
                Engine.put(event, "EventSequenceNumber", sequence);
                Engine.put(event, "ServerStartTime", 5L);
                engine().deliver(event);
            }
            assertEquals(
                    Long.valueOf(0x1_0000_0001L),
                    client.await(Ids.USER_EVENT).longNumber(Ids.A_SEQUENCE_NUMBER));
            assertEquals(
                    Long.valueOf(0x1_0000_0002L),
                    client.await(Ids.USER_EVENT).longNumber(Ids.A_SEQUENCE_NUMBER));
        }
    }

    @Test
    void null_from_every_getter_is_survived() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            Faults.current().nullGetters = true;
            for (Message message :
                    new Message[] {
                        EventACK.create(),
                        EventError.create(),
                        EventUserEvent.create(),
                        EventPrimaryChanged.create(),
                        com.genesyslab.platform.voice.protocol.tserver.events.EventRegistered
                                .create(),
                        com.genesyslab.platform.voice.protocol.tserver.events.EventUnregistered
                                .create(),
                        com.genesyslab.platform.voice.protocol.tserver.events.EventDNOutOfService
                                .create()
                    }) {
                engine().deliver(message);
            }
            client.await(Ids.DN_OUT_OF_SERVICE);
            Faults.reset();
            client.distribute("8001", 12, doNotCall("5550125"));
            assertEquals(Integer.valueOf(12), client.await(Ids.ACK).number(Ids.A_REFERENCE_ID));
            assertFalse(client.log().contains("event-failed"), client.log());
        }
    }

    @Test
    void events_about_the_dn_and_the_link_come_through() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            simulator.control("{\"command\":\"service\",\"dn\":\"8001\",\"up\":false}");
            assertEquals("8001", client.await(Ids.DN_OUT_OF_SERVICE).text(Ids.A_THIS_DN));
            simulator.control("{\"command\":\"service\",\"dn\":\"8001\",\"up\":true}");
            client.await(Ids.DN_BACK_IN_SERVICE);
            simulator.control("{\"command\":\"link\",\"up\":false}");
            client.await(Ids.LINK_DISCONNECTED);
            client.distribute("8001", 13, doNotCall("5550126"));
            assertEquals(Integer.valueOf(54), client.await(Ids.ERROR).number(Ids.A_ERROR_CODE));
            simulator.control("{\"command\":\"link\",\"up\":true}");
            client.await(Ids.LINK_CONNECTED);
            simulator.control("{\"command\":\"unregister\",\"dn\":\"8001\"}");
            assertEquals("8001", client.await(Ids.UNREGISTERED).text(Ids.A_THIS_DN));
            client.register("8001");
            client.await(Ids.REGISTERED);
            engine().deliver(EventPrimaryChanged.create());
            client.await(Ids.PRIMARY_CHANGED);
        }
    }

    @Test
    void with_two_channels_an_event_comes_once_and_a_sender_sees_its_own() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server, "--channels", "2")) {
            assertEquals(2, Engine.live().size());
            client.distribute("8001", 14, doNotCall("5550127"));
            long first = client.await(Ids.USER_EVENT).longNumber(Ids.A_SEQUENCE_NUMBER);
            assertEquals(
                    Long.valueOf(first + 1),
                    client.await(Ids.USER_EVENT).longNumber(Ids.A_SEQUENCE_NUMBER));
        }
    }

    @Test
    void a_dn_can_be_given_up_and_asked_for_again() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            client.send(
                    new Frame(Ids.UNREGISTER_ADDRESS)
                            .with(Ids.A_THIS_DN, "8001")
                            .with(Ids.A_REFERENCE_ID, 3));
            assertEquals(
                    Integer.valueOf(3), client.await(Ids.UNREGISTERED).number(Ids.A_REFERENCE_ID));
            client.send(
                    new Frame(Ids.UNREGISTER_ADDRESS)
                            .with(Ids.A_THIS_DN, "8001")
                            .with(Ids.A_REFERENCE_ID, 4));
            assertEquals(Integer.valueOf(41), client.await(Ids.ERROR).number(Ids.A_ERROR_CODE));
            client.register("8001");
            client.await(Ids.REGISTERED);
        }
    }

    @Test
    void messages_and_attributes_of_later_versions_are_passed_over() throws Exception {
        try (LinkClient client = LinkClient.up("8001", "--server", server)) {
            client.send(new Frame(65_300).with(65_301, "x"))
                    .send(new Frame(Ids.KEEP_ALIVE_POLL).with(999, 1));
            client.await(Ids.KEEP_ALIVE_ANSWER);
        }
    }
}
