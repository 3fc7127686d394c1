package commdn.psdk;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.protocol.IllegalAttributeValueException;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.MissingAttributeException;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.voice.protocol.tserver.AddressType;
import com.genesyslab.platform.voice.protocol.tserver.CommonProperties;
import com.genesyslab.platform.voice.protocol.tserver.ControlMode;
import com.genesyslab.platform.voice.protocol.tserver.RegisterMode;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestUnregisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.special.RequestDistributeUserEvent;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One client on two streams, as the server's end of the link protocol. It reads what the client
 * sends and passes it on; what T-Server sends comes in by {@link Events}, how far the channels are
 * by {@link Links}.
 *
 * <p>Only the thread that reads the client calls the SDK with requests: a slow SDK slows this
 * client and nobody else.
 */
final class Session {
    private static final int REGISTRATION = 0;
    private static final long CLOSE_MS = 2_000;

    final Settings settings;
    final Log log;
    final Requests requests = new Requests();
    final Registrations registrations = new Registrations();
    final PackedList lists;
    private final DataInputStream in;
    private final OutputStream out;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    final Clock clock = new Clock(this);
    private final Links links;
    private volatile ClientQueue queue;
    private volatile ConfigurationReader configuration;
    private boolean introduced;

    Session(Settings settings, Log log, InputStream in, OutputStream out)
            throws Settings.WrongException {
        this.settings = settings;
        this.log = log;
        this.in = new DataInputStream(new java.io.BufferedInputStream(in, 1 << 16));
        this.out = out;
        this.lists = new PackedList(settings.encoding, PackedList.Form.DEFAULT);
        this.links = new Links(this);
    }

    /** Serves the client until it, or what is above, ends: an exit code. */
    int run() throws InterruptedException {
        queue = new ClientQueue(out, settings.maxQueueBytes, new Client());
        queue.offer(Frame.PREFACE);
        Thread reader = new Thread(this::read, "commdn-client-reader");
        reader.setDaemon(true);
        reader.start();
        try {
            return end.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            clock.stop();
            if (configuration != null) {
                configuration.close();
            }
            links.close(CLOSE_MS);
            queue.drain(end.getNow(Exit.OK) == Exit.CLIENT_SLOW ? 0 : CLOSE_MS);
        }
    }

    /** Ends the session with an exit code, after the frames that wait. */
    void end(int code) {
        end.complete(code);
    }

    boolean isEnding() {
        return end.isDone();
    }

    /** To the client; never waits. */
    void tell(Frame frame) {
        queue.offer(frame.encode());
    }

    /** To the client, once it has taken most of what waits; waits for that. */
    void tellWhenThereIsRoom(Frame frame) throws InterruptedException {
        queue.awaitRoom(settings.maxQueueBytes / 4);
        queue.offer(frame.encode());
    }

    /** A refusal: T-Server's number, words for it, and T-Server's own text. */
    void refuse(Integer reference, String dn, int code, String text) {
        String words =
                TServerErrors.words(code) + (text == null || text.isEmpty() ? "" : ": " + text);
        tell(
                new Frame(Ids.ERROR)
                        .with(Ids.A_REFERENCE_ID, reference)
                        .with(Ids.A_THIS_DN, dn)
                        .with(Ids.A_ERROR_CODE, code)
                        .with(Ids.A_ERROR_MESSAGE, words));
    }

    private void read() {
        try {
            Frame.readPreface(in);
            for (Frame frame = Frame.read(in);
                    frame != null && !isEnding();
                    frame = Frame.read(in)) {
                clock.working(true);
                take(frame);
                clock.working(false);
            }
            log.info("client-ended", "open_requests", requests.size());
            farewell();
            end(Exit.OK);
        } catch (Frame.MalformedException malformed) {
            log.error("client-malformed", "cause", malformed.getMessage());
            end(Exit.CLIENT);
        } catch (IOException ended) {
            log.info("client-ended", "cause", Upstream.text(ended));
            end(Exit.OK);
        } catch (LinkageError misfit) {
            links.broken(null, misfit);
        } catch (RuntimeException unexpected) {
            log.error("internal", "cause", unexpected.toString());
            end(Exit.INTERNAL);
        }
    }

