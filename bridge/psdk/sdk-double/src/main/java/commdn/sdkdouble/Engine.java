package commdn.sdkdouble;

import com.genesyslab.platform.commons.connection.configuration.ConnectionContext;
import com.genesyslab.platform.commons.connection.configuration.ServerContext;
import com.genesyslab.platform.commons.protocol.AbstractChannel;
import com.genesyslab.platform.commons.protocol.ChannelClosedEvent;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnCloseException;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnRequestException;
import com.genesyslab.platform.commons.protocol.ChannelClosedOnSendException;
import com.genesyslab.platform.commons.protocol.ChannelListener;
import com.genesyslab.platform.commons.protocol.ChannelNotClosedException;
import com.genesyslab.platform.commons.protocol.ChannelOpenedEvent;
import com.genesyslab.platform.commons.protocol.ChannelState;
import com.genesyslab.platform.commons.protocol.DisabledMethodException;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.ExternalTransport;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.MessageHandler;
import com.genesyslab.platform.commons.protocol.MessageReceiverSupport;
import com.genesyslab.platform.commons.protocol.NoChannelEndpointException;
import com.genesyslab.platform.commons.protocol.ProtocolDescription;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.protocol.ProtocolIOException;
import com.genesyslab.platform.commons.protocol.ProtocolTimeoutException;
import com.genesyslab.platform.commons.protocol.ReferenceBuilder;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.commons.protocol.RequestFuture;
import com.genesyslab.platform.commons.protocol.runtime.DataSupport;
import com.genesyslab.platform.commons.threading.AsyncInvoker;
import com.genesyslab.platform.commons.threading.CompletionHandler;
import com.genesyslab.platform.commons.threading.SingleThreadInvoker;
import com.genesyslab.platform.configuration.protocol.ConfServerProtocol;
import com.genesyslab.platform.configuration.protocol.exceptions.ConfRegistrationException;
import com.genesyslab.platform.voice.protocol.TServerProtocol;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.EventObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What a channel of the double does: states, listeners, requests that wait, and a connection to the
 * simulator.
 */
public final class Engine {
    private static final List<Engine> ALL = new CopyOnWriteArrayList<>();
    private static final AsyncInvoker DEFAULT_INVOKER =
            new SingleThreadInvoker("sdk-default-invoker");

    public volatile String clientName;
    public volatile String clientPassword;

    /** Of Configuration Server. */
    public volatile String userName;

    public volatile String userPassword;
    public volatile boolean copyResponse;
    private final AbstractChannel channel;
    private final List<ChannelListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicInteger references = new AtomicInteger(1_000_000);
    private final LinkedBlockingDeque<Message> input = new LinkedBlockingDeque<>();
    private volatile int inputSize = 128;
    private volatile AsyncInvoker invoker = DEFAULT_INVOKER;
    private volatile Endpoint endpoint;
    private volatile long timeout;
    private volatile MessageHandler handler;
    private volatile MessageReceiverSupport receiver;
    private volatile ExternalTransport transport;
    private volatile Wire wire;

    /** A warm standby opens and closes the channel: the program may not. */
    private volatile boolean owned;

    private final Context context = new Context(this, references);
    private ChannelState state = ChannelState.Closed;

    public Engine(AbstractChannel channel) {
        this.channel = channel;
    }

    /** The engines of all channels that were opened and not closed. */
    public static List<Engine> live() {
        return ALL;
    }

    public synchronized ChannelState state() {
        return state;
    }

    public void setTimeout(long ms) {
        timeout = ms;
    }

