package commdn.psdk;

import com.genesyslab.platform.commons.protocol.Message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;

import javax.net.ssl.SSLContext;

/**
 * How far the channels are, and what of that the client is told: connected once, link up and down,
 * the end after the time of grace. What it calls in the SDK is called without its lock.
 */
final class Links implements Upstream.Listener {
    private enum Link {
        UNKNOWN,
        UP,
        DOWN
    }

    private static final class State {
        boolean open;
        Link link = Link.UNKNOWN;

        /** DNs that are being registered again after the channel came back. */
        final Set<String> again = new HashSet<>();

        /**
         * How often the channel was opened: what was started for one opening is not for the next.
         */
        int opening;
    }

    private final Session session;
    private final Events events;
    private final Clock clock;
    private final List<Upstream> upstreams = new ArrayList<>();
    private final Map<Upstream, State> states = new HashMap<>();
    private boolean connected;
    private Boolean shown;
    private ScheduledFuture<?> grace;
    private String why = "no T-Server was reached in time";
    private Integer refusedCode;

    Links(Session session) throws Settings.WrongException {
        this.session = session;
        this.clock = session.clock;
        SSLContext tls = session.settings.tls ? Tls.context(session.settings) : null;
        String[] roles =
                session.settings.channels == 2
                        ? new String[] {"send", "receive"}
                        : new String[] {"channel"};
        for (String role : roles) {
            Upstream upstream = new Upstream(role, session.settings, tls, session.log, this);
            upstreams.add(upstream);
            states.put(upstream, new State());
        }
        this.events = new Events(session, this);
    }

    void start(String clientName, char[] password) {
        for (Upstream upstream : upstreams) {
            upstream.start(clientName, password);
        }
        clock.later(session.settings.loginMs, this::loginOver);
    }

    List<Upstream> all() {
        return upstreams;
    }

    Upstream sending() {
        return upstreams.get(0);
    }

    /** The one whose user events the client gets. */
    Upstream receiving() {
        return upstreams.get(upstreams.size() - 1);
    }

    synchronized boolean isUp() {
        return Boolean.TRUE.equals(shown);
    }

    void close(long withinMs) {
        for (Upstream upstream : upstreams) {
            upstream.close(withinMs);
        }
    }

    @Override
    public synchronized void opening(Upstream upstream) {
        State state = states.get(upstream);
        state.link = Link.UNKNOWN;
        state.again.clear();
        state.opening++;
    }

    @Override
    public void opened(Upstream upstream) {
        int opening;
        synchronized (this) {
            State state = states.get(upstream);
            state.open = true;
            opening = state.opening;
            refusedCode = null;
        }
        refresh();
        registerAgain(upstream);
        // Some T-Servers tell of their link late, or never to a client that came after it.
        clock.later(session.settings.linkMs, () -> assume(upstream, opening));
    }

    private void assume(Upstream upstream, int opening) {
        synchronized (this) {
            State state = states.get(upstream);
            if (!state.open || state.opening != opening || state.link != Link.UNKNOWN) {
                return;
            }
            state.link = Link.UP;
        }
        session.log.info(
                "link-assumed", "channel", upstream.role, "after_ms", session.settings.linkMs);
        refresh();
        registerAgain(upstream);
    }

    /** EventLinkConnected or EventLinkDisconnected. */
    void link(Upstream upstream, boolean up) {
        synchronized (this) {
            states.get(upstream).link = up ? Link.UP : Link.DOWN;
        }
        session.log.info("link", "channel", upstream.role, "up", up);
        refresh();
        if (up) {
            registerAgain(upstream);
        }
    }

