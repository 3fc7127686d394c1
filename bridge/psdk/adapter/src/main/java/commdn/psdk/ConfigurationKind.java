package commdn.psdk;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.configuration.protocol.types.CfgDNType;
import com.genesyslab.platform.configuration.protocol.types.CfgObjectType;

/** Kind of an object: its number in the link protocol, its type in Configuration Server. */
final class ConfigurationKind {
    static final int TENANT = 1;
    static final int SWITCH = 2;
    static final int APPLICATION = 3;
    static final int DN = 4;
    static final int CAMPAIGN = 5;
    static final int AGENT_GROUP = 6;
    static final int PLACE_GROUP = 7;
    static final int CAMPAIGN_GROUP = 8;
    static final int CALLING_LIST = 9;

    final int number;
    final String name;
    final CfgObjectType type;

    private ConfigurationKind(int number, String name, CfgObjectType type) {
        this.number = number;
        this.name = name;
        this.type = type;
    }

    /** The kind of that number, or null. */
    static ConfigurationKind of(int number) {
        switch (number) {
            case TENANT:
                return new ConfigurationKind(number, "tenant", CfgObjectType.CFGTenant);
            case SWITCH:
                return new ConfigurationKind(number, "switch", CfgObjectType.CFGSwitch);
            case APPLICATION:
                return new ConfigurationKind(number, "application", CfgObjectType.CFGApplication);
            case DN:
                return new ConfigurationKind(number, "dn", CfgObjectType.CFGDN);
            case CAMPAIGN:
                return new ConfigurationKind(number, "campaign", CfgObjectType.CFGCampaign);
            case AGENT_GROUP:
                return new ConfigurationKind(number, "agent_group", CfgObjectType.CFGAgentGroup);
            case PLACE_GROUP:
                return new ConfigurationKind(number, "place_group", CfgObjectType.CFGPlaceGroup);
            case CAMPAIGN_GROUP:
                return new ConfigurationKind(
                        number, "campaign_group", CfgObjectType.CFGCampaignGroup);
            case CALLING_LIST:
                return new ConfigurationKind(number, "calling_list", CfgObjectType.CFGCallingList);
            default:
                return null;
        }
    }

    /**
     * The filter as Configuration Server takes it: its own keys, a DN's name as its number, and of
     * DNs only communication DNs. Of tenants all are read, whatever tenant is asked for.
     */
    KeyValueCollection filter(KeyValueCollection asked) {
        KeyValueCollection filter = new KeyValueCollection();
        Integer dbid = asked.getInt("dbid");
        if (dbid != null) {
            filter.addInt("dbid", dbid);
        }
        String name = asked.getString("name");
        if (name != null) {
            filter.addString(number == DN ? "dn_number" : "name", name);
        }
        Integer tenant = asked.getInt("tenant_dbid");
        if (tenant != null) {
            filter.addInt(number == TENANT ? "dbid" : "tenant_dbid", tenant);
        }
        if (number == TENANT && dbid == null && name == null && tenant == null) {
            filter.addInt("all_tenants", 1);
        }
        if (number == DN && dbid == null) {
            filter.addInt("dn_type", CfgDNType.CFGCommDN.asInteger());
        }
        return filter;
    }
}
