package commdn.psdk;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.connection.configuration.ClientADDPOptions.AddpTraceMode;
import com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration;
import com.genesyslab.platform.commons.protocol.ChannelState;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.threading.SingleThreadInvoker;
import com.genesyslab.platform.configuration.protocol.ConfServerProtocol;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventError;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventError2;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventObjectsRead;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventObjectsSent;
import com.genesyslab.platform.configuration.protocol.confserver.requests.objects.RequestReadObjects;
import com.genesyslab.platform.configuration.protocol.obj.ConfObject;
import com.genesyslab.platform.configuration.protocol.types.CfgAppType;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Configuration Server for one client: a channel that is opened when the client first reads, one
 * request at a time, on a thread of its own. Objects are passed on as they come: while the client
 * takes none, the SDK's thread for this channel waits, and no other.
 *
 * <p>Its class needs the jar configurationprotocol; nothing refers to it before a client reads.
 */
final class Configuration implements ConfigurationReader {
    /** What the SDK's thread puts here waits for the thread that passes it on. */
    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>(4);

    private final BlockingQueue<Frame> asked = new LinkedBlockingQueue<>(64);
    private final Session session;
    private final Settings settings;
    private final Thread thread;
    private ConfServerProtocol channel;
    private SingleThreadInvoker invoker;
    private int lastReference;
    private volatile boolean closed;

