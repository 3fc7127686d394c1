package commdn.sdkdouble;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.connection.configuration.ConnectionConfiguration;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventObjectsRead;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventObjectsSent;
import com.genesyslab.platform.configuration.protocol.confserver.requests.objects.RequestReadObjects;
import com.genesyslab.platform.configuration.protocol.metadata.CfgDescriptionObject;
import com.genesyslab.platform.configuration.protocol.obj.ConfObjectsCollection;
import com.genesyslab.platform.voice.protocol.tserver.TimeStamp;
import com.genesyslab.platform.voice.protocol.tserver.events.EventACK;
import com.genesyslab.platform.voice.protocol.tserver.events.EventDNBackInService;
import com.genesyslab.platform.voice.protocol.tserver.events.EventDNOutOfService;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkConnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkDisconnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventPrimaryChanged;
import com.genesyslab.platform.voice.protocol.tserver.events.EventRegistered;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUnregistered;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestUnregisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.special.RequestDistributeUserEvent;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The double's connection to the simulator: SDK messages above, frames below. */
final class Wire {
    private final Engine engine;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Charset charset;

    /** Whether Configuration Server is at the other end, and not T-Server. */
    private boolean configuration;

    /** T-Server's start, by which events of before and after a switchover are told apart. */
    private final long serverStart = 1_700_000_000L;

