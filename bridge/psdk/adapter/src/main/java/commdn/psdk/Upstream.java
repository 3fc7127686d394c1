package commdn.psdk;

import com.genesyslab.platform.commons.connection.configuration.ClientADDPOptions.AddpTraceMode;
import com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration;
import com.genesyslab.platform.commons.connection.tls.SSLExtendedOptions;
import com.genesyslab.platform.commons.protocol.ChannelClosedEvent;
import com.genesyslab.platform.commons.protocol.ChannelErrorEvent;
import com.genesyslab.platform.commons.protocol.ChannelListener;
import com.genesyslab.platform.commons.protocol.ChannelState;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.MessageHandler;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.commons.threading.SingleThreadInvoker;
import com.genesyslab.platform.voice.protocol.TServerProtocol;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;

import java.util.EventObject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * One long-lived channel to the T-Server, opened again and again on primary and backup until it is
 * closed. It knows nothing of the client, of DNs and of requests.
 */
final class Upstream {
    /** Told of on the channel's own thread, or the one that opens; must not wait. */
    interface Listener {
        void opening(Upstream upstream);

        void opened(Upstream upstream);

        void lost(Upstream upstream, String why);

        /**
         * Every server was tried and none took us: T-Server's number if one refused us, and whether
         * all did.
         */
        void unavailable(Upstream upstream, Integer code, boolean byAll, String why);

        void message(Upstream upstream, Message message);

        /** The SDK does not fit this program. */
        void broken(Upstream upstream, LinkageError error);
    }

    final String role;
    private final Settings settings;
    private final Log log;
    private final Listener listener;
    private final SSLContext tls;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile CountDownLatch ended = new CountDownLatch(0);
    private volatile TServerProtocol channel;
    private volatile boolean open;

    Upstream(String role, Settings settings, SSLContext tls, Log log, Listener listener) {
        this.role = role;
        this.settings = settings;
        this.tls = tls;
        this.log = log;
        this.listener = listener;
    }

