package commdn.psdk;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Requests that T-Server has not answered, by the reference ids that this program gave them. */
final class Requests {
    /** What kind of answer is waited for. */
    enum Kind {
        REGISTER,
        REGISTER_AGAIN,
        UNREGISTER,
        DISTRIBUTE
    }

    /** One of them. */
    static final class Open {
        final Kind kind;
        final Upstream upstream;
        final Integer clientReference;
        final String dn;
        final long sinceNanos = System.nanoTime();

        Open(Kind kind, Upstream upstream, Integer clientReference, String dn) {
            this.kind = kind;
            this.upstream = upstream;
            this.clientReference = clientReference;
            this.dn = dn;
        }
    }

    private final Map<Integer, Open> open = new HashMap<>();
    private int last;

    /** Takes a request in and gives its id: above 0, and none that is still open. */
    synchronized int add(Open request) {
        do {
            last = last == Integer.MAX_VALUE ? 1 : last + 1;
        } while (open.containsKey(last));
        open.put(last, request);
        return last;
    }

    /**
     * The request that an answer ends; null for an id that is missing, or not (or no longer) ours.
     */
    synchronized Open take(Integer reference) {
        return reference == null ? null : open.remove(reference);
    }

    /** Forgets what waits for longer than a time: the client has given it up by itself. */
    synchronized int expire(long afterNanos) {
        int gone = 0;
        long now = System.nanoTime();
        for (Iterator<Open> all = open.values().iterator(); all.hasNext(); ) {
            if (now - all.next().sinceNanos > afterNanos) {
                all.remove();
                gone++;
            }
        }
        return gone;
    }

    /**
     * Forgets registrations that went over a channel which is gone; what was distributed may have
     * been taken.
     */
    synchronized void dropRegistrations(Upstream of) {
        open.values().removeIf(each -> each.upstream == of && each.kind != Kind.DISTRIBUTE);
    }

    synchronized int size() {
        return open.size();
    }
}