    private Wire(Engine engine, Socket socket, Charset charset) throws IOException {
        this.engine = engine;
        this.socket = socket;
        this.charset = charset;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    static Wire open(Engine engine, Endpoint to, int withinMs, String name, String password, boolean configuration)
            throws IOException, ProtocolException {
        ConnectionConfiguration options = to.getConfiguration();
        String encoding = options.getOption("string-attributes-encoding");
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), withinMs);
            socket.setTcpNoDelay(true);
            if (options.getBoolean("tls")) {
                socket = secure(socket, to);
            }
            Charset charset =
                    encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
            Wire wire =
                    new Wire(engine, socket, configuration ? StandardCharsets.UTF_8 : charset);
            wire.configuration = configuration;
            socket.setSoTimeout(withinMs);
            wire.login(name, password);
            socket.setSoTimeout(0);
            return wire;
        } catch (IOException | ProtocolException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private static Socket secure(Socket plain, Endpoint to) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        to.getSSLContext()
                                .getSocketFactory()
                                .createSocket(plain, to.getHost(), to.getPort(), true);
        if (to.getSSLOptions() != null && to.getSSLOptions().isEnabledTargetHostnameChecking()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private void login(String name, String password) throws IOException, ProtocolException {
        out.write(Frames.PREFACE);
        Frames.write(out, new Frames.Frame(0).with(64, name).with(65, password).with(65281, 0));
        byte[] preface = new byte[8];
        in.readFully(preface);
        if (!Arrays.equals(preface, Frames.PREFACE)) {
            throw new IOException("the peer does not speak the link protocol");
        }
        Frames.Frame answer = Frames.read(in);
        if (answer.message == 52) {
            throw new RegistrationException(
                    answer.text(1), Faults.refusal(answer.number(46), answer.text(1)));
        }
    }

    void start() {
        Engine.daemon("sdk-reader", this::read);
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is gone all the same.
        }
    }

    private void read() {
        try {
            while (true) {
                Frames.Frame frame = Frames.read(in);
                if (frame.message == 65281) {
                    Frames.write(out, new Frames.Frame(65282));
                    continue;
                }
                if (frame.message == 51) {
                    throw new EOFException("T-Server ended the connection");
                }
                Message message = configuration ? objects(frame) : message(frame);
                if (configuration && message != null) {
                    message.setReferenceID(frame.number(2));
                }
                boolean kept =
                        (frame.message == 94 || frame.message == 95) && Faults.current().silentLink
                                || frame.message == 138 && Faults.take(Faults.current().dropAcks);
                if (message != null && !kept) {
                    engine.deliver(message);
                }
            }
        } catch (IOException | RuntimeException ended) {
            engine.ended(this, ended);
        }
    }

    void send(Message message) throws IOException {
        Frames.Frame frame =
                new Frames.Frame(message.messageId()).with(2, message.getReferenceID());
        switch (message.messageId()) {
            case RequestRegisterAddress.ID:
                frame.with(20, (String) Engine.get(message, "ThisDN")).with(49, 0).with(47, 1);
                break;
            case RequestReadObjects.ID:
                Integer reference = (Integer) Engine.get(message, "ReferenceId");
                int kind = ConfigurationForm.kind((Integer) Engine.get(message, "ObjectType"));
                KeyValueCollection filter =
                        ConfigurationForm.filter(
                                kind, (KeyValueCollection) Engine.get(message, "Filter"));
                frame =
                        new Frames.Frame(65283)
                                .with(2, reference == null ? message.getReferenceID() : reference)
                                .with(65282, kind)
                                .with(65283, PackedForm.pack(filter, charset));
                break;
            case RequestUnregisterAddress.ID:
                frame.with(20, (String) Engine.get(message, "ThisDN"));
                break;
            case RequestDistributeUserEvent.ID:
                Object event = Engine.get(message, "UserEvent");
                KeyValueCollection data = (KeyValueCollection) Engine.get(event, "UserData");
                frame.with(59, (String) Engine.get(message, "CommunicationDN"))
                        .with(
                                58,
                                new Frames.Frame(96)
                                        .with(51, PackedForm.pack(data, charset))
                                        .body());
                break;
            default:
                throw new IOException("the double cannot send " + message.messageName());
        }
        Frames.write(out, frame);
    }

    /** What Configuration Server answers; null for what a T-Server says beside. */
    private Message objects(Frames.Frame frame) {
        switch (frame.message) {
            case 65284:
                EventObjectsRead read = EventObjectsRead.create();
                ConfObjectsCollection all = new ConfObjectsCollection((CfgDescriptionObject) null);
                for (byte[] object : frame.objects) {
                    all.add(
                            ConfigurationForm.object(
                                    frame.number(65282), PackedForm.unpack(object, charset)));
                }
                Engine.put(read, "Objects", all);
                Engine.put(read, "ReferenceId", frame.number(2));
                return read;
            case 65285:
                EventObjectsSent sent = EventObjectsSent.create();
                Engine.put(sent, "ReferenceId", frame.number(2));
                return sent;
            case 52:
                com.genesyslab.platform.configuration.protocol.confserver.events.EventError error =
                        com.genesyslab.platform.configuration.protocol.confserver.events.EventError
                                .create(frame.number(46), frame.text(1));
                Engine.put(error, "ReferenceId", frame.number(2));
                return error;
            default:
                return null;
        }
    }

    private Message message(Frames.Frame frame) {
        Message made = empty(frame.message);
        if (made == null) {
            return null;
        }
        Engine.put(made, "ReferenceID", frame.number(2));
        Engine.put(made, "ThisDN", frame.text(20));
        Engine.put(made, "ErrorCode", frame.number(46));
        Engine.put(made, "ErrorMessage", frame.text(1));
        if (frame.message == 96) {
            byte[] data = frame.values.get(51);
            Engine.put(made, "UserData", data == null ? null : PackedForm.unpack(data, charset));
            Engine.put(made, "EventSequenceNumber", frame.wide(148));
            Engine.put(made, "ServerStartTime", serverStart);
            Engine.put(made, "Time", TimeStamp.create(frame.number(86), frame.number(87)));
        }
        return made;
    }

    private static Message empty(int id) {
        switch (id) {
            case EventError.ID:
                return EventError.create();
            case EventRegistered.ID:
                return EventRegistered.create();
            case EventUnregistered.ID:
                return EventUnregistered.create();
            case EventLinkDisconnected.ID:
                return EventLinkDisconnected.create();
            case EventLinkConnected.ID:
                return EventLinkConnected.create();
            case EventUserEvent.ID:
                return EventUserEvent.create();
            case EventPrimaryChanged.ID:
                return EventPrimaryChanged.create();
            case EventACK.ID:
                return EventACK.create();
            case EventDNOutOfService.ID:
                return EventDNOutOfService.create();
            case EventDNBackInService.ID:
                return EventDNBackInService.create();
            default:
                return null;
        }
    }
}
