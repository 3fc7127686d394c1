package samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnSendException;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.voice.protocol.TServerProtocol;
import com.genesyslab.platform.voice.protocol.tserver.AddressType;
import com.genesyslab.platform.voice.protocol.tserver.RegisterMode;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;

import commdn.sdkdouble.Engine;
import commdn.sdkdouble.Faults;
import commdn.sdkdouble.Simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;

/**
 * Programs that were written for the SDK compile as they are, and run on the double against the
 * simulator.
 */
class SamplesTest {
    @AfterEach
    void works_again() {
        Faults.reset();
    }

    @Test
    void a_program_that_waits_gets_the_answer_of_ocs() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            assertEquals(
                    Integer.valueOf(33),
                    new DoNotCall("127.0.0.1", simulator.port, "8001").add("5550123"));
        }
    }

    @Test
    void a_refusal_carries_the_error_of_the_server() throws Exception {
        Faults.reset().refuse.set(1);
        try (Simulator simulator = Simulator.start()) {
            RegistrationException refused =
                    assertThrows(
                            RegistrationException.class,
                            () ->
                                    new DoNotCall("127.0.0.1", simulator.port, "8001")
                                            .add("5550123"));
            assertTrue(
                    refused.getResponseMessage().toString().contains("ErrorCode=40"),
                    refused.toString());
        }
    }

    @Test
    void a_monitor_hears_the_channel_and_the_link() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            Monitor monitor = new Monitor();
            monitor.start(
                    URI.create(
                            "tcp://ts@127.0.0.1:"
                                    + simulator.port
                                    + "/?protocol=addp&addp-timeout=10"));
            for (int i = 0; i < 500 && !monitor.seen.contains("link null"); i++) {
                Thread.sleep(10);
            }
            assertTrue(
                    monitor.seen.contains("opened") && monitor.seen.contains("link null"),
                    monitor.seen.toString());
            Engine.live().get(0).cut();
        }
    }

    @Test
    void sending_on_a_closed_channel_is_an_unchecked_exception() {
        TServerProtocol protocol = new TServerProtocol(new Endpoint("127.0.0.1", 1));
        assertThrows(
                ChannelClosedOnSendException.class,
                () -> protocol.send(RequestRegisterAddress.create()));
    }

    @Test
    void getters_give_the_first_match_and_null_for_another_type() {
        KeyValueCollection list = new KeyValueCollection();
        list.addString("a", "first");
        list.addInt("a", 2);
        assertEquals("first", list.getString("a"));
        assertEquals(null, list.getInt("a"));
        assertEquals(2, list.length());
    }

    @Test
    void enumerations_are_found_by_name_and_number() {
        assertEquals(RegisterMode.ModeShare, RegisterMode.valueOf("ModeShare"));
        assertEquals(AddressType.Other, AddressType.valueOf(99));
        assertEquals(96, EventUserEvent.ID);
    }
}
