package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where settings come from, which one counts, and how a wrong one is told. */
class SettingsTest {
    @TempDir Path folder;

    private static Settings of(String... words) throws Settings.WrongException {
        List<String> all =
                new ArrayList<>(Arrays.asList("--server", "ts:3000", "--encoding", "UTF-8"));
        all.addAll(Arrays.asList(words));
        return Settings.of(all, Collections.emptyMap());
    }

    private static String wrong(String... words) {
        return assertThrows(Settings.WrongException.class, () -> of(words)).getMessage();
    }

    @Test
    void an_option_counts_before_the_environment_and_that_before_the_file() throws Exception {
        Path file = folder.resolve("adapter.properties");
        Files.write(
                file,
                Arrays.asList("client-name=of the file", "dn=of the file", "log-level=debug"));
        Map<String, String> environment = new HashMap<>();
        environment.put("COMMDN_PSDK_CLIENT_NAME", "of the environment");
        environment.put("COMMDN_PSDK_DN", "of the environment");
        environment.put("COMMDN_PSDK_CONFIG", file.toString());
        Settings settings =
                Settings.of(
                        Arrays.asList(
                                "--server=a:1,b:2",
                                "--encoding=UTF-8",
                                "--client-name",
                                "of the option"),
                        environment);
        assertEquals("of the option", settings.clientName);
        assertEquals("of the environment", settings.dn);
        assertEquals(Log.Level.DEBUG, settings.logLevel);
        assertEquals("[a:1, b:2]", settings.servers.toString());
    }

    @Test
    void primary_and_backup_keep_their_order_and_ipv6_has_brackets() throws Exception {
        assertEquals(
                "[ts:3000, other:3001, [::1]:3002]",
                of("--server", "other:3001", "--server", "[::1]:3002").servers.toString());
    }

    @Test
    void a_password_is_refused_on_the_command_line_and_is_in_no_text() throws Exception {
        assertTrue(wrong("--password", "secret").contains("--password-file"));
        assertTrue(wrong("--tls-key-store-password=secret").contains("the command line"));
        Path file = folder.resolve("password");
        Files.write(file, "s e c r e t\r\n".getBytes());
        Settings settings = of("--password-file", file.toString());
        assertArrayEquals("s e c r e t".toCharArray(), settings.password());
        assertFalse(settings.toString().contains("s e c r e t"));
        Settings other =
                Settings.of(
                        Arrays.asList("--server", "ts:1", "--encoding", "UTF-8"),
                        Collections.singletonMap("COMMDN_PSDK_PASSWORD", "of the environment"));
        assertArrayEquals("of the environment".toCharArray(), other.password());
    }

    @Test
    void a_wrong_setting_is_named_with_its_value() {
        String[][] cases = {
            {"server 'ts' is not HOST:PORT", "--server", "ts"},
            {"server 'ts:99999' is not HOST:PORT", "--server", "ts:99999"},
            {"server 'tcp://ts:3000' is not HOST:PORT", "--server", "tcp://ts:3000"},
            {"server 'ts@host:3000' is not HOST:PORT", "--server", "ts@host:3000"},
            {"server '::1:3000': an IPv6 address has brackets", "--server", "::1:3000"},
            {"conf-server 'cs' is not HOST:PORT", "--conf-server", "cs", "--conf-user", "u"},
            {"channels is '3', not a number from 1 to 2", "--channels", "3"},
            {"addp-local-seconds is 2: below 3 s", "--addp-local-seconds", "2"},
            {"login-seconds is '0', not seconds", "--login-seconds", "0"},
            {"login-seconds is 'soon', not seconds", "--login-seconds", "soon"},
            {"tls is 'perhaps', neither yes nor no", "--tls=perhaps"},
            {"--tls needs --tls-ca FILE", "--tls"},
            {"tls-ca: the file '/nowhere' cannot be read", "--tls", "--tls-ca", "/nowhere"},
            {"log-level 'loud' is none of", "--log-level", "loud"},
            {"'--colour' is no option", "--colour", "red"},
            {"'red' is no option", "red"},
            {"--dn has no value", "--dn"},
            {"--dn is given 2 times", "--dn", "1", "--dn", "2"},
            {"the properties file '/nowhere' cannot be read", "--config", "/nowhere"},
        };
        for (String[] one : cases) {
            String message = wrong(Arrays.copyOfRange(one, 1, one.length));
            assertTrue(message.contains(one[0]), message);
        }
    }