    public long timeout() {
        return timeout;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public AsyncInvoker invoker() {
        return invoker;
    }

    public void setInvoker(AsyncInvoker to) {
        invoker = to;
    }

    public void addListener(ChannelListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ChannelListener listener) {
        listeners.remove(listener);
    }

    public int inputSize() {
        return inputSize;
    }

    public void setInputSize(int size) {
        inputSize = size;
    }

    public void clearInput() {
        input.clear();
    }

    public InetSocketAddress remote() {
        Wire to = wire;
        return to == null ? null : to.remote();
    }

    public InetSocketAddress local() {
        Wire to = wire;
        return to == null ? null : to.local();
    }

    public ConnectionContext<? extends ServerContext> context() {
        return context;
    }

    public ReferenceBuilder referenceBuilder() {
        return context;
    }

    public ProtocolDescription description() {
        return channel instanceof ConfServerProtocol
                ? ConfServerProtocol.PROTOCOL_DESCRIPTION
                : TServerProtocol.PROTOCOL_DESCRIPTION;
    }

    public void setEndpoint(Endpoint to) {
        needClosed("setEndpoint");
        endpoint = to;
    }

    public void setHandler(MessageHandler to) {
        needClosed("setMessageHandler");
        handler = to;
    }

    public void setReceiver(MessageReceiverSupport to) {
        needClosed("setReceiver");
        receiver = to;
    }

    public void setTransport(ExternalTransport to) {
        needClosed("setExternalTransport");
        transport = to;
    }

    private synchronized void needClosed(String what) {
        if (state != ChannelState.Closed) {
            throw new ChannelNotClosedException(what + " of a channel that is " + state);
        }
    }

    /** From now on only {@link #openOwned} and {@link #closeOwned} do. */
    public void own() {
        owned = true;
    }

    private void needFree(String what) {
        if (owned) {
            throw new DisabledMethodException(what + " of a channel of a warm standby");
        }
    }

    public void openOwned(Endpoint to, long within)
            throws ProtocolException, InterruptedException {
        setEndpoint(to);
        connect(within);
    }

    public void closeOwned() {
        ended(null);
    }

    public void open(long within) throws ProtocolException, InterruptedException {
        needFree("open");
        connect(within);
    }

    private void connect(long within) throws ProtocolException, InterruptedException {
        synchronized (this) {
            needClosed("open");
            if (endpoint == null) {
                throw new NoChannelEndpointException("no endpoint");
            }
            state = ChannelState.Opening;
        }
        ALL.add(this);
        Faults faults = Faults.current();
        try {
            Thread.sleep(faults.openMs);
            if (Faults.take(faults.refuse)) {
                String text = "refused on demand";
                throw new RegistrationException(text, Faults.refusal(faults.refuseCode, text));
            }
            boolean configuration = channel instanceof ConfServerProtocol;
            if (configuration && !faults.lets(userName, userPassword)) {
                throw new ConfRegistrationException("the user or its password is wrong");
            }
            int ms = within <= 0 ? 30_000 : (int) Math.min(within, Integer.MAX_VALUE);
            Wire opened = null;
            if (transport == null) {
                opened = Wire.open(this, endpoint, ms, clientName, clientPassword, configuration);
            } else {
                Outside.connect(this, transport, endpoint, ms);
            }
            synchronized (this) {
                wire = opened;
                state = ChannelState.Opened;
            }
            ChannelOpenedEvent event = new ChannelOpenedEvent(channel);
            later(() -> tell(l -> l.onChannelOpened(event)));
            if (opened != null) {
                opened.start();
            }
        } catch (IOException failed) {
            ProtocolException error =
                    failed instanceof SocketTimeoutException
                            ? new ProtocolTimeoutException(
                                    "no answer within " + within + " ms", failed)
                            : new ProtocolIOException("cannot connect to " + endpoint, failed);
            ended(error);
            throw error;
        } catch (ProtocolException | InterruptedException failed) {
            ended(failed);
            throw failed;
        }
    }

    public void beginOpen() {
        needFree("beginOpen");
        openAsync(timeout);
    }

    public Future<ChannelOpenedEvent> openAsync(Long within) {
        CompletableFuture<ChannelOpenedEvent> result = new CompletableFuture<>();
        daemon(
                "sdk-open",
                () -> {
                    try {
                        open(within);
                        result.complete(new ChannelOpenedEvent(channel));
                    } catch (Exception failed) {
                        result.completeExceptionally(failed);
                    }
                });
        return result;
    }

    public <A> void openAsync(long within, CompletionHandler<EventObject, A> done, A attachment) {
        daemon(
                "sdk-open",
                () -> {
                    try {
                        open(within);
                        done.completed(new ChannelOpenedEvent(channel), attachment);
                    } catch (Exception failed) {
                        done.failed(failed, attachment);
                    }
                });
    }

    public <A> void closeAsync(CompletionHandler<ChannelClosedEvent, A> done, A attachment) {
        close();
        done.completed(new ChannelClosedEvent(channel), attachment);
    }

    public void close() {
        needFree("close");
        synchronized (this) {
            if (state == ChannelState.Closed) {
                throw new ChannelClosedOnCloseException("the channel is closed");
            }
            state = ChannelState.Closing;
        }
        ended(null);
    }

    public Future<ChannelClosedEvent> closeAsync() {
        close();
        return CompletableFuture.completedFuture(new ChannelClosedEvent(channel));
    }

    /** The connection is gone, for a reason or because it was asked for. */
    void ended(Throwable cause) {
        ChannelState before;
        Wire old;
        synchronized (this) {
            if (state == ChannelState.Closed) {
                return;
            }
            before = state;
            state = ChannelState.Closed;
            old = wire;
            wire = null;
        }
        ALL.remove(this);
        if (old != null) {
            old.close();
        } else if (transport != null && before != ChannelState.Opening) {
            transport.disconnect();
        }
        pending.values().forEach(Pending::closed);
        pending.clear();
        ChannelClosedEvent event = new ChannelClosedEvent(channel, cause, before, endpoint);
        later(() -> tell(l -> l.onChannelClosed(event)));
    }

    /** A connection ended; one of before is nothing to the channel any more. */
    void ended(Wire of, Throwable cause) {
        if (of == wire) {
            ended(cause);
        }
    }

    /** The network takes the connection away. */
    public void cut() {
        ended(new IOException("cut on demand"));
    }

    public void send(Message message) throws ProtocolException {
        Faults faults = Faults.current();
        sleep(faults.sendMs);
        if (Faults.take(faults.failSends)) {
            if (faults.sendFailure instanceof ProtocolException) {
                throw (ProtocolException) faults.sendFailure;
            }
            throw (RuntimeException) faults.sendFailure;
        }
        Wire to = wire;
        if (to == null && transport == null || state() != ChannelState.Opened) {
            throw new ChannelClosedOnSendException("the channel is " + state());
        }
        if (message.getReferenceID() == null) {
            message.setReferenceID(references.incrementAndGet());
        }
        if (to == null) {
            transport.sendMessage(message);
            return;
        }
        try {
            to.send(message);
        } catch (IOException failed) {
            throw new ProtocolIOException("cannot send", failed);
        }
    }

    /** Gives a message to the program as if the server had sent it. */
    public void deliver(Message message) {
        Integer reference = message.getReferenceID();
        Pending waiting = reference == null ? null : pending.remove(reference);
        if (waiting != null) {
            waiting.answer(message);
            if (!copyResponse) {
                return;
            }
        }
        if (receiver != null) {
            receiver.processMessage(message);
            return;
        }
        if (handler != null) {
            later(() -> handler.onMessage(message));
            return;
        }
        while (input.size() >= inputSize) {
            input.pollFirst();
        }
        input.addLast(message);
    }

    public Message receive(long within) throws InterruptedException {
        return receiver == null
                ? input.pollFirst(within, TimeUnit.MILLISECONDS)
                : receiver.receive(within);
    }

    public Message request(Message message, long within) throws ProtocolException {
        return end(beginRequest(message), within);
    }

    public RequestFuture beginRequest(Message message) throws ProtocolException {
        if (state() != ChannelState.Opened) {
            throw new ChannelClosedOnRequestException("the channel is " + state());
        }
        message.setReferenceID(references.incrementAndGet());
        if (channel instanceof ConfServerProtocol) {
            put(message, "ReferenceId", message.getReferenceID());
        }
        Pending waiting = new Pending(message);
        pending.put(message.getReferenceID(), waiting);
        send(message);
        return waiting;
    }

    public <A> void requestAsync(
            Message message, A attachment, CompletionHandler<Message, ? super A> done, long within)
            throws ProtocolException {
        RequestFuture waiting = beginRequest(message);
        daemon(
                "sdk-request",
                () -> {
                    try {
                        done.completed(waiting.get(within, TimeUnit.MILLISECONDS), attachment);
                    } catch (InterruptedException failed) {
                        done.failed(failed, attachment);
                    }
                });
    }

    public Message end(RequestFuture future, long within) {
        try {
            return future.get(within, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Sets an attribute for which the SDK has no setter. */
    public static void put(Object message, String name, Object value) {
        @SuppressWarnings("unchecked")
        Map<String, Object> attributes = (Map<String, Object>) ((DataSupport) message).attributes();
        if (value != null) {
            attributes.put(name, value);
        }
    }

    /** An attribute, whatever the faults say of getters. */
    static Object get(Object message, String name) {
        return ((DataSupport) message).attributes().get(name);
    }

    /** On the program's invoker, unless the program has ended that: nobody is there to be told. */
    private void later(Runnable work) {
        try {
            invoker.invoke(work);
        } catch (RejectedExecutionException ended) {
            // See above.
        }
    }

    private void tell(Consumer<ChannelListener> what) {
        listeners.forEach(what);
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