    /**
     * Registers what the client had before the channel was lost. On a thread of its own: this one
     * may be the SDK's, which must not wait for a send.
     */
    private void registerAgain(Upstream upstream) {
        List<String> missing;
        synchronized (this) {
            State state = states.get(upstream);
            if (!state.open || state.link != Link.UP || !connected || Boolean.TRUE.equals(shown)) {
                return;
            }
            missing = session.registrations.missing(upstream);
            missing.removeAll(state.again);
            state.again.addAll(missing);
        }
        Thread sender =
                new Thread(
                        () -> {
                            for (String dn : missing) {
                                session.register(upstream, dn, Requests.Kind.REGISTER_AGAIN);
                            }
                        },
                        "commdn-register-" + upstream.role);
        sender.setDaemon(true);
        sender.start();
        clock.later(session.settings.openMs, () -> giveUp(upstream, missing));
    }

    /** What is not registered again by now is handed back to the client, which asks for it anew. */
    private void giveUp(Upstream upstream, List<String> dns) {
        List<String> open = new ArrayList<>(dns);
        synchronized (this) {
            open.retainAll(states.get(upstream).again);
        }
        for (String dn : open) {
            if (session.registrations.forget(dn)) {
                session.log.warn("not-registered-again", "channel", upstream.role, "dn", dn);
                session.tell(new Frame(Ids.UNREGISTERED).with(Ids.A_THIS_DN, dn));
            }
            registeredAgain(upstream, dn);
        }
    }

    /** A DN is registered again on a channel, or cannot be. */
    void registeredAgain(Upstream upstream, String dn) {
        synchronized (this) {
            states.get(upstream).again.remove(dn);
        }
        refresh();
    }

    @Override
    public void lost(Upstream upstream, String cause) {
        synchronized (this) {
            State state = states.get(upstream);
            state.open = false;
            state.link = Link.UNKNOWN;
            why = cause;
        }
        session.registrations.lost(upstream);
        session.requests.dropRegistrations(upstream);
        refresh();
    }

    @Override
    public void unavailable(Upstream upstream, Integer code, boolean byAll, String cause) {
        synchronized (this) {
            why = cause;
            refusedCode = code;
            if (connected || !byAll) {
                return;
            }
        }
        // Every server said no: waiting would not change that before the client loses patience.
        loginOver();
    }

    private void loginOver() {
        int code;
        String cause;
        synchronized (this) {
            if (connected || session.isEnding()) {
                return;
            }
            code = refusedCode == null ? TServerErrors.NO_LINK : refusedCode;
            cause = why;
        }
        session.log.error(
                "not-connected",
                "code",
                code,
                "cause",
                cause,
                "advice",
                TServerErrors.advice(code));
        session.refuse(0, null, code, cause);
        session.end(Exit.REFUSED);
    }

    @Override
    public void message(Upstream upstream, Message message) {
        events.take(upstream, message);
    }

    @Override
    public void broken(Upstream upstream, LinkageError error) {
        session.log.error("sdk-misfit", "cause", Jars.explain(error));
        session.refuse(
                0, null, TServerErrors.UNKNOWN, "the SDK does not fit: " + Jars.explain(error));
        session.end(Exit.SDK);
    }

    /**
     * Tells the client what changed. Frames are offered under the lock, so that they leave in the
     * order of the changes.
     */
    private synchronized void refresh() {
        boolean open = true;
        boolean up = true;
        for (State state : states.values()) {
            open &= state.open;
            up &= state.open && state.link == Link.UP && state.again.isEmpty();
        }
        if (open && !connected) {
            connected = true;
            session.tell(new Frame(Ids.SERVER_CONNECTED));
        }
        if (!connected) {
            return;
        }
        if (up && session.registrations.anyMissing(upstreams)) {
            up = false;
        }
        if (shown == null ? up : shown != up) {
            shown = up;
            session.tell(new Frame(up ? Ids.LINK_CONNECTED : Ids.LINK_DISCONNECTED));
        }
        if (open && grace != null) {
            grace.cancel(false);
            grace = null;
        } else if (!open && grace == null) {
            grace = clock.later(session.settings.graceMs, this::graceOver);
        }
    }

    private void graceOver() {
        session.log.error("link-lost", "after_ms", session.settings.graceMs, "cause", why);
        session.tell(new Frame(Ids.SERVER_DISCONNECTED));
        session.end(Exit.LINK_LOST);
    }
}
