package commdn.psdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** An SDK that is not the one that the adapter was built against is named, class by class. */
class SdkSurfaceTest {
    private static final String ROOT = "com.genesyslab.platform.";
    @TempDir Path folder;

    /** The SDK of the tests with one class compiled anew, or left out if there is no source. */
    private String selfTest(String className, String source) throws Exception {
        Path classes = folder.resolve("classes");
        if (source != null) {
            Path file = folder.resolve("source").resolve(className.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.createDirectories(classes);
            Files.write(
                    file,
                    ("package "
                                    + className.substring(0, className.lastIndexOf('.'))
                                    + ";\n"
                                    + source)
                            .getBytes());
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            assertEquals(
                    0,
                    compiler.run(
                            null,
                            null,
                            System.err,
                            "-proc:none",
                            "-d",
                            classes.toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            file.toString()));
        }
        URLClassLoader loader =
                new URLClassLoader(new URL[0], null) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        if (!name.startsWith("com.genesyslab.") && !name.startsWith("commdn.")) {
                            return ClassLoader.getSystemClassLoader().loadClass(name);
                        }
                        try (InputStream in =
                                getResourceAsStream(name.replace('.', '/') + ".class")) {
                            if (in == null) {
                                throw new ClassNotFoundException(name);
                            }
                            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                            for (int b = in.read(); b >= 0; b = in.read()) {
                                bytes.write(b);
                            }
                            byte[] code = bytes.toByteArray();
                            return defineClass(
                                    name,
                                    code,
                                    0,
                                    code.length,
                                    SdkSurface.class.getProtectionDomain());
                        } catch (IOException cannot) {
                            throw new ClassNotFoundException(name, cannot);
                        }
                    }

                    @Override
                    public URL findResource(String name) {
                        try {
                            File changed = classes.resolve(name).toFile();
                            if (changed.exists()) {
                                return changed.toURI().toURL();
                            }
                        } catch (IOException cannot) {
                            throw new IllegalStateException(cannot);
                        }
                        boolean leftOut =
                                source == null
                                        && name.equals(className.replace('.', '/') + ".class");
                        return leftOut ? null : SdkSurface.class.getClassLoader().getResource(name);
                    }
                };
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        Object code =
                loader.loadClass("commdn.psdk.Run")
                        .getMethod(
                                "run",
                                String.class,
                                List.class,
                                Map.class,
                                InputStream.class,
                                java.io.OutputStream.class,
                                PrintStream.class)
                        .invoke(
                                null,
                                "self-test",
                                Collections.emptyList(),
                                Collections.emptyMap(),
                                null,
                                page,
                                System.err);
        return code + " " + page;
    }

    @Test
    void the_sdk_that_it_was_built_against_fits_on_one_page() throws Exception {
        String page = selfTest(ROOT + "none.None", null);
        assertTrue(
                page.startsWith("0 ")
                        && page.contains("classes    all fit")
                        && page.contains("this SDK fits"),
                page);
        assertTrue(
                page.contains("list_prefix    = length32")
                        && page.contains("unicode_length = bytes"),
                page);
        assertTrue(Stream.of(page.split("\n")).count() < 60, page);
    }

    @Test
    void a_class_that_is_an_interface_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.protocol.Message",
                        "public interface Message { int messageId(); String messageName(); void"
                                + " setReferenceID(Integer r); }");
        assertTrue(page.startsWith(Exit.SDK + " "), page);
        assertTrue(
                page.contains(
                        ROOT
                                + "commons.protocol.Message is an interface, the adapter was built"
                                + " against a class"),
                page);
    }

    @Test
    void an_interface_that_is_a_class_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.protocol.MessageHandler",
                        "public abstract class MessageHandler { public abstract void"
                                + " onMessage(Message m); }");
        assertTrue(
                page.contains(
                        ROOT
                                + "commons.protocol.MessageHandler is a class, the adapter was"
                                + " built against an interface"),
                page);
    }

    @Test
    void another_number_of_a_message_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "voice.protocol.tserver.events.EventACK",
                        "public abstract class EventACK extends "
                                + ROOT
                                + "commons.protocol.Message {\n"
                                + "  public static final int ID = 139;\n"
                                + "  EventACK() { super(ID, \"\", null); }\n"
                                + "  public abstract Integer getReferenceID();\n"
                                + "}");
        assertTrue(page.contains("EventACK.ID is 139, the adapter was built against 138"), page);
    }

    @Test
    void a_method_with_another_result_is_named_with_its_descriptor() throws Exception {
        String page = selfTest(ROOT + "commons.protocol.Endpoint", "public class Endpoint {}");
        assertTrue(
                page.contains(
                        ROOT
                                + "commons.protocol.Endpoint.<init>"
                                + " (Ljava/lang/String;Ljava/lang/String;I"),
                page);
    }

    @Test
    void a_constant_that_is_gone_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "voice.protocol.tserver.RegisterMode",
                        "public class RegisterMode {}");
        assertTrue(
                page.contains(
                        "RegisterMode.ModeShare L"
                                + (ROOT + "voice.protocol.tserver.RegisterMode").replace('.', '/')
                                + "; is missing or has changed"),
                page);
    }

    @Test
    void a_class_that_lost_its_superclass_is_named() throws Exception {
        String event = "voice.protocol.tserver.events.EventDNBackInService";
        String page =
                selfTest(
                        ROOT + event,
                        "public abstract class EventDNBackInService {\n"
                                + "  public static final int ID = 148;\n"
                                + "  public abstract String getThisDN();\n"
                                + "}");
        assertTrue(
                page.contains(
                        ROOT + event + " does not extend " + ROOT + "commons.protocol.Message"),
                page);
        assertTrue(page.startsWith(Exit.SDK + " "), page);
    }

    @Test
    void a_class_that_lost_its_interface_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.threading.SingleThreadInvoker",
                        "public class SingleThreadInvoker {\n"
                                + "  public SingleThreadInvoker(String name, int queue) {}\n"
                                + "  public SingleThreadInvoker(String name) {}\n"
                                + "  public SingleThreadInvoker() {}\n"
                                + "  public void release() {}\n"
                                + "  public void dispose() {}\n"
                                + "}");
        assertTrue(page.startsWith(Exit.SDK + " "), page);
        assertTrue(
                page.contains(
                        "SingleThreadInvoker does not implement "
                                + ROOT
                                + "commons.threading.AsyncInvoker"),
                page);
    }

    @Test
    void a_refusal_that_is_caught_as_something_else_is_named_by_the_verifier() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.protocol.RegistrationException",
                        "public class RegistrationException {\n"
                                + "  public Message getResponseMessage() { return null; }\n"
                                + "  public String getMessage() { return null; }\n"
                                + "}");
        assertTrue(page.startsWith(Exit.SDK + " "), page);
        assertTrue(
                page.contains("commdn.psdk.Upstream cannot be linked: ")
                        && page.contains("RegistrationException"),
                page);
    }

    @Test
    void a_class_of_which_no_object_can_be_made_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.connection.configuration.PropertyConfiguration",
                        "public abstract class PropertyConfiguration extends"
                                + " AbstractConnectionConfiguration { public"
                                + " PropertyConfiguration() {} }");
        assertTrue(page.contains("PropertyConfiguration is abstract, the adapter makes"), page);
    }

    @Test
    void a_class_that_is_not_public_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.connection.configuration.PropertyConfiguration",
                        "class PropertyConfiguration extends AbstractConnectionConfiguration {"
                                + " public PropertyConfiguration() {}"
                                + " public String getOption(String a, String b) { return b; }"
                                + " public void setOption(String a, String b) {} }");
        assertTrue(page.contains("PropertyConfiguration is not public any more"), page);
    }

    @Test
    void a_newer_sdk_with_more_methods_fits() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.protocol.MessageHandler",
                        "public interface MessageHandler extends Listener { int NEW = 1; void"
                                + " onMessage(Message m); default void onMore(Message m) {}"
                                + " static void more() {} }");
        assertTrue(page.startsWith("0 ") && page.contains("all fit"), page);
    }

    @Test
    void an_interface_that_asks_for_more_is_named() throws Exception {
        String page =
                selfTest(
                        ROOT + "commons.protocol.MessageHandler",
                        "public interface MessageHandler { void onMessage(Message m); void"
                                + " onMore(Message m); }");
        assertTrue(page.contains("MessageHandler asks for onMore("), page);
    }

    @Test
    void a_missing_jar_is_named() throws Exception {
        String page = selfTest(ROOT + "voice.protocol.TServerProtocol", null);
        assertTrue(
                page.startsWith(Exit.SDK + " ") && page.contains("missing: voiceprotocol"), page);
    }

    @Test
    void a_missing_class_is_named_with_its_jar() throws Exception {
        String page = selfTest(ROOT + "commons.threading.SingleThreadInvoker", null);
        assertTrue(
                page.contains(
                        ROOT
                                + "commons.threading.SingleThreadInvoker is missing; it comes with"
                                + " the jar of commons"),
                page);
        assertEquals("kvlists or kvlistbinding", Jars.jarOf(ROOT + "commons.collections.Pair"));
        for (String name : Arrays.asList("io.netty.buffer.ByteBuf", "io/netty/buffer/ByteBuf")) {
            String text = Jars.explain(new NoClassDefFoundError(name));
            assertTrue(
                    text.contains("io.netty.buffer.ByteBuf is missing: is the jar of netty-*"),
                    text);
        }
    }
}
