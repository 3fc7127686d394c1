package com.genesyslab.platform.applicationblocks.warmstandby;

import com.genesyslab.platform.commons.protocol.ChannelClosedEvent;
import com.genesyslab.platform.commons.protocol.ChannelErrorEvent;
import com.genesyslab.platform.commons.protocol.ChannelListener;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Protocol;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.threading.AsyncInvoker;

import java.util.EventObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The older warm standby: the program opens the channel, the service opens it again. */
public class WarmStandbyService {
    private final Protocol channel;
    private final List<WarmStandbyListener> listeners = new CopyOnWriteArrayList<>();
    private volatile WarmStandbyConfiguration configuration;
    private volatile WarmStandbyState state = WarmStandbyState.OFF;
    private volatile AsyncInvoker invoker;
    private volatile short attempt;
    private volatile short switchover;
    private final ChannelListener watch =
            new ChannelListener() {
                @Override
                public void onChannelOpened(EventObject event) {
                    attempt = 0;
                    switchover = 0;
                    enter(WarmStandbyState.IDLE);
                }

                @Override
                public void onChannelClosed(ChannelClosedEvent event) {
                    if (state != WarmStandbyState.OFF && event.getCause() != null) {
                        processConnectivityFailure(event);
                    }
                }

                @Override
                public void onChannelError(ChannelErrorEvent event) {}
            };

    public WarmStandbyService(Protocol protocolChannel) {
        channel = protocolChannel;
    }

    public void start() {
        enter(WarmStandbyState.IDLE);
        channel.addChannelListener(watch);
    }

    public void stop() {
        channel.removeChannelListener(watch);
        enter(WarmStandbyState.OFF);
    }

    public void setConnectionFailureHandler(WarmStandbyConnectionFailureHandler handler) {
        throw new UnsupportedOperationException("the double has no failure handlers");
    }

    public void applyConfiguration(WarmStandbyConfiguration conf) {
        applyConfiguration(conf, true);
    }

    public void applyConfiguration(WarmStandbyConfiguration conf, boolean reset) {
        configuration = conf;
    }

    public final void addListener(WarmStandbyListener listener) {
        listeners.add(listener);
    }

    public final void removeListener(WarmStandbyListener listener) {
        listeners.remove(listener);
    }

    public final Protocol getChannel() {
        return channel;
    }

    public final void setInvoker(AsyncInvoker invoker) {
        this.invoker = invoker;
    }

    public final WarmStandbyConfiguration getConfiguration() {
        return configuration;
    }

    public final WarmStandbyState getState() {
        return state;
    }

    public final short getAttempt() {
        return attempt;
    }

    public final short getSwitchover() {
        return switchover;
    }

    protected AsyncInvoker getInvoker() {
        return invoker;
    }

    /** The other endpoint is the active one from now on. */
    protected void switchover() {
        Endpoint active = configuration.getActiveEndpoint();
        configuration.setActiveEndpoint(configuration.getStandbyEndpoint());
        configuration.setStandbyEndpoint(active);
        channel.setEndpoint(configuration.getActiveEndpoint());
        switchover++;
        attempt = 0;
        listeners.forEach(l -> l.onSwitchover(new EventObject(this)));
    }

    /** Another attempt, at the other endpoint after so many. */
    protected void processConnectivityFailure(ChannelClosedEvent event) {
        Short attempts = configuration.getAttempts();
        Short switchovers = configuration.getSwitchovers();
        if (++attempt > (attempts == null ? 1 : attempts)) {
            if (switchovers != null && switchover >= switchovers) {
                stop();
                return;
            }
            switchover();
        }
        enter(WarmStandbyState.WAITING);
        Thread later = new Thread(this::reconnect, "sdk-warm-standby");
        later.setDaemon(true);
        later.start();
    }

    private void reconnect() {
        Integer pause = configuration.getFirstReconnectTimeout();
        try {
            Thread.sleep(pause == null ? 100 : pause);
            if (state == WarmStandbyState.WAITING) {
                enter(WarmStandbyState.RECONNECTING);
                channel.beginOpen();
            }
        } catch (ProtocolException | InterruptedException failed) {
            stop();
        }
    }

    private void enter(WarmStandbyState to) {
        if (state != to) {
            state = to;
            WarmStandbyStateChangedEvent event = new WarmStandbyStateChangedEvent(this, to);
            listeners.forEach(l -> l.onStateChanged(event));
        }
    }
}
