package samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.connection.configuration.ClientADDPOptions.AddpTraceMode;
import com.genesyslab.platform.commons.connection.configuration.ManagedConfiguration;
import com.genesyslab.platform.commons.connection.interceptor.AddpInterceptor;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnRequestException;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnSendException;
import com.genesyslab.platform.commons.protocol.ChannelState;
import com.genesyslab.platform.commons.protocol.DisabledMethodException;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.standby.WSHandler;
import com.genesyslab.platform.standby.WarmStandby;
import com.genesyslab.platform.standby.events.WSOpenedEvent;
import com.genesyslab.platform.standby.events.WSTriedUnsuccessfullyEvent;
import com.genesyslab.platform.voice.protocol.ConnectionId;
import com.genesyslab.platform.voice.protocol.TServerProtocol;
import com.genesyslab.platform.voice.protocol.tserver.AddressType;
import com.genesyslab.platform.voice.protocol.tserver.RegisterMode;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;

import commdn.sdkdouble.Engine;
import commdn.sdkdouble.Faults;
import commdn.sdkdouble.Simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

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
    void a_warm_standby_takes_the_endpoint_that_answers_and_comes_back() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            TServerProtocol protocol = new TServerProtocol();
            protocol.setClientName("pair");
            WarmStandby pair =
                    new WarmStandby(
                            protocol,
                            new Endpoint("primary", "127.0.0.1", 1),
                            new Endpoint("backup", "127.0.0.1", simulator.port));
            pair.getConfig().setTimeout(5000).setBackupDelay(100).setRetryDelay(50, 100);
            List<String> seen = new CopyOnWriteArrayList<>();
            pair.setHandler(
                    new WSHandler() {
                        @Override
                        public void onChannelOpened(WSOpenedEvent event) {
                            seen.add("opened " + event.getEndpoint().getName());
                        }

                        @Override
                        public void onEndpointTriedUnsuccessfully(WSTriedUnsuccessfullyEvent e) {
                            seen.add("tried " + e.getEndpoint().getName());
                        }
                    });
            pair.autoRestore(false);
            pair.open();
            assertEquals(Arrays.asList("tried primary", "opened backup"), seen);
            assertThrows(DisabledMethodException.class, protocol::close);
            Engine.live().get(0).cut();
            for (int i = 0; i < 500 && seen.size() < 4; i++) {
                Thread.sleep(10);
            }
            assertEquals("opened backup", seen.get(seen.size() - 1), seen.toString());
            pair.close();
            assertEquals(ChannelState.Closed, protocol.getState());
        }
    }

    @Test
    void options_of_an_endpoint_tell_who_watches_them() {
        TServerProtocol protocol = new TServerProtocol(new Endpoint("127.0.0.1", 1));
        ManagedConfiguration options =
                (ManagedConfiguration) protocol.getEndpoint().getConfiguration();
        List<String> seen = new CopyOnWriteArrayList<>();
        options.addBeforePropertyChangeHandler(
                "fixed", (sender, event) -> event.decline());
        options.addAfterPropertyChangeHandler(
                AddpInterceptor.TIMEOUT_KEY,
                (sender, event) -> seen.add(event.getOldValue() + ">" + event.getNewValue()));
        options.setAddpClientTimeout(10);
        options.setAddpClientTimeout(10);
        options.setOption("fixed", "no");
        assertEquals(Arrays.asList("null>10"), seen);
        assertEquals(null, options.getOption("fixed"));
        assertEquals(AddpTraceMode.Both, AddpTraceMode.parse("CFGTMBoth"));
    }

    @Test
    void a_transport_of_the_program_carries_its_messages() throws Exception {
        TServerProtocol protocol = new TServerProtocol(new Endpoint("nowhere", 1));
        Standby.Loop loop = new Standby.Loop();
        protocol.setExternalTransport(loop);
        protocol.open();
        RequestRegisterAddress request = RequestRegisterAddress.create();
        request.setThisDN("8001");
        Message back = protocol.request(request);
        assertEquals(request, back.cloneMessage());
        protocol.close();
        assertThrows(
                ChannelClosedOnRequestException.class, () -> protocol.request(request));
    }

    @Test
    void values_of_calls_are_read_and_compared() {
        ConnectionId id = new ConnectionId("00ff");
        assertEquals(new ConnectionId(255), id);
        assertEquals("00000000000000ff", id.toString());
        KeyValueCollection list = new KeyValueCollection();
        assertThrows(
                IllegalArgumentException.class, () -> list.addObject("a", new Object()));
        EventError error = EventError.create();
        assertEquals(null, error.getPassword());
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