    /** Begins to open, on a thread of its own. */
    void start(String clientName, char[] password) {
        Thread loop =
                new Thread(
                        () -> {
                            try {
                                run(clientName, password);
                            } catch (LinkageError misfit) {
                                listener.broken(this, misfit);
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "commdn-" + role);
        loop.setDaemon(true);
        loop.start();
    }

    boolean isOpen() {
        TServerProtocol now = channel;
        return open && now != null && ChannelState.Opened.equals(now.getState());
    }

    /**
     * Sends, on the caller's thread.
     *
     * @throws ProtocolException the SDK could not send; it is not known whether anything went out
     * @throws RuntimeException the channel is not open, so that nothing went out
     */
    void send(Message message) throws ProtocolException {
        channel.send(message);
    }

    /** Ends the channel; does not come back until it is closed or a moment has passed. */
    void close(long withinMs) {
        closing.countDown();
        TServerProtocol now = channel;
        if (now == null) {
            return;
        }
        Thread closer =
                new Thread(
                        () -> {
                            try {
                                now.close(withinMs);
                            } catch (ProtocolException | RuntimeException closedAlready) {
                                log.debug(
                                        "close-failed",
                                        "channel",
                                        role,
                                        "cause",
                                        closedAlready.getClass().getSimpleName());
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "commdn-close-" + role);
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(withinMs);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run(String clientName, char[] password) throws InterruptedException {
        SingleThreadInvoker invoker = new SingleThreadInvoker("commdn-sdk-" + role);
        TServerProtocol protocol = new TServerProtocol();
        // All of it while the channel is closed: a handler that is set later misses the first
        // events.
        protocol.setInvoker(invoker);
        protocol.setMessageHandler(new Handler());
        protocol.addChannelListener(new Ends());
        protocol.setTimeout(settings.openMs);
        protocol.setClientName(clientName);
        if (password != null) {
            protocol.setClientPassword(new String(password));
        }
        channel = protocol;
        try {
            loop(protocol);
        } finally {
            invoker.dispose();
        }
    }

    private void loop(TServerProtocol protocol) throws InterruptedException {
        long backoffMs = 250;
        int server = 0;
        while (!isClosing()) {
            Integer refused = null;
            int refusals = 0;
            StringBuilder why = new StringBuilder();
            boolean opened = false;
            for (int tried = 0;
                    tried < settings.servers.size() && !isClosing() && !opened;
                    tried++) {
                Settings.Server to = settings.servers.get(server);
                why.append(why.length() == 0 ? "" : "; ").append(to).append(": ");
                try {
                    open(protocol, to);
                    opened = true;
                } catch (RegistrationException refusal) {
                    refusals++;
                    refused = code(refusal, refused);
                    why.append(text(refusal));
                    log.warn(
                            "refused",
                            "channel",
                            role,
                            "server",
                            to,
                            "code",
                            refused,
                            "cause",
                            text(refusal));
                } catch (ProtocolException | RuntimeException failed) {
                    why.append(text(failed));
                    log.warn("open-failed", "channel", role, "server", to, "cause", text(failed));
                }
                if (!opened) {
                    server = (server + 1) % settings.servers.size();
                }
            }
            if (isClosing()) {
                return;
            }
            if (opened) {
                backoffMs = 250;
                waitForEnd(protocol);
                continue;
            }
            boolean allRefuse = refusals == settings.servers.size();
            listener.unavailable(this, refused, allRefuse, why.toString());
            long jittered = backoffMs / 2 + ThreadLocalRandom.current().nextLong(backoffMs / 2 + 1);
            // A server that refuses us would do so again: a storm of attempts takes licences and
            // fills its log.
            long pause = allRefuse ? settings.refusedMs : jittered;
            backoffMs = Math.min(2 * backoffMs, settings.maxBackoffMs);
            closing.await(pause, TimeUnit.MILLISECONDS);
        }
    }

    private void open(TServerProtocol protocol, Settings.Server to)
            throws ProtocolException, InterruptedException {
        awaitClosed(protocol);
        listener.opening(this);
        ended = new CountDownLatch(1);
        protocol.setEndpoint(endpoint(to));
        protocol.open(settings.openMs);
        open = true;
        log.info("channel-opened", "channel", role, "server", to, "tls", settings.tls);
        listener.opened(this);
    }

    private Endpoint endpoint(Settings.Server to) {
        PropertyConfiguration options = new PropertyConfiguration();
        options.setStringsEncoding(settings.encoding.name());
        boolean addp = settings.addpLocalSeconds > 0 || settings.addpRemoteSeconds > 0;
        options.setUseAddp(addp);
        if (addp) {
            options.setAddpClientTimeout(settings.addpLocalSeconds);
            options.setAddpServerTimeout(settings.addpRemoteSeconds);
            options.setAddpTraceMode(AddpTraceMode.None);
        }
        if (tls == null) {
            return new Endpoint(role, to.host, to.port, options);
        }
        // Named, not left out: the SDK takes what both lists have in common with its own.
        SSLParameters ours = tls.getDefaultSSLParameters();
        SSLExtendedOptions more =
                new SSLExtendedOptions(
                        settings.tlsKeyStore != null,
                        ours.getCipherSuites(),
                        ours.getProtocols(),
                        settings.tlsHostname);
        return new Endpoint(role, to.host, to.port, options, true, tls, more);
    }

    /** A channel that was just lost may still be closing. */
    private void awaitClosed(TServerProtocol protocol) throws InterruptedException {
        for (int i = 0; i < 500 && !ChannelState.Closed.equals(protocol.getState()); i++) {
            Thread.sleep(10);
        }
    }

    private void waitForEnd(TServerProtocol protocol) throws InterruptedException {
        // The state is looked at as well: a notification may have gone before it could be waited
        // for.
        while (!ended.await(1, TimeUnit.SECONDS)
                && !ChannelState.Closed.equals(protocol.getState())) {
            if (isClosing()) {
                return;
            }
        }
        if (open) {
            lost("the channel is closed");
        }
    }

    private synchronized void lost(String why) {
        if (open) {
            open = false;
            if (!isClosing()) {
                log.warn("channel-lost", "channel", role, "cause", why);
                listener.lost(this, why);
            }
        }
        ended.countDown();
    }

    private static Integer code(RegistrationException refusal, Integer before) {
        Message response = refusal.getResponseMessage();
        Integer code =
                response instanceof EventError ? ((EventError) response).getErrorCode() : null;
        return code != null
                ? code
                : before != null ? before : Integer.valueOf(TServerErrors.UNKNOWN);
    }

    /** A cause in one line: the SDK's own text and the innermost one. */
    static String text(Throwable failure) {
        Throwable inner = failure;
        for (int i = 0; i < 8 && inner.getCause() != null && inner.getCause() != inner; i++) {
            inner = inner.getCause();
        }
        String outer =
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : failure.getMessage();
        return inner == failure || inner.getMessage() == null
                ? outer
                : outer + " (" + inner.getMessage() + ")";
    }

    private final class Handler implements MessageHandler {
        @Override
        public void onMessage(Message message) {
            try {
                listener.message(Upstream.this, message);
            } catch (RuntimeException unexpected) {
                // An event that we cannot read must not take the SDK's thread with it.
                log.error(
                        "event-failed",
                        "channel",
                        role,
                        "message",
                        message == null ? null : message.messageName(),
                        "cause",
                        unexpected.toString());
            }
        }
    }

    private final class Ends implements ChannelListener {
        @Override
        public void onChannelOpened(EventObject event) {}

        @Override
        public void onChannelClosed(ChannelClosedEvent event) {
            TServerProtocol now = channel;
            boolean stale =
                    now == null
                            || ChannelState.Opened.equals(now.getState())
                            || event != null
                                    && ChannelState.Opening.equals(event.getPreviousChannelState());
            if (!stale) {
                lost(why(event));
            }
        }

        @Override
        public void onChannelError(ChannelErrorEvent event) {
            Throwable cause = event == null ? null : event.getCause();
            log.warn(
                    "channel-error",
                    "channel",
                    role,
                    "cause",
                    cause == null ? "unknown" : text(cause));
        }

        private String why(ChannelClosedEvent event) {
            if (event == null) {
                return "the channel is closed";
            }
            String cause =
                    event.getCause() == null ? "the channel is closed" : text(event.getCause());
            return event.isAddpInitializationFailed()
                    ? "ADDP could not be agreed on: " + cause
                    : cause;
        }
    }
}
