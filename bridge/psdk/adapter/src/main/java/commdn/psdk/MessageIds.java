package commdn.psdk;

import com.genesyslab.platform.voice.protocol.tserver.events.EventACK;
import com.genesyslab.platform.voice.protocol.tserver.events.EventDNBackInService;
import com.genesyslab.platform.voice.protocol.tserver.events.EventDNOutOfService;
import com.genesyslab.platform.voice.protocol.tserver.events.EventError;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkConnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventLinkDisconnected;
import com.genesyslab.platform.voice.protocol.tserver.events.EventPrimaryChanged;
import com.genesyslab.platform.voice.protocol.tserver.events.EventRegistered;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUnregistered;
import com.genesyslab.platform.voice.protocol.tserver.events.EventUserEvent;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestRegisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.dn.RequestUnregisterAddress;
import com.genesyslab.platform.voice.protocol.tserver.requests.special.RequestDistributeUserEvent;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The numbers of messages as they were when this program was compiled: the compiler writes them in
 * place of the names.
 */
final class MessageIds {
    /** A class by its name, so that looking at the number does not load it. */
    static final class Id {
        final String className;
        final int number;

        Id(String simple, int number) {
            this.className = "com.genesyslab.platform.voice.protocol.tserver." + simple;
            this.number = number;
        }
    }

    static final List<Id> ALL =
            Collections.unmodifiableList(
                    Arrays.asList(
                            new Id("events.EventACK", EventACK.ID),
                            new Id("events.EventDNBackInService", EventDNBackInService.ID),
                            new Id("events.EventDNOutOfService", EventDNOutOfService.ID),
                            new Id("events.EventError", EventError.ID),
                            new Id("events.EventLinkConnected", EventLinkConnected.ID),
                            new Id("events.EventLinkDisconnected", EventLinkDisconnected.ID),
                            new Id("events.EventPrimaryChanged", EventPrimaryChanged.ID),
                            new Id("events.EventRegistered", EventRegistered.ID),
                            new Id("events.EventUnregistered", EventUnregistered.ID),
                            new Id("events.EventUserEvent", EventUserEvent.ID),
                            new Id("requests.dn.RequestRegisterAddress", RequestRegisterAddress.ID),
                            new Id(
                                    "requests.dn.RequestUnregisterAddress",
                                    RequestUnregisterAddress.ID),
                            new Id(
                                    "requests.special.RequestDistributeUserEvent",
                                    RequestDistributeUserEvent.ID)));

    private MessageIds() {}
}