    @Test
    void server_and_encoding_must_be_given() {
        String noServer =
                assertThrows(
                                Settings.WrongException.class,
                                () ->
                                        Settings.of(
                                                Arrays.asList("--encoding", "UTF-8"),
                                                Collections.emptyMap()))
                        .getMessage();
        assertTrue(noServer.startsWith("--server HOST:PORT is missing"));
        String noEncoding =
                assertThrows(
                                Settings.WrongException.class,
                                () ->
                                        Settings.of(
                                                Arrays.asList("--server", "ts:1"),
                                                Collections.emptyMap()))
                        .getMessage();
        assertTrue(noEncoding.startsWith("--encoding NAME is missing"));
        assertTrue(
                assertThrows(
                                Settings.WrongException.class,
                                () ->
                                        Settings.of(
                                                Arrays.asList(
                                                        "--server", "ts:1", "--encoding", "utf-9"),
                                                Collections.emptyMap()))
                        .getMessage()
                        .contains("'utf-9' is not a charset"));
    }

    @Test
    void a_setting_of_the_file_that_there_is_not_is_named() throws Exception {
        Path file = folder.resolve("adapter.properties");
        Files.write(file, Collections.singletonList("clientname=x"));
        assertTrue(wrong("--config", file.toString()).contains("'clientname' in "));
    }

    private String ofFile(byte[] bytes) throws Exception {
        Path file = folder.resolve("adapter.properties");
        Files.write(file, bytes);
        return wrong("--config", file.toString());
    }

    @Test
    void a_file_as_editors_of_windows_write_it_is_read() throws Exception {
        Path file = folder.resolve("adapter.properties");
        Files.write(
                file,
                "\ufeffserver=a:1, b:2\r\nencoding = UTF-8 \r\nchannels=2 \r\ndn=8001\t\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        Settings settings =
                Settings.of(Arrays.asList("--config", file.toString()), Collections.emptyMap());
        assertEquals("[a:1, b:2]", settings.servers.toString());
        assertEquals(2, settings.channels);
        assertEquals("8001", settings.dn);
        Path password = folder.resolve("password");
        Files.write(password, "\ufeffp\u00e4ss \r\n".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(
                "p\u00e4ss ".toCharArray(),
                of("--password-file", password.toString()).password());
    }

    @Test
    void what_is_wrong_with_a_file_is_named() throws Exception {
        assertTrue(ofFile("dn=\u00e4".getBytes("ISO-8859-1")).contains("it is not UTF-8"));
        assertTrue(ofFile("dn=1".getBytes("UTF-16")).contains("it is not UTF-8"));
        assertTrue(ofFile("dn=1\ndn=2".getBytes()).contains("'dn' is in "));
        assertTrue(ofFile("dn=\\u00g1".getBytes()).contains("cannot be read: Malformed"));
        assertTrue(
                ofFile("tls=yes\ntls-ca=C:\\certs\\ca.pem".getBytes())
                        .contains("'C:certsca.pem' cannot be read; in a properties file a"));
        assertTrue(ofFile("tls=yes\ntls-ca=a\\u0000b".getBytes()).startsWith("tls-ca: the file"));
        assertTrue(wrong("--tls", "--tls-ca", folder.toString()).startsWith("tls-ca: the file"));
        Path password = folder.resolve("password");
        Files.write(password, "one\ntwo\n".getBytes());
        String lines = wrong("--password-file", password.toString());
        assertTrue(lines.endsWith("has more than one line"), lines);
        Files.write(password, new byte[] {'s', (byte) 0xe4});
        String charset = wrong("--password-file", password.toString());
        assertTrue(charset.endsWith("it is not UTF-8"), charset);
    }

    @Test
    void a_name_in_the_environment_that_is_no_setting_is_named() {
        String message =
                assertThrows(
                                Settings.WrongException.class,
                                () ->
                                        Settings.of(
                                                Arrays.asList("--server", "ts:1"),
                                                Collections.singletonMap(
                                                        "COMMDN_PSDK_CLIENTNAME", "secret")))
                        .getMessage();
        assertEquals(
                "'COMMDN_PSDK_CLIENTNAME' in the environment is no setting; see --help", message);
    }

    @Test
    void every_setting_is_in_the_usage_text_and_every_option_of_it_is_a_setting() throws Exception {
        java.util.regex.Matcher options =
                java.util.regex.Pattern.compile(
                                "^  --([a-z-]+) ", java.util.regex.Pattern.MULTILINE)
                        .matcher(Main.USAGE);
        int known = 0;
        while (options.find()) {
            String name = options.group(1);
            if (name.equals("stdio")) {
                continue;
            }
            known++;
            String message =
                    assertThrows(
                                    Settings.WrongException.class,
                                    () -> of("--" + name + "=\0", "--no-such=1"))
                            .getMessage();
            assertTrue(message.contains("'--no-such' is no option"), name + ": " + message);
        }
        assertTrue(known >= 22, known + " options");
    }
}
