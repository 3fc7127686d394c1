package com.genesyslab.platform.standby;

import com.genesyslab.platform.commons.protocol.ChannelClosedEvent;
import com.genesyslab.platform.commons.protocol.ChannelErrorEvent;
import com.genesyslab.platform.commons.protocol.ChannelListener;
import com.genesyslab.platform.commons.protocol.ChannelOpenedEvent;
import com.genesyslab.platform.commons.protocol.ChannelState;
import com.genesyslab.platform.commons.protocol.ClientChannel;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.threading.CompletionHandler;
import com.genesyslab.platform.standby.events.WSAllTriedUnsuccessfullyEvent;
import com.genesyslab.platform.standby.events.WSDisconnectedEvent;
import com.genesyslab.platform.standby.events.WSOpenedEvent;
import com.genesyslab.platform.standby.events.WSTriedUnsuccessfullyEvent;
import com.genesyslab.platform.standby.exceptions.WSCanceledException;
import com.genesyslab.platform.standby.exceptions.WSEmptyEndpointPoolException;
import com.genesyslab.platform.standby.exceptions.WSException;
import com.genesyslab.platform.standby.exceptions.WSNoAvailableServersException;

import java.util.Arrays;
import java.util.EventObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Tries the endpoints in turn; with autoRestore again and again, until it is closed. */
public class WarmStandby {
    private final String name;
    private final ClientChannel channel;
    private volatile WSConfig config;
    private volatile IWSHandler handler = new WSHandler() {};
    private volatile boolean restores;
    private volatile boolean wanted;

    public WarmStandby(ClientChannel channel, Endpoint... endpoints) {
        this(null, channel, Arrays.asList(endpoints));
    }

    public WarmStandby(ClientChannel channel, List<Endpoint> endpoints) {
        this(null, channel, endpoints);
    }

    public WarmStandby(String name, ClientChannel channel, Endpoint... endpoints) {
        this(name, channel, Arrays.asList(endpoints));
    }

    public WarmStandby(String name, ClientChannel channel, List<Endpoint> endpoints) {
        this.name = name;
        this.channel = channel;
        config = new WSConfig(name).setEndpoints(endpoints);
        channel.engine.own();
        channel.addChannelListener(
                new ChannelListener() {
                    @Override
                    public void onChannelOpened(EventObject event) {}

                    @Override
                    public void onChannelClosed(ChannelClosedEvent event) {
                        lost(event);
                    }

                    @Override
                    public void onChannelError(ChannelErrorEvent event) {}
                });
    }

    public String getName() {
        return name;
    }

    public ClientChannel getChannel() {
        return channel;
    }

    public WSConfig getConfig() {
        return config;
    }

    public void setConfig(WSConfig config) {
        this.config = config;
    }

    public boolean isOpened() {
        return channel.getState() == ChannelState.Opened;
    }

    public void setHandler(WSHandler handler) {
        this.handler = handler;
    }

    public void setHandler(IWSHandler handler) {
        this.handler = handler;
    }

    public void open() throws InterruptedException, WSException {
        wanted = true;
        if (!isOpened()) {
            rounds();
        }
    }

    public Future<ChannelOpenedEvent> openAsync() {
        CompletableFuture<ChannelOpenedEvent> result = new CompletableFuture<>();
        openAsync(
                new CompletionHandler<ChannelOpenedEvent, Void>() {
                    @Override
                    public void completed(ChannelOpenedEvent event, Void attachment) {
                        result.complete(event);
                    }

                    @Override
                    public void failed(Throwable cause, Void attachment) {
                        result.completeExceptionally(cause);
                    }
                },
                null);
        return result;
    }

    public <A> void openAsync(CompletionHandler<ChannelOpenedEvent, A> handler, A attachment) {
        inBackground(
                () -> {
                    try {
                        open();
                        handler.completed(new ChannelOpenedEvent(channel), attachment);
                    } catch (InterruptedException | WSException failed) {
                        handler.failed(failed, attachment);
                    }
                });
    }

    public void close() throws InterruptedException {
        wanted = false;
        channel.engine.closeOwned();
    }

    public Future<Void> closeAsync() {
        wanted = false;
        channel.engine.closeOwned();
        return CompletableFuture.completedFuture(null);
    }

    public <A> void closeAsync(CompletionHandler<Void, A> handler, A attachment) {
        closeAsync();
        handler.completed(null, attachment);
    }

    public void autoRestore() {
        autoRestore(true);
    }

    /** Restores from now on, and opens at once if that is asked for. */
    public void autoRestore(boolean open) {
        restores = true;
        if (open) {
            openAsync();
        }
    }

    private synchronized void rounds() throws InterruptedException, WSException {
        if (config.getEndpoints().isEmpty()) {
            throw new WSEmptyEndpointPoolException("no endpoints", null);
        }
        for (int retry = 0; wanted && !isOpened(); retry++) {
            Throwable cause = round();
            if (cause == null) {
                return;
            }
            handler.onAllEndpointsTriedUnsuccessfully(
                    new WSAllTriedUnsuccessfullyEvent(this, retry));
            if (!restores) {
                throw new WSNoAvailableServersException("no server is available", cause);
            }
            Thread.sleep(config.getRetryDelay(retry));
        }
        if (!wanted) {
            throw new WSCanceledException("closed", null);
        }
    }

    /** Null, or why the last endpoint was of no use. */
    private Throwable round() throws InterruptedException, WSException {
        Throwable last = null;
        for (Endpoint endpoint : new LinkedHashSet<>(config.getEndpoints())) {
            try {
                Integer within = config.getTimeout();
                channel.engine.openOwned(endpoint, within == null ? channel.getTimeout() : within);
                handler.onChannelOpened(
                        new WSOpenedEvent(this, new ChannelOpenedEvent(channel)));
                return null;
            } catch (ProtocolException failed) {
                last = failed;
                WSTriedUnsuccessfullyEvent event =
                        new WSTriedUnsuccessfullyEvent(
                                this,
                                new ChannelClosedEvent(
                                        channel, failed, ChannelState.Opening, endpoint));
                handler.onEndpointTriedUnsuccessfully(event);
                if (event.isRestoringStopped()) {
                    throw new WSNoAvailableServersException("refused", failed);
                }
            }
        }
        return last;
    }

    private void lost(ChannelClosedEvent event) {
        if (wanted && event.getPreviousChannelState() == ChannelState.Opened) {
            handler.onChannelDisconnected(new WSDisconnectedEvent(this, event));
            if (restores) {
                openAsync();
            }
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "sdk-warm-standby");
        thread.setDaemon(true);
        thread.start();
    }
}
