package commdn.sdkdouble;

import com.genesyslab.platform.commons.GEnum;
import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.KeyValuePair;
import com.genesyslab.platform.configuration.protocol.metadata.CfgDescriptionStructure;
import com.genesyslab.platform.configuration.protocol.metadata.CfgMetadata;
import com.genesyslab.platform.configuration.protocol.obj.ConfIntegerCollection;
import com.genesyslab.platform.configuration.protocol.obj.ConfObject;
import com.genesyslab.platform.configuration.protocol.obj.ConfObjectBase;
import com.genesyslab.platform.configuration.protocol.obj.ConfStructure;
import com.genesyslab.platform.configuration.protocol.obj.ConfStructureCollection;
import com.genesyslab.platform.configuration.protocol.types.CfgAppType;
import com.genesyslab.platform.configuration.protocol.types.CfgDNType;
import com.genesyslab.platform.configuration.protocol.types.CfgFlag;
import com.genesyslab.platform.configuration.protocol.types.CfgObjectState;
import com.genesyslab.platform.configuration.protocol.types.CfgObjectType;
import com.genesyslab.platform.configuration.protocol.types.CfgStructureType;

/**
 * Objects of the simulator as Configuration Server has them: its own names of properties, numbers
 * for members of enumerations, 0 for none.
 */
final class ConfigurationForm {
    private static final CfgObjectType[] TYPES = {
        null,
        CfgObjectType.CFGTenant,
        CfgObjectType.CFGSwitch,
        CfgObjectType.CFGApplication,
        CfgObjectType.CFGDN,
        CfgObjectType.CFGCampaign,
        CfgObjectType.CFGAgentGroup,
        CfgObjectType.CFGPlaceGroup,
        CfgObjectType.CFGCampaignGroup,
        CfgObjectType.CFGCallingList,
    };

    private ConfigurationForm() {}

    /** The simulator's number of a type. */
    static int kind(Integer type) {
        for (int kind = 1; kind < TYPES.length; kind++) {
            if (TYPES[kind].asInteger().equals(type)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("the double has no objects of type " + type);
    }

    /** A filter as the simulator takes it; a key that is none of Configuration Server's fails. */
    static KeyValueCollection filter(int kind, KeyValueCollection theirs) {
        KeyValueCollection ours = new KeyValueCollection();
        boolean commDn = false;
        for (Object each : theirs == null ? new KeyValueCollection() : theirs) {
            KeyValuePair pair = (KeyValuePair) each;
            switch (pair.getStringKey()) {
                case "dbid":
                case "tenant_dbid":
                    ours.addInt(pair.getStringKey(), pair.getIntValue());
                    break;
                case "name":
                case "dn_number":
                    ours.addString("name", pair.getStringValue());
                    break;
                case "dn_type":
                    commDn = CfgDNType.CFGCommDN.asInteger().equals(pair.getIntValue());
                    break;
                case "all_tenants":
                    break;
                default:
                    throw new IllegalArgumentException("no filter key: " + pair.getStringKey());
            }
        }
        if (TYPES[kind] == CfgObjectType.CFGDN && !commDn && ours.getInt("dbid") == null) {
            throw new IllegalArgumentException("all DNs of a site would be read");
        }
        return ours;
    }

    static ConfObject object(int kind, KeyValueCollection list) {
        ConfObject object = new ConfObject((CfgMetadata) null, TYPES[kind]);
        ConfObjectBase named = object;
        if (TYPES[kind] == CfgObjectType.CFGAgentGroup || TYPES[kind] == CfgObjectType.CFGPlaceGroup) {
            named = structure();
            object.setPropertyValue("groupInfo", named);
        }
        named.setPropertyValue("DBID", list.getInt("dbid"));
        named.setPropertyValue(
                TYPES[kind] == CfgObjectType.CFGDN ? "number" : "name", list.getString("name"));
        named.setPropertyValue("tenantDBID", list.getInt("tenant"));
        named.setPropertyValue(
                "state",
                "disabled".equals(list.getString("state"))
                        ? CfgObjectState.CFGDisabled.asInteger()
                        : CfgObjectState.CFGEnabled.asInteger());
        object.setPropertyValue("TServerDBID", list.getInt("tserver"));
        object.setPropertyValue("switchDBID", list.getInt("switch"));
        object.setPropertyValue("campaignDBID", list.getInt("campaign"));
        object.setPropertyValue("groupDBID", list.getInt("group"));
        object.setPropertyValue("serverDBIDs", numbers(list.getList("servers")));
        object.setPropertyValue("tenantDBIDs", numbers(list.getList("tenants")));
        object.setPropertyValue(
                "groupType",
                "place_group".equals(list.getString("group_kind"))
                        ? CfgObjectType.CFGPlaceGroup.asInteger()
                        : CfgObjectType.CFGAgentGroup.asInteger());
        object.setPropertyValue("isServer", flag(list.getInt("is_server")));
        object.setPropertyValue("isPrimary", flag(list.getInt("is_primary")));
        ConfStructure server = structure();
        server.setPropertyValue("backupServerDBID", list.getInt("backup"));
        server.setPropertyValue("hostDBID", 0);
        object.setPropertyValue("serverInfo", server);
        object.setPropertyValue("callingLists", links(list.getList("lists"), "callingListDBID"));
        object.setPropertyValue("appServerDBIDs", connections(list.getList("connections")));
        boolean dn = TYPES[kind] == CfgObjectType.CFGDN;
        object.setPropertyValue(dn ? "userProperties" : "options", list.getList("options"));
        if (dn) {
            // The member itself: the double's numbers of other types of DNs are not the SDK's.
            object.setPropertyValue("type", CfgDNType.CFGCommDN);
        } else if (list.getString("application_type") != null) {
            GEnum type = GEnum.getValue(CfgAppType.class, list.getString("application_type"));
            object.setPropertyValue("type", type == null ? null : type.asInteger());
        }
        return object;
    }

    private static ConfStructure structure() {
        return new ConfStructure((CfgMetadata) null, (CfgStructureType) null);
    }

    private static Integer flag(Integer value) {
        CfgFlag flag = value == null ? CfgFlag.CFGNoFlag : value == 0 ? CfgFlag.CFGFalse : CfgFlag.CFGTrue;
        return flag.asInteger();
    }

    private static ConfIntegerCollection numbers(KeyValueCollection list) {
        ConfIntegerCollection numbers = new ConfIntegerCollection(null);
        for (Object each : list == null ? new KeyValueCollection() : list) {
            numbers.add(((KeyValuePair) each).getIntValue());
        }
        return numbers;
    }

    private static ConfStructureCollection links(KeyValueCollection list, String property) {
        ConfStructureCollection links = new ConfStructureCollection((CfgDescriptionStructure) null);
        for (Integer number : numbers(list)) {
            ConfStructure link = structure();
            link.setPropertyValue(property, number);
            links.add(link);
        }
        return links;
    }

    private static ConfStructureCollection connections(KeyValueCollection list) {
        ConfStructureCollection all = new ConfStructureCollection((CfgDescriptionStructure) null);
        for (Object each : list == null ? new KeyValueCollection() : list) {
            KeyValueCollection one = ((KeyValuePair) each).getTKVValue();
            ConfStructure info = structure();
            info.setPropertyValue("appServerDBID", one.getInt("server"));
            info.setPropertyValue("connProtocol", one.getString("protocol"));
            info.setPropertyValue("timoutLocal", one.getInt("local_timeout"));
            info.setPropertyValue("timoutRemote", one.getInt("remote_timeout"));
            all.add(info);
        }
        return all;
    }
}
