package commdn.sdkdouble;

import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.ExternalTransport;
import com.genesyslab.platform.commons.protocol.ExternalTransportListener;
import com.genesyslab.platform.commons.protocol.Message;

import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program's own transport under a channel. */
final class Outside implements ExternalTransportListener {
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Engine engine;

    private Outside(Engine engine) {
        this.engine = engine;
    }

    /** Waits until the transport says that it is connected. */
    static void connect(Engine engine, ExternalTransport transport, Endpoint to, long withinMs)
            throws SocketTimeoutException, InterruptedException {
        Outside outside = new Outside(engine);
        transport.setTransportListener(outside);
        transport.connect(to);
        if (!outside.connected.await(withinMs, TimeUnit.MILLISECONDS)) {
            throw new SocketTimeoutException("the transport does not connect");
        }
    }

    @Override
    public void onConnected() {
        connected.countDown();
    }

    @Override
    public void onDisconnected(Throwable cause) {
        engine.ended(cause);
    }

    @Override
    public void onMessageReceived(Message message) {
        engine.deliver(message);
    }
}
