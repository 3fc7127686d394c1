package samples;

import com.genesyslab.platform.commons.PlatformException;
import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.KeyValuePair;
import com.genesyslab.platform.commons.collections.ValueType;
import com.genesyslab.platform.commons.protocol.Channel;
import com.genesyslab.platform.commons.protocol.ChannelClosedEvent;
import com.genesyslab.platform.commons.protocol.ChannelErrorEvent;
import com.genesyslab.platform.commons.protocol.ChannelListener;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.MessageHandler;
import com.genesyslab.platform.commons.protocol.Protocol;
import com.genesyslab.platform.commons.protocol.RequestFuture;
import com.genesyslab.platform.commons.threading.CompletionHandler;
import com.genesyslab.platform.commons.threading.SingleThreadInvoker;
import com.genesyslab.platform.voice.protocol.TServerProtocol;
import com.genesyslab.platform.voice.protocol.tserver.TServerEvent;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkConnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;
import com.genesyslab.platform.voice.protocol.tserver.requests.queries.RequestQueryServer;

import java.net.URI;
import java.util.ArrayList;
import java.util.EventObject;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Listeners, an own invoker, the calls that do not wait, and every getter that a monitor prints.
 */
public class Monitor
        implements ChannelListener, MessageHandler, CompletionHandler<Message, String> {
    public final List<String> seen = new ArrayList<>();
    private final SingleThreadInvoker invoker = new SingleThreadInvoker("monitor", 4096);

    public Protocol start(URI uri) throws PlatformException, InterruptedException {
        TServerProtocol protocol = new TServerProtocol(new Endpoint(uri), 10_000L);
        protocol.setClientName("Monitor");
        protocol.setClientPassword("secret");
        protocol.setInvoker(invoker);
        protocol.setMessageHandler(this);
        protocol.addChannelListener(this);
        protocol.openAsync(10_000L);
        Protocol asSeenFromOutside = protocol;
        return asSeenFromOutside;
    }

    public void ask(Protocol protocol) throws PlatformException, InterruptedException {
        RequestQueryServer query = RequestQueryServer.create();
        protocol.requestAsync(query, "attachment", this);
        RequestFuture later = protocol.beginRequest(query);
        Message one = later.get(20, TimeUnit.SECONDS);
        Message other = protocol.request(query, 1000);
        seen.add(one + " " + other);
        Channel channel = protocol;
        channel.close();
    }

    @Override
    public void onMessage(Message message) {
        if (message.messageId() == EventLinkConnected.ID) {
            seen.add("link " + ((EventLinkConnected) message).getApplicationName());
        } else if (message instanceof TServerEvent) {
            TServerEvent event = (TServerEvent) message;
            seen.add(
                    event.getThisDN()
                            + " "
                            + event.getConnID()
                            + " "
                            + event.getOtherDN()
                            + " "
                            + event.getCallType());
        }
        if (message instanceof EventUserEvent) {
            print(((EventUserEvent) message).getUserData());
        }
    }

    private void print(KeyValueCollection list) {
        for (Iterator<?> all = list.iterator(); all.hasNext(); ) {
            KeyValuePair pair = (KeyValuePair) all.next();
            if (pair.getValueType() == ValueType.TKV_LIST) {
                print(pair.getTKVValue());
            } else {
                seen.add(pair.getStringKey() + "=" + pair.getValueAsString());
            }
        }
        for (Object each : list) {
            switch (((KeyValuePair) each).getValueType()) {
                case INT:
                case LONG:
                    seen.add("number");
                    break;
                case STRING:
                case WIDE_STRING:
                    seen.add("text");
                    break;
                default:
                    break;
            }
        }
    }

    @Override
    public void onChannelOpened(EventObject event) {
        seen.add("opened");
    }

    @Override
    public void onChannelClosed(ChannelClosedEvent event) {
        seen.add(
                "closed "
                        + event.getPreviousChannelState()
                        + " "
                        + event.getCause()
                        + event.isAddpInitializationFailed());
    }

    @Override
    public void onChannelError(ChannelErrorEvent event) {
        seen.add("error " + event.getCause());
    }

    @Override
    public void completed(Message result, String attachment) {
        seen.add(attachment);
    }

    @Override
    public void failed(Throwable exc, String attachment) {
        seen.add(attachment + exc);
    }
}
