package commdn.psdk;

import com.genesyslab.platform.commons.GEnum;
import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.collections.KeyValuePair;
import com.genesyslab.platform.configuration.protocol.obj.ConfObject;
import com.genesyslab.platform.configuration.protocol.obj.ConfObjectBase;
import com.genesyslab.platform.configuration.protocol.types.CfgAppType;
import com.genesyslab.platform.configuration.protocol.types.CfgDNType;
import com.genesyslab.platform.configuration.protocol.types.CfgFlag;
import com.genesyslab.platform.configuration.protocol.types.CfgObjectState;
import com.genesyslab.platform.configuration.protocol.types.CfgObjectType;
import com.genesyslab.platform.configuration.protocol.types.CfgTraceMode;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * Objects of Configuration Server as the lists of the link protocol. Names of properties are those
 * of the SDK's reference; what is missing, or of another type, is left out.
 */
final class ConfigurationObjects {
    /** Names are UTF-8, whatever charset user data has. */
    static final PackedList LISTS = new PackedList(StandardCharsets.UTF_8, PackedList.Form.DEFAULT);

    private ConfigurationObjects() {}

    /** The packed list of an object; null for one without a name or a DBID. */
    static byte[] pack(ConfigurationKind kind, ConfObject object) throws PackedList.RefusedException {
        Object info = object.getPropertyValue("groupInfo");
        // The name of a group is in a structure of its own.
        ConfObjectBase named = info instanceof ConfObjectBase ? (ConfObjectBase) info : object;
        Object name = named.getPropertyValue(kind.number == ConfigurationKind.DN ? "number" : "name");
        Integer dbid = object.getObjectDbid();
        if (dbid == null || dbid < 1 || name == null || name.toString().trim().isEmpty()) {
            return null;
        }
        KeyValueCollection list = new KeyValueCollection();
        list.addString("name", name.toString());
        list.addInt("dbid", dbid);
        if (kind.number != ConfigurationKind.TENANT) {
            number(list, "tenant", named.getPropertyValue("tenantDBID"));
        }
        String state = word(named.getPropertyValue("state"), CfgObjectState.class);
        if (state != null) {
            list.addString("state", state.replace("CFG", "").toLowerCase(Locale.ROOT));
        }
        switch (kind.number) {
            case ConfigurationKind.SWITCH:
                number(list, "tserver", object.getPropertyValue("TServerDBID"));
                break;
            case ConfigurationKind.APPLICATION:
                application(list, object);
                break;
            case ConfigurationKind.DN:
                text(list, "dn_type", word(object.getPropertyValue("type"), CfgDNType.class));
                number(list, "switch", object.getPropertyValue("switchDBID"));
                options(list, object.getPropertyValue("userProperties"));
                break;
            case ConfigurationKind.CAMPAIGN:
                members(list, "lists", object.getPropertyValue("callingLists"), "callingListDBID");
                break;
            case ConfigurationKind.CAMPAIGN_GROUP:
                campaignGroup(list, object);
                break;
            default:
                break;
        }
        return LISTS.pack(list);
    }

    private static void application(KeyValueCollection list, ConfObject object) {
        text(list, "application_type", word(object.getPropertyValue("type"), CfgAppType.class));
        text(list, "version", object.getPropertyValue("version"));
        flag(list, "is_server", object.getPropertyValue("isServer"));
        flag(list, "is_primary", object.getPropertyValue("isPrimary"));
        text(list, "redundancy", object.getPropertyValue("redundancyType"));
        Object server = object.getPropertyValue("serverInfo");
        if (server instanceof ConfObjectBase) {
            number(list, "backup", ((ConfObjectBase) server).getPropertyValue("backupServerDBID"));
            number(list, "host", ((ConfObjectBase) server).getPropertyValue("hostDBID"));
            text(list, "port", ((ConfObjectBase) server).getPropertyValue("port"));
        }
        members(list, "tenants", object.getPropertyValue("tenantDBIDs"), null);
        KeyValueCollection connections = new KeyValueCollection();
        for (Object each : collection(object.getPropertyValue("appServerDBIDs"))) {
            if (each instanceof ConfObjectBase) {
                KeyValueCollection one = connection((ConfObjectBase) each);
                if (one.getInt("server") != null) {
                    connections.addList("connection", one);
                }
            }
        }
        list.addList("connections", connections);
        options(list, object.getPropertyValue("options"));
    }

