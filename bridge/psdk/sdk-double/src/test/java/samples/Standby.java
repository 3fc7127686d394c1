package samples;

import com.genesyslab.platform.commons.connection.Connection;
import com.genesyslab.platform.commons.connection.configuration.ConnectionConfiguration;
import com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration;
import com.genesyslab.platform.commons.connection.interceptor.AddpInterceptor;
import com.genesyslab.platform.commons.connection.tls.KeyManagerHelper;
import com.genesyslab.platform.commons.connection.tls.SSLContextHelper;
import com.genesyslab.platform.commons.connection.tls.SSLExtendedOptions;
import com.genesyslab.platform.commons.connection.tls.TrustManagerHelper;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.ExternalTransport;
import com.genesyslab.platform.commons.protocol.ExternalTransportListener;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.RegistrationException;
import com.genesyslab.platform.standby.WSConfig;
import com.genesyslab.platform.standby.WSHandler;
import com.genesyslab.platform.standby.WarmStandby;
import com.genesyslab.platform.standby.events.WSDisconnectedEvent;
import com.genesyslab.platform.standby.events.WSOpenedEvent;
import com.genesyslab.platform.standby.events.WSTriedUnsuccessfullyEvent;
import com.genesyslab.platform.standby.exceptions.WSException;
import com.genesyslab.platform.standby.exceptions.WSNoAvailableServersException;
import com.genesyslab.platform.voice.protocol.TServerProtocol;

import java.io.IOException;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;

/** A warm standby pair over TLS, and a transport of one's own. */
public final class Standby {
    private Standby() {}

    public static WarmStandby pair(String primary, String backup, int port)
            throws IOException, GeneralSecurityException, InterruptedException, WSException {
        ConnectionConfiguration options = new PropertyConfiguration();
        options.setOption(AddpInterceptor.PROTOCOL_NAME_KEY, AddpInterceptor.NAME);
        options.setOption(AddpInterceptor.TIMEOUT_KEY, "10");
        options.setOption(Connection.STR_ATTR_ENCODING_NAME_KEY, "UTF-8");
        SSLContext tls =
                SSLContextHelper.createSSLContext(
                        KeyManagerHelper.createEmptyKeyManager(),
                        TrustManagerHelper.createPEMTrustManager("ca.pem", null));
        SSLExtendedOptions more = new SSLExtendedOptions(false, (String[]) null, null, true);
        WarmStandby standby =
                new WarmStandby(
                        "pair",
                        new TServerProtocol(),
                        new Endpoint("primary", primary, port, options, true, tls, more),
                        new Endpoint("backup", backup, port, options, true, tls, more));
        WSConfig config =
                standby.getConfig()
                        .setTimeout(5000)
                        .setBackupDelay(2000)
                        .setRetryDelay(1000, 2000, 5000);
        config.setReconnectionRandomDelayRange(500);
        standby.setConfig(config);
        standby.setHandler(
                new WSHandler() {
                    @Override
                    public void onChannelOpened(WSOpenedEvent event) {
                        System.out.println(event.getEndpoint());
                    }

                    @Override
                    public void onChannelDisconnected(WSDisconnectedEvent event) {
                        System.out.println(event.getCause());
                    }

                    @Override
                    public void onEndpointTriedUnsuccessfully(WSTriedUnsuccessfullyEvent event) {
                        if (event.isRestoringStopped()
                                && event.getCause() instanceof RegistrationException) {
                            event.resume();
                        }
                    }
                });
        standby.autoRestore(false);
        try {
            standby.open();
        } catch (WSNoAvailableServersException nobody) {
            standby.close();
        }
        return standby;
    }

    /** A transport that a test puts under a protocol. */
    public static final class Loop implements ExternalTransport {
        private ExternalTransportListener listener;

        @Override
        public void connect(Endpoint endpoint) {
            listener.onConnected();
        }

        @Override
        public void disconnect() {
            listener.onDisconnected(null);
        }

        @Override
        public void sendMessage(Message message) {
            listener.onMessageReceived(message);
        }

        @Override
        public void setTransportListener(ExternalTransportListener to) {
            listener = to;
        }
    }
}