    /** Every message that a client may send; those of other kinds come in here. */
    private void take(Frame frame) {
        if (!introduced && frame.message != Ids.REGISTER_CLIENT) {
            log.error(
                    "client-malformed",
                    "cause",
                    "message " + frame.message + " before RequestRegisterClient");
            end(Exit.CLIENT);
            return;
        }
        switch (frame.message) {
            case Ids.REGISTER_CLIENT:
                introduce(frame);
                break;
            case Ids.REGISTER_ADDRESS:
                register(frame);
                break;
            case Ids.UNREGISTER_ADDRESS:
                unregister(frame);
                break;
            case Ids.DISTRIBUTE_USER_EVENT:
                distribute(frame);
                break;
            case Ids.READ_OBJECTS:
                readObjects(frame);
                break;
            case Ids.KEEP_ALIVE_POLL:
                tell(new Frame(Ids.KEEP_ALIVE_ANSWER));
                break;
            default:
                log.debug("passed-over", "message", frame.message);
        }
    }

    private void introduce(Frame frame) {
        if (introduced) {
            return;
        }
        introduced = true;
        String theirs = frame.text(Ids.A_APPLICATION_NAME);
        String name = settings.clientName != null ? settings.clientName : theirs;
        if (name == null || name.isEmpty()) {
            refuse(
                    REGISTRATION,
                    null,
                    TServerErrors.INVALID_ATTRIBUTE,
                    "neither --client-name nor the client names an application");
            end(Exit.REFUSED);
            return;
        }
        char[] password = settings.password();
        if (password == null && frame.text(Ids.A_APPLICATION_PASSWORD) != null) {
            password = frame.text(Ids.A_APPLICATION_PASSWORD).toCharArray();
        }
        log.info(
                "client-introduced",
                "application",
                name,
                "password",
                password == null ? "none" : "given");
        clock.start(frame.number(Ids.A_KEEP_ALIVE_MS));
        links.start(name, password);
    }

    private void register(Frame frame) {
        String dn = frame.text(Ids.A_THIS_DN);
        Integer reference = frame.number(Ids.A_REFERENCE_ID);
        if (dn == null || dn.isEmpty()) {
            refuse(
                    reference,
                    null,
                    TServerErrors.INVALID_ATTRIBUTE,
                    "a registration without ThisDN");
            return;
        }
        if (!links.isUp()) {
            refuse(reference, dn, TServerErrors.NO_LINK, null);
            return;
        }
        registrations.want(dn, reference);
        for (Upstream upstream : links.all()) {
            register(upstream, dn, Requests.Kind.REGISTER);
        }
    }

    /** Asks one channel for a DN: shared, whatever number the client gave for that. */
    void register(Upstream upstream, String dn, Requests.Kind kind) {
        Message request =
                RequestRegisterAddress.create(
                        dn, RegisterMode.ModeShare, ControlMode.RegisterDefault, AddressType.DN);
        send(
                upstream,
                request,
                new Requests.Open(kind, upstream, registrations.clientReference(dn), dn));
    }

    private void readObjects(Frame frame) {
        if (settings.confServer == null) {
            refuse(
                    frame.number(Ids.A_REFERENCE_ID),
                    null,
                    TServerErrors.UNSUPPORTED,
                    "the adapter was started without --conf-server");
            return;
        }
        if (configuration == null) {
            configuration = new Configuration(this);
        }
        configuration.read(frame);
    }

    private void unregister(Frame frame) {
        String dn = frame.text(Ids.A_THIS_DN);
        Integer reference = frame.number(Ids.A_REFERENCE_ID);
        if (dn == null || !registrations.forget(dn)) {
            refuse(reference, dn, 41, null);
            return;
        }
        // T-Server may be away; the client is rid of the DN all the same.
        tell(
                new Frame(Ids.UNREGISTERED)
                        .with(Ids.A_THIS_DN, dn)
                        .with(Ids.A_REFERENCE_ID, reference));
        for (Upstream upstream : links.all()) {
            unregister(upstream, dn);
        }
    }

