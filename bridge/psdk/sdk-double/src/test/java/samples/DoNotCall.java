package samples;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.connection.configuration.ClientADDPOptions.AddpTraceMode;
import com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration;
import com.genesyslab.platform.commons.protocol.ChannelState;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.voice.protocol.TServerProtocol;
import com.genesyslab.platform.voice.protocol.tserver.AddressType;
import com.genesyslab.platform.voice.protocol.tserver.CommonProperties;
import com.genesyslab.platform.voice.protocol.tserver.ControlMode;
import com.genesyslab.platform.voice.protocol.tserver.RegisterMode;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;
import com.genesyslab.platform.voice.protocol.tserver.events.EventRegistered;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestUnregisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.special.RequestDistributeUserEvent;

/** As people write it for the SDK: one request, one answer, everything waited for. */
public final class DoNotCall {
    private final TServerProtocol protocol;
    private final String dn;

    public DoNotCall(String host, int port, String dn) {
        PropertyConfiguration options = new PropertyConfiguration();
        options.setUseAddp(true);
        options.setAddpClientTimeout(10);
        options.setAddpServerTimeout(20);
        options.setAddpTraceMode(AddpTraceMode.None);
        options.setStringsEncoding("UTF-8");
        this.protocol = new TServerProtocol(new Endpoint("tserver", host, port, options));
        this.protocol.setClientName("Desktop");
        this.protocol.setTimeout(5000);
        this.dn = dn;
    }

    /** The number of OCS's answer, or null. */
    public Integer add(String phone) throws ProtocolException, InterruptedException {
        try {
            protocol.open();
        } catch (RegistrationException refused) {
            System.err.println(refused.getMessage() + " " + refused.getResponseMessage());
            throw refused;
        }
        try {
            Message answer =
                    protocol.request(
                            RequestRegisterAddress.create(
                                    dn,
                                    RegisterMode.ModeShare,
                                    ControlMode.RegisterDefault,
                                    AddressType.DN));
            switch (answer.messageId()) {
                case EventRegistered.ID:
                    break;
                case EventError.ID:
                    throw new IllegalStateException(((EventError) answer).getErrorMessage());
                default:
                    throw new IllegalStateException(answer.messageName());
            }
            KeyValueCollection data = new KeyValueCollection();
            data.addInt("GSW_CM_MessageType", 32);
            data.addInt("GSW_CM_AttrOriginAppID", 20);
            data.addInt("GSW_CM_AttrTargetAppID", 101);
            KeyValueCollection properties = new KeyValueCollection();
            KeyValueCollection record = new KeyValueCollection();
            record.addString("GSW_PHONE", phone);
            properties.addList("do_not_call", record);
            data.addList("GSW_CM_AttrProperties", properties);
            CommonProperties event = CommonProperties.create();
            event.setUserData(data);
            RequestDistributeUserEvent request = RequestDistributeUserEvent.create();
            request.setCommunicationDN(dn);
            request.setUserEvent(event);
            protocol.send(request);
            for (int left = 20; left > 0; left--) {
                Message message = protocol.receive(5000);
                if (message instanceof EventUserEvent) {
                    KeyValueCollection reply = ((EventUserEvent) message).getUserData();
                    Integer type = reply.getInt("GSW_CM_MessageType");
                    if (type != null && type != 32) {
                        return type;
                    }
                }
            }
            return null;
        } finally {
            if (protocol.getState() == ChannelState.Opened) {
                protocol.send(RequestUnregisterAddress.create(dn, ControlMode.RegisterDefault));
                protocol.close();
            }
        }
    }
}