    Configuration(Session session) {
        this.session = session;
        this.settings = session.settings;
        thread = new Thread(this::run, "commdn-configuration");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void read(Frame request) {
        if (!asked.offer(request)) {
            refuse(request, TServerErrors.UNKNOWN, "too many requests for objects are open");
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closed) {
                Frame request = asked.take();
                try {
                    answer(request);
                } catch (ProtocolException | RuntimeException failed) {
                    session.log.warn("configuration-failed", "cause", Upstream.text(failed));
                    refuse(
                            request,
                            TServerErrors.OUT_OF_SERVICE,
                            "Configuration Server " + settings.confServer + ": " + Upstream.text(failed));
                    end();
                } catch (LinkageError misfit) {
                    refuse(request, TServerErrors.UNSUPPORTED, Jars.explain(misfit));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private void answer(Frame request) throws ProtocolException, InterruptedException {
        Integer number = request.number(Ids.A_OBJECT_KIND);
        ConfigurationKind kind = ConfigurationKind.of(number == null ? 0 : number);
        if (kind == null) {
            refuse(request, TServerErrors.INVALID_ATTRIBUTE, "ObjectKind " + number + " is unknown");
            return;
        }
        KeyValueCollection filter;
        try {
            byte[] packed = request.bytes(Ids.A_FILTER);
            filter = packed == null ? new KeyValueCollection() : ConfigurationObjects.LISTS.unpack(packed);
        } catch (PackedList.RefusedException refused) {
            refuse(request, TServerErrors.INVALID_ATTRIBUTE, "Filter: " + refused.getMessage());
            return;
        }
        open();
        RequestReadObjects read = RequestReadObjects.create(kind.type.asInteger(), kind.filter(filter));
        int reference = ++lastReference;
        read.setReferenceId(Integer.valueOf(reference));
        received.clear();
        channel.send(read);
        pass(request, kind, reference);
    }

    /** Passes on what comes until the end of the answer. */
    private void pass(Frame request, ConfigurationKind kind, int reference)
            throws ProtocolException, InterruptedException {
        int count = 0;
        while (true) {
            Message message = received.poll(settings.requestMs, TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new ProtocolException("no answer for " + settings.requestMs + " ms");
            }
            if (message instanceof EventObjectsRead) {
                EventObjectsRead event = (EventObjectsRead) message;
                if (isOurs(event.getReferenceId(), reference) && event.getObjects() != null) {
                    for (ConfObject each : event.getObjects()) {
                        count += pass(request, kind, each) ? 1 : 0;
                    }
                }
            } else if (message instanceof EventObjectsSent) {
                if (isOurs(((EventObjectsSent) message).getReferenceId(), reference)) {
                    session.tell(
                            new Frame(Ids.OBJECTS_SENT)
                                    .with(Ids.A_REFERENCE_ID, request.number(Ids.A_REFERENCE_ID))
                                    .with(Ids.A_OBJECT_COUNT, count));
                    return;
                }
            } else if (message instanceof EventError) {
                EventError error = (EventError) message;
                if (isOurs(error.getReferenceId(), reference)) {
                    refused(request, error.getErrorCode(), error.getDescription());
                    return;
                }
            } else if (message instanceof EventError2) {
                EventError2 error = (EventError2) message;
                if (isOurs(error.getReferenceId(), reference)) {
                    refused(request, error.getErrorCode(), null);
                    return;
                }
            }
        }
    }

    /** Whether an object was passed on; one that cannot be is told of in the log. */
    private boolean pass(Frame request, ConfigurationKind kind, ConfObject object)
            throws InterruptedException {
        try {
            byte[] list = ConfigurationObjects.pack(kind, object);
            if (list == null) {
                return false;
            }
            session.tellWhenThereIsRoom(
                    new Frame(Ids.OBJECTS)
                            .with(Ids.A_REFERENCE_ID, request.number(Ids.A_REFERENCE_ID))
                            .with(Ids.A_OBJECT_KIND, kind.number)
                            .with(Ids.A_OBJECT, list));
            return true;
        } catch (PackedList.RefusedException tooLong) {
            session.log.warn(
                    "object-left-out",
                    "kind",
                    kind.name,
                    "dbid",
                    object.getObjectDbid(),
                    "cause",
                    tooLong.getMessage());
            return false;
        }
    }

    private static boolean isOurs(Integer theirs, int reference) {
        return theirs == null || theirs == reference;
    }

    private void refused(Frame request, Integer code, String text) {
        refuse(
                request,
                TServerErrors.UNKNOWN,
                "Configuration Server: " + (text == null ? "error " + code : text + " (" + code + ")"));
    }

    private void refuse(Frame request, int code, String text) {
        session.refuse(request.number(Ids.A_REFERENCE_ID), null, code, text);
    }

    private void open() throws ProtocolException, InterruptedException {
        if (channel != null && ChannelState.Opened.equals(channel.getState())) {
            return;
        }
        end();
        PropertyConfiguration options = new PropertyConfiguration();
        boolean addp = settings.addpLocalSeconds > 0 || settings.addpRemoteSeconds > 0;
        options.setUseAddp(addp);
        if (addp) {
            options.setAddpClientTimeout(settings.addpLocalSeconds);
            options.setAddpServerTimeout(settings.addpRemoteSeconds);
            options.setAddpTraceMode(AddpTraceMode.None);
        }
        Settings.Server to = settings.confServer;
        ConfServerProtocol made =
                new ConfServerProtocol(new Endpoint("confserv", to.host, to.port, options));
        invoker = new SingleThreadInvoker("commdn-sdk-configuration");
        made.setInvoker(invoker);
        made.setMessageHandler(this::hear);
        made.setTimeout(settings.openMs);
        made.setClientName(settings.confApplication);
        made.setClientApplicationType(CfgAppType.CFGSCE.ordinal());
        made.setUserName(settings.confUser);
        char[] password = settings.confPassword();
        made.setUserPassword(password == null ? "" : new String(password));
        channel = made;
        made.open(settings.openMs);
        session.log.info("configuration-opened", "server", to);
    }

    private void hear(Message message) {
        try {
            received.put(message);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        ConfServerProtocol old = channel;
        channel = null;
        if (old != null) {
            try {
                old.close();
            } catch (ProtocolException | RuntimeException closedAlready) {
                session.log.debug("close-failed", "cause", closedAlready.getClass().getSimpleName());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        if (invoker != null) {
            invoker.dispose();
            invoker = null;
        }
    }
}