    private static KeyValueCollection connection(ConfObjectBase info) {
        KeyValueCollection one = new KeyValueCollection();
        number(one, "server", info.getPropertyValue("appServerDBID"));
        text(one, "protocol", info.getPropertyValue("connProtocol"));
        // The SDK's reference spells them so.
        number(one, "local_timeout", info.getPropertyValue("timoutLocal"));
        number(one, "remote_timeout", info.getPropertyValue("timoutRemote"));
        text(one, "trace", word(info.getPropertyValue("mode"), CfgTraceMode.class));
        return one;
    }

    private static void campaignGroup(KeyValueCollection list, ConfObject object) {
        number(list, "campaign", object.getPropertyValue("campaignDBID"));
        number(list, "group", object.getPropertyValue("groupDBID"));
        String type = word(object.getPropertyValue("groupType"), CfgObjectType.class);
        if (type != null) {
            boolean places = type.equals(CfgObjectType.CFGPlaceGroup.name());
            list.addString("group_kind", places ? "place_group" : "agent_group");
        }
        members(list, "servers", object.getPropertyValue("serverDBIDs"), null);
        text(list, "dial_mode", object.getPropertyValue("dialMode"));
        text(list, "optimize_by", object.getPropertyValue("optMethod"));
        number(list, "optimize_goal", object.getPropertyValue("optMethodValue"));
    }

    /** DBIDs, or those of a property of each structure. */
    private static void members(KeyValueCollection list, String key, Object value, String property) {
        KeyValueCollection members = new KeyValueCollection();
        for (Object each : collection(value)) {
            boolean structure = property != null && each instanceof ConfObjectBase;
            number(members, "dbid", structure ? ((ConfObjectBase) each).getPropertyValue(property) : each);
        }
        if (!members.isEmpty()) {
            list.addList(key, members);
        }
    }

    /** Sections of options; what may be a secret stays where it is. */
    private static void options(KeyValueCollection list, Object value) {
        KeyValueCollection sections = new KeyValueCollection();
        for (Object each : value instanceof KeyValueCollection ? (KeyValueCollection) value : new KeyValueCollection()) {
            KeyValuePair section = (KeyValuePair) each;
            if (section.getTKVValue() == null) {
                continue;
            }
            KeyValueCollection options = new KeyValueCollection();
            for (Object one : section.getTKVValue()) {
                KeyValuePair option = (KeyValuePair) one;
                String text = option.getValueAsString();
                if (text != null && !isSecret(option.getStringKey())) {
                    options.addString(option.getStringKey(), text);
                }
            }
            sections.addList(section.getStringKey(), options);
        }
        if (!sections.isEmpty()) {
            list.addList("options", sections);
        }
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password") || lower.contains("secret") || lower.contains("passwd");
    }

    private static Collection<?> collection(Object value) {
        return value instanceof Collection ? (Collection<?>) value : java.util.Collections.emptyList();
    }

    private static void number(KeyValueCollection list, String key, Object value) {
        // 0 is Configuration Server's way to say none.
        if (value instanceof Integer && (Integer) value != 0) {
            list.addInt(key, (Integer) value);
        }
    }

    private static void text(KeyValueCollection list, String key, Object value) {
        String text = value instanceof GEnum ? ((GEnum) value).name() : value == null ? "" : value.toString();
        if (!text.isEmpty()) {
            list.addString(key, text);
        }
    }

    private static void flag(KeyValueCollection list, String key, Object value) {
        String word = word(value, CfgFlag.class);
        if (CfgFlag.CFGTrue.name().equals(word) || CfgFlag.CFGFalse.name().equals(word)) {
            list.addInt(key, CfgFlag.CFGTrue.name().equals(word) ? 1 : 0);
        }
    }

    /** The name of a member of an enumeration, which comes as such or as its number. */
    private static <E extends GEnum> String word(Object value, Class<E> type) {
        GEnum member =
                value instanceof GEnum
                        ? (GEnum) value
                        : value instanceof Integer ? GEnum.getValue(type, (Integer) value) : null;
        return member == null ? (value == null ? null : value.toString()) : member.name();
    }
}
