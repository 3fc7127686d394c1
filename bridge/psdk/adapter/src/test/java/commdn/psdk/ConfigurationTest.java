package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.genesyslab.platform.commons.collections.KeyValueCollection;

import commdn.sdkdouble.Faults;
import commdn.sdkdouble.Simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;

/** A client reads the configuration: through the adapter, Configuration Server and the simulator. */
class ConfigurationTest {
    @AfterEach
    void works_again() {
        Faults.reset();
    }

    private static LinkClient client(Simulator simulator, String... more) throws Exception {
        String address = "127.0.0.1:" + simulator.port;
        String[] options = {"--server", address, "--client-name", "desktop"};
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        LinkClient client = LinkClient.start(all).introduce();
        client.await(Ids.SERVER_CONNECTED);
        return client;
    }

    private static Frame read(int reference, int kind) {
        return new Frame(Ids.READ_OBJECTS)
                .with(Ids.A_REFERENCE_ID, reference)
                .with(Ids.A_OBJECT_KIND, kind);
    }

    private static KeyValueCollection object(Frame frame) throws Exception {
        return ConfigurationObjects.LISTS.unpack(frame.bytes(Ids.A_OBJECT));
    }

    @Test
    void objects_come_one_by_one_and_then_their_number() throws Exception {
        try (Simulator simulator = Simulator.start();
                LinkClient client =
                        client(
                                simulator,
                                "--conf-server",
                                "127.0.0.1:" + simulator.port,
                                "--conf-user",
                                "reader")) {
            client.send(read(7, ConfigurationKind.CAMPAIGN));
            Frame first = client.await(Ids.OBJECTS);
            assertEquals(7, first.number(Ids.A_REFERENCE_ID));
            assertEquals("Spring", object(first).getString("name"));
            assertEquals(1, object(first).getInt("dbid"));
            assertEquals("enabled", object(first).getString("state"));
            assertEquals("Autumn", object(client.await(Ids.OBJECTS)).getString("name"));
            assertEquals("Unassigned", object(client.await(Ids.OBJECTS)).getString("name"));
            assertEquals(3, client.await(Ids.OBJECTS_SENT).number(Ids.A_OBJECT_COUNT));

            KeyValueCollection filter = new KeyValueCollection();
            filter.addString("name", "OCS_1");
            client.send(
                    read(8, ConfigurationKind.APPLICATION)
                            .with(Ids.A_FILTER, ConfigurationObjects.LISTS.pack(filter)));
            KeyValueCollection ocs = object(client.await(Ids.OBJECTS));
            assertEquals("CFGCMServer", ocs.getString("application_type"));
            assertEquals(3, ocs.getList("connections").size());
            client.await(Ids.OBJECTS_SENT);

            client.send(read(9, ConfigurationKind.AGENT_GROUP));
            assertEquals("Sales", object(client.await(Ids.OBJECTS)).getString("name"));
            client.await(Ids.OBJECTS_SENT);
            client.send(read(10, 99));
            Frame refused = client.await(Ids.ERROR);
            assertTrue(refused.text(Ids.A_ERROR_MESSAGE).contains("ObjectKind 99"), refused.text(1));
        }
    }

    @Test
    void without_an_account_a_client_is_refused_and_stays() throws Exception {
        Faults.current().confUser = "reader";
        Faults.current().confPassword = "right";
        try (Simulator simulator = Simulator.start();
                LinkClient client =
                        client(
                                simulator,
                                "--conf-server",
                                "127.0.0.1:" + simulator.port,
                                "--conf-user",
                                "reader")) {
            client.send(read(7, ConfigurationKind.CAMPAIGN));
            String text = client.await(Ids.ERROR).text(Ids.A_ERROR_MESSAGE);
            assertTrue(text.contains("the user or its password is wrong"), text);
            Faults.current().confPassword = "";
            client.send(read(8, ConfigurationKind.TENANT));
            assertEquals("Environment", object(client.await(Ids.OBJECTS)).getString("name"));
        }
    }

    @Test
    void without_a_configuration_server_a_client_is_refused() throws Exception {
        try (Simulator simulator = Simulator.start();
                LinkClient client = client(simulator)) {
            client.send(read(7, ConfigurationKind.CAMPAIGN));
            Frame refused = client.await(Ids.ERROR);
            assertEquals(51, refused.number(Ids.A_ERROR_CODE));
            assertTrue(refused.text(Ids.A_ERROR_MESSAGE).contains("--conf-server"));
        }
    }

    @Test
    void the_password_comes_from_anywhere_but_the_command_line() throws Exception {
        String[] options = {
            "--server", "a:1", "--encoding", "UTF-8", "--conf-server", "b:2", "--conf-user", "c"
        };
        Settings settings =
                Settings.of(
                        Arrays.asList(options),
                        Collections.singletonMap("COMMDN_PSDK_CONF_PASSWORD", "secret"));
        assertEquals("secret", new String(settings.confPassword()));
        assertTrue(!settings.toString().contains("secret"));
        assertThrows(
                Settings.WrongException.class,
                () ->
                        Settings.of(
                                Arrays.asList("--conf-password", "secret"), Collections.emptyMap()));
        assertThrows(
                Settings.WrongException.class,
                () ->
                        Settings.of(
                                Arrays.asList(Arrays.copyOf(options, 6)), Collections.emptyMap()));
    }
}
