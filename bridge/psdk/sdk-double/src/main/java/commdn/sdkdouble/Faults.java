package commdn.sdkdouble;

import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong with the double, on demand: set by tests in the same process, or by system
 * properties ({@code commdn.double.refuse=3}) in another one.
 */
public final class Faults {
    private static volatile Faults current = fromProperties();

    /** So many opens are refused, with {@link #refuseCode}. */
    public final AtomicInteger refuse = new AtomicInteger();

    public volatile int refuseCode = 40;

    /** So many sends throw {@link #sendFailure}. */
    public final AtomicInteger failSends = new AtomicInteger();

    public volatile Exception sendFailure =
            new IllegalStateException("the double was told to fail");

    /** So many acknowledgements never come. */
    public final AtomicInteger dropAcks = new AtomicInteger();

    /** The account of Configuration Server; any without one. */
    public volatile String confUser;

    public volatile String confPassword;

    /** Whether Configuration Server lets a user in. */
    boolean lets(String user, String password) {
        return confUser == null || confUser.equals(user) && confPassword.equals(password);
    }

    /** Every getter of what was received gives null. */
    public volatile boolean nullGetters;

    /** A send takes so long. */
    public volatile long sendMs;

    /** An open takes so long. */
    public volatile long openMs;

    /** The link's events are kept back. */
    public volatile boolean silentLink;

    /** The end of a channel is put down to ADDP. */
    public volatile boolean addpFailed;

    public static Faults current() {
        return current;
    }

    /** Everything works again. */
    public static Faults reset() {
        current = new Faults();
        return current;
    }

    /** A getter's result. */
    public static Object get(Object message, Map<String, Object> attributes, String name) {
        boolean event = message.getClass().getName().contains(".events.");
        return event && current.nullGetters ? null : attributes.get(name);
    }

    /** What toString tells: all attributes, passwords too, as the SDK may. */
    public static String print(Object message, Map<String, Object> attributes) {
        return message.getClass().getSuperclass().getSimpleName() + attributes;
    }

    /** The refusal of a registration. */
    static Message refusal(int code, String text) {
        EventError error = EventError.create();
        Engine.put(error, "ErrorCode", code);
        Engine.put(error, "ErrorMessage", text);
        return error;
    }

    static boolean take(AtomicInteger left) {
        return left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
    }

    private static Faults fromProperties() {
        Faults faults = new Faults();
        faults.refuse.set(Integer.getInteger("commdn.double.refuse", 0));
        faults.dropAcks.set(Integer.getInteger("commdn.double.dropAcks", 0));
        faults.sendMs = Long.getLong("commdn.double.sendMs", 0);
        faults.openMs = Long.getLong("commdn.double.openMs", 0);
        faults.confUser = System.getProperty("commdn.double.confUser");
        faults.confPassword = System.getProperty("commdn.double.confPassword", "");
        faults.nullGetters = Boolean.getBoolean("commdn.double.nullGetters");
        return faults;
    }
}
