package commdn.psdk;

import com.genesyslab.platform.commons.collections.KeyValueCollection;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.voice.protocol.tserver.TimeStamp;
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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What T-Server sends, as frames for the client. It runs on the SDK's own thread: nothing here
 * waits, and every getter may give null.
 */
final class Events {
    /**
     * How many user events are remembered, to pass one that comes twice after a switchover on once.
     */
    private static final int REMEMBERED = 4_096;

    private final Session session;
    private final Links links;
    private final Set<String> seen =
            Collections.newSetFromMap(
                    new LinkedHashMap<String, Boolean>() {
                        private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > REMEMBERED;
                        }
                    });

    Events(Session session, Links links) {
        this.session = session;
        this.links = links;
    }

    void take(Upstream from, Message message) {
        if (message == null) {
            return;
        }
        switch (message.messageId()) {
            case EventLinkConnected.ID:
                links.link(from, true);
                break;
            case EventLinkDisconnected.ID:
                links.link(from, false);
                break;
            case EventACK.ID:
                acknowledged(((EventACK) message).getReferenceID());
                break;
            case EventError.ID:
                refused((EventError) message);
                break;
            case EventRegistered.ID:
                registered(
                        from,
                        ((EventRegistered) message).getReferenceID(),
                        ((EventRegistered) message).getThisDN());
                break;
            case EventUnregistered.ID:
                unregistered((EventUnregistered) message);
                break;
            case EventUserEvent.ID:
                userEvent(from, (EventUserEvent) message);
                break;
            case EventPrimaryChanged.ID:
                session.log.info("primary-changed", "channel", from.role);
                once(from, new Frame(Ids.PRIMARY_CHANGED));
                break;
            case EventDNOutOfService.ID:
                once(
                        from,
                        new Frame(Ids.DN_OUT_OF_SERVICE)
                                .with(Ids.A_THIS_DN, ((EventDNOutOfService) message).getThisDN()));
                break;
            case EventDNBackInService.ID:
                once(
                        from,
                        new Frame(Ids.DN_BACK_IN_SERVICE)
                                .with(Ids.A_THIS_DN, ((EventDNBackInService) message).getThisDN()));
                break;
            default:
                session.log.debug("passed-over", "message", message.messageName());
        }
    }

    /** Both channels get what is about a DN or the server; the client gets the receiving one's. */
    private void once(Upstream from, Frame frame) {
        if (from == links.receiving()) {
            session.tell(frame);
        }
    }

    private void acknowledged(Integer reference) {
        Requests.Open open = session.requests.take(reference);
        if (open == null) {
            session.log.warn("unroutable", "message", "EventACK", "reference", reference);
        } else if (open.kind == Requests.Kind.DISTRIBUTE) {
            session.tell(new Frame(Ids.ACK).with(Ids.A_REFERENCE_ID, open.clientReference));
        }
    }

    private void refused(EventError error) {
        Integer number = error.getErrorCode();
        int code = number == null ? TServerErrors.UNKNOWN : number;
        Requests.Open open = session.requests.take(error.getReferenceID());
        // Only these two: the event carries the client's password as well.
        session.log.warn(
                "refused",
                "code",
                code,
                "words",
                TServerErrors.words(code),
                "reference",
                error.getReferenceID());
        if (open == null) {
            return;
        }
        switch (open.kind) {
            case DISTRIBUTE:
                session.refuse(open.clientReference, null, code, error.getErrorMessage());
                break;
            case REGISTER:
                if (session.registrations.forget(open.dn)) {
                    session.refuse(open.clientReference, open.dn, code, error.getErrorMessage());
                }
                break;
            case REGISTER_AGAIN:
                // The client asks again by itself, and is told then why it cannot have the DN.
                session.registrations.forget(open.dn);
                links.registeredAgain(open.upstream, open.dn);
                session.tell(new Frame(Ids.UNREGISTERED).with(Ids.A_THIS_DN, open.dn));
                break;
            default:
                session.log.debug("unregister-refused", "code", code);
        }
    }

    private void registered(Upstream from, Integer reference, String named) {
        Requests.Open open = session.requests.take(reference);
        String dn = open != null ? open.dn : named;
        if (dn == null) {
            session.log.warn("unroutable", "message", "EventRegistered", "reference", reference);
            return;
        }
        if (session.registrations.done(dn, from, links.all().size())) {
            Integer theirs = session.registrations.clientReference(dn);
            session.tell(
                    new Frame(Ids.REGISTERED)
                            .with(Ids.A_THIS_DN, dn)
                            .with(Ids.A_REFERENCE_ID, theirs));
        }
        links.registeredAgain(from, dn);
    }

    private void unregistered(EventUnregistered event) {
        Requests.Open open = session.requests.take(event.getReferenceID());
        String dn = event.getThisDN();
        if (open == null && dn != null && session.registrations.forget(dn)) {
            session.log.warn("unregistered", "dn", dn);
            session.tell(new Frame(Ids.UNREGISTERED).with(Ids.A_THIS_DN, dn));
        }
    }

    private void userEvent(Upstream from, EventUserEvent event) {
        if (from != links.receiving()) {
            return;
        }
        KeyValueCollection data = event.getUserData();
        String dn = event.getThisDN();
        if (data == null) {
            session.log.debug("passed-over", "message", "EventUserEvent", "cause", "no user data");
            return;
        }
        Long sequence = event.getEventSequenceNumber();
        Long start = event.getServerStartTime();
        if (sequence != null && start != null && !seen.add(start + "/" + sequence + "/" + dn)) {
            session.log.info("repeated", "sequence", sequence);
            return;
        }
        TimeStamp time = event.getTime();
        try {
            session.tell(
                    new Frame(Ids.USER_EVENT)
                            .with(Ids.A_THIS_DN, dn)
                            .with(Ids.A_USER_DATA, session.lists.pack(data))
                            .withLong(Ids.A_SEQUENCE_NUMBER, sequence)
                            .with(Ids.A_TIME_SECONDS, time == null ? null : time.getTimeinSecs())
                            .with(
                                    Ids.A_TIME_MICROSECONDS,
                                    time == null ? null : time.getTimeinuSecs()));
        } catch (PackedList.RefusedException refused) {
            session.log.error(
                    "event-refused", "dn", dn, "sequence", sequence, "cause", refused.getMessage());
        }
    }
}