    private void unregister(Upstream upstream, String dn) {
        if (upstream.isOpen()) {
            send(
                    upstream,
                    RequestUnregisterAddress.create(dn, ControlMode.RegisterDefault),
                    new Requests.Open(Requests.Kind.UNREGISTER, upstream, null, dn));
        }
    }

    private void farewell() {
        for (String dn : registrations.names()) {
            registrations.forget(dn);
            for (Upstream upstream : links.all()) {
                unregister(upstream, dn);
            }
        }
    }

    private void distribute(Frame frame) {
        Integer reference = frame.number(Ids.A_REFERENCE_ID);
        String dn = frame.text(Ids.A_COMMUNICATION_DN);
        KeyValueCollection data;
        try {
            byte[] nested = frame.bytes(Ids.A_USER_EVENT);
            byte[] packed = nested == null ? null : Frame.parse(nested).bytes(Ids.A_USER_DATA);
            if (dn == null || packed == null) {
                throw new PackedList.RefusedException(
                        dn == null ? "there is no CommunicationDN" : "there is no user data");
            }
            data = lists.unpack(packed);
        } catch (PackedList.RefusedException | Frame.MalformedException refused) {
            refuse(reference, null, TServerErrors.INVALID_ATTRIBUTE, refused.getMessage());
            return;
        }
        if (!links.isUp()) {
            refuse(reference, null, TServerErrors.NO_LINK, null);
            return;
        }
        CommonProperties event = CommonProperties.create();
        event.setUserData(data);
        Upstream upstream = links.sending();
        send(
                upstream,
                RequestDistributeUserEvent.create(dn, event),
                new Requests.Open(Requests.Kind.DISTRIBUTE, upstream, reference, dn));
    }

    /** Sends with a reference id of our own; the client hears of what certainly did not go out. */
    private void send(Upstream upstream, Message request, Requests.Open open) {
        int id = requests.add(open);
        request.setReferenceID(Integer.valueOf(id));
        try {
            upstream.send(request);
            log.debug(
                    "sent",
                    "channel",
                    upstream.role,
                    "message",
                    request.messageName(),
                    "reference",
                    id,
                    "client_reference",
                    open.clientReference);
        } catch (MissingAttributeException | IllegalAttributeValueException invalid) {
            refused(id, TServerErrors.INVALID_ATTRIBUTE, Upstream.text(invalid));
        } catch (ProtocolException unknown) {
            // It may have gone out: an answer would be a lie. The client finds out by its own
            // deadline.
            log.warn(
                    "send-unknown",
                    "channel",
                    upstream.role,
                    "reference",
                    id,
                    "cause",
                    Upstream.text(unknown));
        } catch (RuntimeException notOpen) {
            log.warn(
                    "send-refused",
                    "channel",
                    upstream.role,
                    "reference",
                    id,
                    "cause",
                    Upstream.text(notOpen));
            refused(id, TServerErrors.NO_LINK, "the channel to the T-Server is not open");
        }
    }

    private void refused(int id, int code, String text) {
        Requests.Open open = requests.take(id);
        if (open != null && open.kind == Requests.Kind.DISTRIBUTE) {
            refuse(open.clientReference, null, code, text);
        } else if (open != null && open.kind == Requests.Kind.REGISTER) {
            registrations.forget(open.dn);
            refuse(open.clientReference, open.dn, code, text);
        } else if (open != null && open.kind == Requests.Kind.REGISTER_AGAIN) {
            links.registeredAgain(open.upstream, open.dn);
        }
    }

    /** How the client's stream fares. */
    private final class Client implements ClientQueue.Listener {
        @Override
        public void slow(int waitingBytes) {
            log.error(
                    "client-slow",
                    "waiting_bytes",
                    waitingBytes,
                    "max_queue_bytes",
                    settings.maxQueueBytes);
            end(Exit.CLIENT_SLOW);
        }

        @Override
        public void failed(IOException cause) {
            log.info("client-gone", "cause", Upstream.text(cause));
            end(Exit.OK);
        }
    }
}
