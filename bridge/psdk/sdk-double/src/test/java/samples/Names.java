package samples;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.ProtocolException;
import com.genesyslab.platform.configuration.protocol.ConfServerProtocol;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventError;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventObjectsRead;
import com.genesyslab.platform.configuration.protocol.confserver.events.EventObjectsSent;
import com.genesyslab.platform.configuration.protocol.confserver.requests.objects.RequestReadObjects;
import com.genesyslab.platform.configuration.protocol.exceptions.ConfRegistrationException;
import com.genesyslab.platform.configuration.protocol.obj.ConfObject;
import com.genesyslab.platform.configuration.protocol.obj.ConfStructure;
import com.genesyslab.platform.configuration.protocol.obj.ConfStructureCollection;
import com.genesyslab.platform.configuration.protocol.types.CfgAppType;
import com.genesyslab.platform.configuration.protocol.types.CfgObjectType;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads names and DBIDs of campaigns, and the connections of an application, from Configuration
 * Server.
 */
public final class Names {
    private Names() {}

    public static Map<String, Integer> campaigns(String host, int port, char[] password)
            throws ProtocolException, InterruptedException {
        PropertyConfiguration options = new PropertyConfiguration();
        options.setUseAddp(true);
        ConfServerProtocol protocol =
                new ConfServerProtocol(new Endpoint("confserv", host, port, options));
        protocol.setClientName("default");
        protocol.setClientApplicationType(CfgAppType.CFGSCE.ordinal());
        protocol.setUserName("reader");
        protocol.setUserPassword(new String(password));
        Map<String, Integer> found = new LinkedHashMap<>();
        try {
            protocol.open();
            KeyValueCollection filter = new KeyValueCollection();
            filter.addInt("tenant_dbid", 1);
            protocol.send(RequestReadObjects.create(CfgObjectType.CFGCampaign.asInteger(), filter));
            while (true) {
                Message message = protocol.receive(10_000);
                if (message == null || message.messageId() == EventObjectsSent.ID) {
                    return found;
                }
                if (message instanceof EventError) {
                    throw new ProtocolException(((EventError) message).getDescription());
                }
                if (message instanceof EventObjectsRead
                        && ((EventObjectsRead) message).getObjects() != null) {
                    for (ConfObject each : ((EventObjectsRead) message).getObjects()) {
                        found.put((String) each.getPropertyValue("name"), each.getObjectDbid());
                        if (each.getObjectType().equals(CfgObjectType.CFGApplication)) {
                            connections(each);
                        }
                    }
                }
            }
        } catch (ConfRegistrationException refused) {
            throw new ProtocolException(
                    refused.getErrorCode() + ": " + refused.getErrorDescription());
        } finally {
            protocol.close();
        }
    }

    private static void connections(ConfObject application) {
        for (ConfStructure to :
                (ConfStructureCollection) application.getPropertyValue("appServerDBIDs")) {
            System.out.println(
                    to.getPropertyValue("appServerDBID")
                            + " "
                            + to.getPropertyValue("connProtocol"));
        }
    }
}
